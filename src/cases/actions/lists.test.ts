// A leg whose agency only collects at night: from filing to policy, and when the agency never answers.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { drainJobs } from '../../../tests/world.ts'
import { type City, file, legIn, newCity, settle, states, XUESHAN } from '../station.examples.ts'
import { listTasksOfCase } from '../store/tasks.ts'
import { readStatus } from './status.ts'
import { eraseCase } from './upkeep.ts'

const INSURED = { answers: { want_insurance: true } }
let city: City
beforeEach(async () => {
  city = await newCity()
})
afterEach(() => city.close())

/** The city's own job, at that moment of both clocks. */
async function night(at: string) {
  await city.setTime(at)
  await city.jobs.send(city.db, 'adapters.visit_boxes', {})
  await drainJobs(city)
  await settle(city)
}

test('goes with the list of the night and comes back with a policy', async () => {
  const { caseId } = await file(city, XUESHAN, INSURED)
  await settle(city)
  const waiting = legIn(await readStatus(city, caseId), 'hike-insurer')
  expect(waiting.state).toBe('in_review')
  await night('2026-11-23T23:20:00+08:00')
  await night('2026-11-23T23:31:00+08:00')
  expect((await states(city, caseId))['hike-insurer']).toBe('approved')
  expect((await city.oracle())['hike-insurer']).toMatchObject({ received: 1, filed: 1 })
  await eraseCase(city, { caseId, because: 'asked' })
  const rows = await city.db.selectFrom('adapters.batch_rows').selectAll().execute()
  expect(rows.map(({ sealed, sealed_answer }) => [sealed, sealed_answer])).toEqual([[null, null]])
})

test('that is never answered becomes somebody’s task, and nothing is sent again', async () => {
  const { caseId } = await file(city, XUESHAN, INSURED)
  await settle(city)
  const body = JSON.stringify({ mode: 'no_ack' })
  await fetch(`${city.sandbox.url}/insurer/faults`, { method: 'POST', body })
  await night('2026-11-23T23:20:00+08:00')
  await night('2026-11-23T23:31:00+08:00')
  for (const hour of ['05:40', '06:00', '07:00', '09:30', '13:00', '18:00']) {
    await night(`2026-11-25T${hour}:00+08:00`)
  }
  const tasks = (await listTasksOfCase(city.db, caseId)).filter(({ leg }) => leg === 'insurance')
  expect(tasks.map(({ kind, why }) => [kind, why])).toEqual([['settle_unknown', 'unknown']])
  expect((await city.oracle())['hike-insurer']).toMatchObject({ received: 1, filed: 1 })
})
