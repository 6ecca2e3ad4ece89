import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../tests/city.ts'
import type { JobOffice } from '../core/boss.ts'
import { type City, file, newCity, SOUTHERN, XUESHAN } from './station.examples.ts'

let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

const callsUnderWay = async (): Promise<number> => {
  const { rows } = await sql<{ calls: number }>`
    select count(*)::int as calls from cases.legs
     where agency_id = 'police' and leased_until > now()`.execute(city.db)
  return rows[0]?.calls ?? 0
}

test('an agency that answers slowly, with a full lane and more waiting, delays no other', async () => {
  await city.fault({ agency: 'police', mode: 'slow', delayMs: 60_000 })
  await (city.jobs as JobOffice).work(city)
  for (let team = 0; team < 12; team += 1) {
    await file(city, SOUTHERN, { answers: { team_name: `慢慢走 ${team}` } })
  }
  // The police's lane is held by calls that hang, and more wait for it.
  await eventually(callsUnderWay, (calls) => calls >= 7)
  await file(city, XUESHAN)
  const counts = await eventually(
    () => city.oracle(),
    (now) => now['sheipa-park']?.filed === 1,
  )
  // Not one of the slow calls has come back yet: the park did not wait for any.
  expect(counts.police?.filed).toBe(0)
})
