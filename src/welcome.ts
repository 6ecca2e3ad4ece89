// What the terminal says when a city has started: who one can sign in as, and the tour.

import type { Station } from './core/station.ts'
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
