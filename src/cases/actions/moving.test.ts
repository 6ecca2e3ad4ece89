// Legs that cannot go on by their adapter: to the next one, within what its desk can give, and back.

import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { drainJobs } from '../../../tests/world.ts'
import { startLane } from '../../adapters/index.ts'
import { announce, withdrawAnnouncement } from '../../adapters/status/actions.ts'
import { findDesk } from '../../people/index.ts'
import {
  type City,
  file,
  legIn,
  newCity,
  START,
  settle,
  states,
  XUESHAN,
} from '../station.examples.ts'
import { handOverTask, takeTask } from './desk/tasks.ts'
import { readStatus } from './status.ts'
import { withdrawCase } from './withdraw.ts'

const PARK = 'sheipa-park'
const LEGS = 1000
const PERSON = { actor: 'person', basis: 'own_request', channel: 'web' } as const
let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())
beforeEach(async () => {
  await city.fault({ agency: PARK, mode: 'none' })
  await startLane(city, 'parks')
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(city.db)
  await drainJobs(city)
})

let teams = 0
const fileTeam = () => {
  teams += 1
  return file(city, XUESHAN, { answers: { team_name: `換路隊 ${teams}` } })
}
const filed = async () => (await city.oracle())[PARK]?.filed ?? 0
const changeSite = () => city.fault({ agency: PARK, mode: 'changed_layout', on: 'any' })
const adapterOf = async (caseId: string) => legIn(await readStatus(city, caseId), PARK).adapterId

test('a changed site moves the leg to the desk at once, with the day, and says so', async () => {
  const before = await filed()
  await changeSite()
  const { caseId } = await fileTeam()
  await settle(city)

  const leg = legIn(await readStatus(city, caseId), PARK)
  expect(leg).toMatchObject({ state: 'waiting_desk', adapterId: 'parks-desk' })
  expect(leg.desk).toMatchObject({ deskId: 'park-desk', task: 'file' })
  const said = leg.history.map((line) => line.said.message)
  expect(said).toContain('cases.history.leg_moved_stopped')
  expect(said).toContain('cases.told.moved')
  expect(said).toContain('cases.told.planned_day')
  expect(await filed()).toBe(before)
})

test('the desk that answers for the lane is told what differs on the page', async () => {
  await changeSite()
  await fileTeam()
  await settle(city)
  const { rows } = await sql<{ about: Record<string, string> }>`
    select about from cases.tasks where why = 'lane_stopped'`.execute(city.db)
  expect(rows[0]?.about).toMatchObject({ adapterId: 'parks' })
  expect(rows[0]?.about.differences).toMatch(/missing|new|title|button/)
})

test('a leg that waits for another try does not wait for a lane that has stopped meanwhile', async () => {
  await city.fault({ agency: PARK, mode: 'maintenance' })
  const { caseId } = await fileTeam()
  await settle(city, 1)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'waiting_agency' })

  await sql`update adapters.lanes set paused_until = null`.execute(city.db)
  await changeSite()
  const { caseId: other } = await fileTeam()
  await settle(city)
  expect(await adapterOf(other)).toBe('parks-desk')
  expect(await adapterOf(caseId)).toBe('parks-desk')
})

test('what is with the agency already stays with it', async () => {
  const { caseId } = await fileTeam()
  await settle(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'in_review' })
  await changeSite()
  await fileTeam()
  await settle(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'in_review' })
  expect(await adapterOf(caseId)).toBe('parks')
})

test('withdrawn before the desk begins, nothing is sent anywhere', async () => {
  const before = await filed()
  await changeSite()
  const { caseId } = await fileTeam()
  await settle(city)
  await withdrawCase(city, { caseId, doer: PERSON })
  await settle(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'withdrawn' })
  expect(await filed()).toBe(before)
})

test('when the site works again, what no desk has begun goes back to the robot', async () => {
  await changeSite()
  const { caseId } = await fileTeam()
  await settle(city)
  const today = await fileUntilTomorrow()
  await city.fault({ agency: PARK, mode: 'none' })
  await startLane(city, 'parks')
  await sql`update adapters.lanes set next_at = '-infinity'`.execute(city.db)
  await settle(city)

  expect(await adapterOf(today.of)).toBe('parks-desk')
  expect(await adapterOf(today.next)).toBe('parks')
  const back = (await readStatus(city, today.next)).events.map((event) => event.said.message)
  expect(back).toContain('cases.history.leg_moved_reopened')
  expect(await states(city, caseId)).toEqual({ [PARK]: 'waiting_desk' })
})

test('what a clerk has begun stays with people, also when it was handed over to another day', async () => {
  await changeSite()
  const before = await filed()
  const { caseId } = await fileTeam()
  await settle(city)
  const { rows } = await sql<{ taskId: string }>`
    select task_id as "taskId" from cases.tasks where case_id = ${caseId} and state in ('open', 'waiting')`.execute(
    city.db,
  )
  const clerk = { accountId: 'counter', desks: ['park-desk', 'hike-owner'] }
  const taskId = rows[0]?.taskId ?? ''
  await takeTask(city, clerk, taskId)
  await city.setTime('2026-11-23T20:00:00+08:00')
  await handOverTask(city, clerk, { taskId, deskId: 'hike-owner' })
  await city.fault({ agency: PARK, mode: 'none' })
  await startLane(city, 'parks')
  await settle(city)

  expect(await adapterOf(caseId)).toBe('parks-desk')
  expect(await filed()).toBe(before)
  await city.setTime(START)
})

test('maintenance that ends after the last day on which a person could still act is not waited for', async () => {
  const lead = { accountId: 'lead', roles: ['lead'], agencyId: null, desks: [] } as never
  const { caseId } = await fileTeam()
  const { closesAt } = legIn(await readStatus(city, caseId), PARK)
  const to = new Date((closesAt?.getTime() ?? 0) + 60_000).toISOString()
  const { announcementId } = await announce(city, lead, 'parks', {
    from: START,
    to,
    reason: '搬遷',
  })
  await settle(city)

  const leg = legIn(await readStatus(city, caseId), PARK)
  expect(leg).toMatchObject({ state: 'waiting_desk', adapterId: 'parks-desk' })
  expect(leg.desk?.dayOn).toBe(START.slice(0, 10))
  await withdrawAnnouncement(city, lead, 'parks', announcementId)
})

test('a short maintenance is waited for, and one that is over early not until its announced end', async () => {
  const lead = { accountId: 'lead', roles: ['lead'], agencyId: null, desks: [] } as never
  const to = '2026-11-30T09:30:00+08:00'
  const { announcementId } = await announce(city, lead, 'parks', {
    from: START,
    to,
    reason: '搬遷',
  })
  const { caseId } = await fileTeam()
  await drainJobs(city)
  expect(await adapterOf(caseId)).toBe('parks')
  const { rows } = await sql<{ soon: boolean }>`
    select look_at < now() + interval '11 minutes' as soon from cases.legs
     where case_id = ${caseId}`.execute(city.db)
  expect(rows).toEqual([{ soon: true }])
  await withdrawAnnouncement(city, lead, 'parks', announcementId)
  await settle(city)
  expect(await states(city, caseId)).toEqual({ [PARK]: 'in_review' })
})

/** Fills the desk's day; the first that no longer fits is planned for another. */
async function fileUntilTomorrow(): Promise<{ of: string; next: string }> {
  let of = ''
  for (;;) {
    const { caseId } = await fileTeam()
    await settle(city, 2)
    const { desk } = legIn(await readStatus(city, caseId), PARK)
    if (desk && desk.dayOn > START.slice(0, 10)) return { of, next: caseId }
    of = caseId
  }
}

test(`${LEGS} legs under way when a site changes: none lost, no desk beyond its minutes`, async () => {
  const before = await filed()
  const first = await Promise.all([fileTeam(), fileTeam(), fileTeam()])
  await settle(city)
  expect(await filed()).toBe(before + first.length)

  await changeSite()
  const cases = [...first]
  while (cases.length < LEGS) {
    cases.push(...(await Promise.all(Array.from({ length: 10 }, fileTeam))))
  }
  await settle(city, 4)

  expect(await filed()).toBe(before + first.length)
  const ids = cases.map(({ caseId }) => caseId)
  const { rows: held } = await sql<{ state: string; desk: string | null; legs: number }>`
    select l.state, t.desk_id as desk, count(*)::integer as legs from cases.legs l
      left join cases.tasks t on t.leg_id = l.leg_id and t.state in ('waiting', 'open', 'taken')
     where l.case_id = any(${ids}::uuid[])
     group by 1, 2 order by 1`.execute(city.db)
  const count = (state: string) => held.find((row) => row.state === state)?.legs ?? 0
  expect(count('in_review')).toBe(first.length)
  expect(count('waiting_desk') + count('with_owner')).toBe(cases.length - first.length)
  expect(count('waiting_desk')).toBeGreaterThan(0)
  // A desk task without a desk, or none at all, would stand here.
  expect(held.filter(({ state, desk }) => state !== 'in_review' && desk === null)).toEqual([])

  const minutes = findDesk(city, 'park-desk')?.minutesPerDay ?? 0
  const { rows: days } = await sql<{ planned: number }>`
    select sum(minutes)::integer as planned from cases.tasks
     where desk_id = 'park-desk' and state in ('waiting', 'open', 'taken')
     group by day_on`.execute(city.db)
  expect(days.length).toBeGreaterThan(1)
  for (const { planned } of days) expect(planned).toBeLessThanOrEqual(minutes)

  const { rows: late } = await sql`
    select l.leg from cases.legs l join cases.tasks t on t.leg_id = l.leg_id
     where l.state = 'waiting_desk' and t.state in ('waiting', 'open') and t.due_at > l.closes_at`.execute(
    city.db,
  )
  expect(late).toEqual([])
  const view = await readStatus(city, ids.at(-1) ?? '')
  expect(legIn(view, PARK).history.some((line) => line.isTold)).toBe(true)
}, 300_000)
