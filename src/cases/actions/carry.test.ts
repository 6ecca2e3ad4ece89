// Crashes and bad agencies, against the real stand-ins: each leg ends up filed exactly once.

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainJobs } from '../../../tests/world.ts'
import {
  type City,
  endLeases,
  file,
  legIn,
  newCity,
  settle,
  states,
  XUESHAN,
} from '../station.examples.ts'
import { carryLeg, type StopPoint, Stopped } from './carry.ts'
import { readStatus } from './status.ts'

const PARK = 'sheipa-park'
let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

const filed = async () => (await city.oracle())[PARK]?.filed ?? 0
const later = async (minutes: number) =>
  city.setTime(new Date(city.clock.now().getTime() + minutes * 60_000).toISOString())

/** Each test files for another team, so that the park does not take it for a repeated filing. */
let teams = 0
const newTeam = () => {
  teams += 1
  return { answers: { team_name: `測試隊 ${teams}` } }
}

async function discardJobs() {
  await sql`delete from jobs.job where name = 'cases.carry'`.execute(city.db)
}

const kinds = async (caseId: string) =>
  (await readStatus(city, caseId)).events.map((event) => event.said.message)

for (const stopAt of ['leased', 'intended', 'called'] satisfies StopPoint[]) {
  test(`killed at “${stopAt}”, the leg is filed exactly once all the same`, async () => {
    const before = await filed()
    const { caseId } = await file(city, XUESHAN, newTeam())
    await discardJobs()
    await expect(carryLeg(city, { caseId, leg: 'sheipa' }, { stopAt })).rejects.toThrow(Stopped)
    // While the lease lasts, nobody else touches the leg.
    await carryLeg(city, { caseId, leg: 'sheipa' })
    expect(await states(city, caseId)).toEqual({
      [PARK]: stopAt === 'leased' ? 'received' : 'submitting',
    })

    await endLeases(city)
    await settle(city)
    await later(2)
    await settle(city)
    expect(await states(city, caseId)).toEqual({ [PARK]: 'in_review' })
    expect(await filed()).toBe(before + 1)
  })
}

test('two workers on one leg file it once', async () => {
  const before = await filed()
  const { caseId } = await file(city, XUESHAN, newTeam())
  await Promise.all([1, 2, 3].map(() => carryLeg(city, { caseId, leg: 'sheipa' })))
  await settle(city)
  expect(await filed()).toBe(before + 1)
})

test('an answer lost on its way back is looked up, not sent again', async () => {
  const before = await filed()
  await city.fault({ agency: PARK, mode: 'drop_after', times: 1 })
  const { caseId } = await file(city, XUESHAN, newTeam())
  await drainJobs(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'unknown' })

  await later(2)
  await settle(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'in_review' })
  expect(await filed()).toBe(before + 1)
  expect((await kinds(caseId)).filter((kind) => kind.endsWith('leg_submitting'))).toHaveLength(1)
})

test('a request lost on its way there is sent again once the agency is certain not to have it', async () => {
  const before = await filed()
  await city.fault({ agency: PARK, mode: 'drop_before', times: 1 })
  const { caseId } = await file(city, XUESHAN, newTeam())
  await drainJobs(city)
  await later(2)
  await settle(city)
  await later(2)
  await settle(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'in_review' })
  expect(await filed()).toBe(before + 1)
  expect(await kinds(caseId)).toContain('cases.history.leg_absent_lookup')
})

test('an agency that is down for hours hands over to the desk beside it, and the applicant is told', async () => {
  const before = await filed()
  await city.fault({ agency: PARK, mode: 'maintenance' })
  const { caseId } = await file(city, XUESHAN, newTeam())
  await settle(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'waiting_agency' })
  for (let tries = 0; tries < 8; tries += 1) {
    await sql`update adapters.lanes set paused_until = null`.execute(city.db)
    await later(3 * 60)
    await settle(city, 1)
  }
  const leg = legIn(await readStatus(city, caseId), PARK)
  expect(leg.state).toBe('waiting_desk')
  expect(leg.desk?.deskId).toBe('park-desk')
  expect(leg.history.filter((line) => line.isTold).length).toBeGreaterThan(0)
  await city.fault({ agency: PARK, mode: 'none' })
  expect(await filed()).toBe(before)
})
