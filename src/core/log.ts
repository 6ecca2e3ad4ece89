// The program's log: one JSON line a fact, with the request's id and no personal data. Errors are
// logged once, at the edge.

import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Deeper causes are the library's own affair. */
const MAX_CAUSES = 3
/** SQLSTATE classes whose messages quote what was written: wrong values, broken constraints. */
const QUOTES_VALUES = /^(22|23)/
const QUOTED = /(["'`]).*\1/gs

export function newLog(
  level: 'silent' | 'error' | 'warn' | 'info' = 'info',
  destination?: DestinationStream,
): Log {
  const options = {
    level,
    base: null,
    serializers: { err: errorFact },
    // Whoever logs a whole request by mistake must still not write these down.
    redact: {
      paths: ['*.authorization', '*.cookie', '*.password', '*.token', '*.secret', '*.answers'],
      censor: '[removed]',
    },
  }
  return destination ? pino(options, destination) : pino(options)
}

interface ErrorFact {
  name: string
  message: string
  code?: string
  constraint?: string
  at: string[]
  cause?: ErrorFact
}

/**
 * What of an error may be written down: never the row that a constraint refused, nor the text that
 * could not be parsed.
 */
function errorFact(error: unknown, depth = 0): ErrorFact {
  if (!(error instanceof Error)) return { name: typeof error, message: '', at: [] }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  return {
    name: error.constructor.name,
    message: quotesValues(error, code) ? error.message.replace(QUOTED, '…') : error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    at: (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (.*)/.exec(line)?.[1] ?? []),
    ...(error.cause && depth < MAX_CAUSES ? { cause: errorFact(error.cause, depth + 1) } : {}),
  }
}

const quotesValues = (error: Error, code: unknown): boolean =>
  error instanceof SyntaxError || (typeof code === 'string' && QUOTES_VALUES.test(code))
