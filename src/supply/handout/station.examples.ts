// Sites and cards for tests of handing out. No person has these numbers but by chance.

import type { Station } from '../../core/station.ts'
import { changeStock } from '../actions/changes.ts'
import { saveRegistry } from '../actions/sites.ts'
import type { Counter } from '../schema/handout.ts'
import type { Hours, Site } from '../schema/stock.ts'

export const PROGRAMME = 'rapid-tests'
export const ITEM = 'kit'

export const DAILY: Hours = {
  slips: [1, 2, 3, 4, 5, 6].map((day) => [day, '08:30', '10:00']),
  handOut: [1, 2, 3, 4, 5, 6].map((day) => [day, '11:00', '21:00']),
}

export const siteOf = (siteId: string): Site => ({
  siteId,
  name: `第${siteId}藥局`,
  address: '臺中市西屯區示範路1號',
  district: '西屯區',
  phone: '04-00000000',
  website: '',
  lon: 120.64,
  lat: 24.16,
  hours: DAILY,
  note: '',
  languages: [],
  access: [],
  source: 'registry',
})

/** Sites `s1` to `s<count>`, each with so many pieces. */
export async function openSites(station: Station, count: number, amount: number): Promise<void> {
  const sites = Array.from({ length: count }, (_, index) => siteOf(`s${index + 1}`))
  const at = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    await saveRegistry(tx, PROGRAMME, { sites, at })
    const changes = sites.map(({ siteId }) => ({ siteId, item: ITEM, amount }))
    await changeStock(tx, { programmeId: PROGRAMME, at, source: 'console', by: null, changes })
  })
}

export const counterAt = (siteId: string): Counter => ({
  programmeId: PROGRAMME,
  siteId,
  by: 'account:test',
})

/** The nth national ID whose check digit fits, men's and women's in turn. */
export function cardOf(n: number): string {
  const body = `${(n % 2) + 1}${String(n).padStart(7, '0')}`
  // A is 10: 1 + 0 × 9.
  const weights = [8, 7, 6, 5, 4, 3, 2, 1]
  const sum =
    1 + [...body].reduce((total, digit, at) => total + Number(digit) * (weights[at] ?? 0), 0)
  return `A${body}${(10 - (sum % 10)) % 10}`
}
