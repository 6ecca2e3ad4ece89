// What of a failed start or command helps whoever reads it at the terminal.

import { WrongSetting } from './config.ts'
import { NoPostgres } from './postgres.ts'
import { DataMistake } from './yaml.ts'

/** One line, but for the city's data: that may have several mistakes. */
export function inOneLine(error: unknown): string {
  if (error instanceof WrongSetting || error instanceof NoPostgres) return error.message
  if (error instanceof DataMistake) return `The city's data has mistakes:\n${error.message}`
  const { code, message, path } = error as { code?: string; message?: string; path?: string }
  if (code === 'ENOSPC') return 'No space is left on the disk'
  if (code === 'EACCES' || code === 'EROFS') return `${path}: expected to be allowed to write there`
  if (code === 'ECONNREFUSED') return 'DATABASE_URL: expected a database that answers'
  return message || String(error)
}
