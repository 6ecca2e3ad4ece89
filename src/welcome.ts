// What the terminal says: when a city has started, who one can sign in as and the tour; when it has
// not, why, in one line.

import { WrongSetting } from './core/config.ts'
import { NoPostgres } from './core/postgres.ts'
import type { Station } from './core/station.ts'
import { DataMistake } from './core/yaml.ts'
import { demoAccounts } from './people/index.ts'

export const tell = (line: string): void => console.log(line)

export async function tellWelcome(station: Station): Promise<void> {
  if (!station.config.sandbox) return
  const t = station.words.en
  const { baseUrl, sandboxPort } = station.config
  tell(`Agencies' stand-ins: http://localhost:${sandboxPort}`)
  tell(`${t('core.accounts', { url: `${baseUrl}/sign-in` })}`)
  for (const { email, name, duties } of demoAccounts) {
    const does = duties.map(({ deskId, role }) => deskId ?? role).join(', ') || 'resident'
    tell(`  ${email}  ${name} (${does})`)
  }
  tell(t('core.tour'))
  for (const step of [1, 2, 3, 4, 5]) tell(`  ${step}. ${t(`core.tour_${step}`, { url: baseUrl })}`)
}

/** What of a failed start helps whoever reads it. The city's data may have several mistakes. */
export function inOneLine(error: unknown): string {
  if (error instanceof WrongSetting || error instanceof NoPostgres) return error.message
  if (error instanceof DataMistake) return `The city's data has mistakes:\n${error.message}`
  const { code, message, path } = error as { code?: string; message?: string; path?: string }
  if (code === 'ENOSPC') return 'No space is left on the disk'
  if (code === 'EACCES' || code === 'EROFS') return `${path}: expected to be allowed to write there`
  if (code === 'ECONNREFUSED') return 'DATABASE_URL: expected a database that answers'
  return message || String(error)
}
