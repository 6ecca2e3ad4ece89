// `bin/yizhan log verify`: checks a published file of the open log. Needs no database and no network.

import { readFileSync } from 'node:fs'
import { type Command, requireArguments, takeOption, WrongCall } from './commands.ts'
import { type LogFault, type LogVerdict, verifyLog } from './openlog-chain.ts'

const FAULTS: Record<LogFault, string> = {
  empty: 'the file holds no entry',
  cut_short: 'the file ends in the middle of an entry',
  unreadable: 'this line is not one that was published',
  changed: 'its content does not match its hash',
  out_of_order: 'an entry is missing before it, or it stands in the wrong place',
  does_not_follow: 'it does not follow from the entry before it',
  other_head: 'the last entry is not the one with the hash that was given',
}

const WHICH_FILE =
  'Give the file to check: one day is DATA_DIR/open/log-<day>.jsonl, the whole log is at /open/log.jsonl of the site.'

export const verifyCommand: Command = {
  name: 'log verify',
  usage: '<file> [--head HASH]',
  summary: 'Compute the chain of a published open log again; exit code 1 when it was changed',
  run: async ({ args, tell, path }) => {
    const head = takeOption(args, 'head') ?? undefined
    if (args.length === 0) throw new WrongCall(WHICH_FILE)
    const [file = ''] = requireArguments(args, 1)
    const verdict = verifyLog(readLog(path(file)), head)
    for (const line of wordsOf(verdict)) tell(line)
    return verdict.ok ? 0 : 1
  },
}

function wordsOf(verdict: LogVerdict): string[] {
  if (verdict.ok) {
    const { first, last, head } = verdict
    const start = first === 1 ? [] : [`Entries before ${first} are not in this file.`]
    return [`Unchanged: entries ${first} to ${last}.`, ...start, `Head: ${head}`]
  }
  const { sequence, line, reason } = verdict
  const where = sequence === null ? `line ${line}` : `entry ${sequence} (line ${line})`
  return [`Changed at ${where}: ${FAULTS[reason]}.`]
}

function readLog(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new WrongCall(`${file} cannot be read.`, { cause })
  }
}
