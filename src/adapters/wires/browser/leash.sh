#!/bin/sh
# Starts the browser of $CHROMIUM and ends it, with all its processes, when whoever started it has gone,
# also by kill -9: left to itself it would live on. Playwright makes this script lead a process group.
owner=$PPID
"$CHROMIUM" "$@" &
browser=$!
# The pipe to the program is the browser's alone: it breaks when the browser dies.
exec 3<&- 4>&-
(
  while kill -0 "$owner" && kill -0 "$browser"; do sleep 1; done
  kill -KILL -$$
) 2>/dev/null &
wait "$browser"
