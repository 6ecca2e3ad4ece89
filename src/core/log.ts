// The program's log: one JSON line a fact, with the request's id and no personal data. Errors are
// logged once, at the edge.

import pino, { type Logger } from 'pino'

export type Log = Logger

export function newLog(level: 'silent' | 'info' | 'debug' = 'info'): Log {
  return pino({
    level,
    base: null,
    // Whoever logs a whole request or error by mistake must still not write these down.
    redact: {
      paths: [
        '*.authorization',
        '*.cookie',
        '*.password',
        '*.token',
        '*.secret',
        '*.answers',
        'err.config',
      ],
      censor: '[removed]',
    },
  })
}
