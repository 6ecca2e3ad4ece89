// A leg that goes by fax: the line's report settles it, silence brings a person, and a report that
// comes late takes the question back.

import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { drainJobs } from '../../../tests/world.ts'
import { getAdapter, type Inbox, openInbox } from '../../adapters/index.ts'
import { type City, file, newCity, START, settle, XUESHAN } from '../station.examples.ts'
import { readDesk } from './desk/look.ts'
import { openLedger } from './ledger.ts'
import { readStatus } from './status.ts'

const READER = { accountId: 'counter', desks: ['front-desk', 'hike-owner'] }
const ADAPTER = 'township-notice'
let city: City
let inbox: Inbox
beforeAll(async () => {
  city = await newCity()
  inbox = (await openInbox(city)) as Inbox
})
afterAll(async () => {
  await inbox.close()
  await city.close()
})
beforeEach(async () => {
  await post('/reset', {})
  // The provider begins to count anew.
  await sql`delete from adapters.conversations`.execute(city.db)
  await city.setTime(START)
  await post('/mailroom', { host: '127.0.0.1', port: inbox.port })
})

const post = (path: string, body: unknown) =>
  fetch(`${city.sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
const later = (minutes: number) =>
  city.setTime(new Date(city.clock.now().getTime() + minutes * 60_000).toISOString())
const legOf = async (caseId: string) => (await readStatus(city, caseId)).legs[0]
const filed = async () => (await city.oracle())['haiduan-township']
const tasksOf = async (caseId: string) => {
  const { open, later: planned } = await readDesk(city, READER)
  return [...open, ...planned].filter((task) => task.caseId === caseId).map(({ kind }) => kind)
}

/** No journey has this notice yet: the leg of a park is turned into one before anything is sent. */
async function fileByFax(): Promise<string> {
  const { caseId } = await file(city, XUESHAN)
  await sql`delete from jobs.job where name = 'cases.carry'`.execute(city.db)
  const input = getAdapter(city, ADAPTER).example?.(city.clock.now()) ?? {}
  await city.db.transaction().execute(async (tx) => {
    const sealed = await (await openLedger(city, tx, caseId)).seal.close(input)
    await sql`update cases.legs set adapter_id = ${ADAPTER}, agency_id = 'haiduan-township',
      sealed_input = ${Buffer.from(sealed)}, opens_at = null, closes_at = null
      where case_id = ${caseId}`.execute(tx)
  })
  await settle(city, 1)
  return caseId
}

test('a fax that arrives is in review under the number of its job', async () => {
  const caseId = await fileByFax()
  expect(await legOf(caseId)).toMatchObject({ state: 'in_review', reference: 'FX0000001' })
})

test('a line that is busy is tried again, and files once', async () => {
  await post('/township/line', { state: 'busy', times: 1 })
  const caseId = await fileByFax()
  expect(await legOf(caseId)).toMatchObject({ state: 'waiting_agency' })
  await later(1)
  await settle(city, 1)
  expect(await legOf(caseId)).toMatchObject({ state: 'in_review', reference: 'FX0000002' })
  expect(await filed()).toMatchObject({ filed: 1 })
})

test('no report in time asks a person; one that comes late takes the question back', async () => {
  await post('/township/line', { reportAfterMinutes: 600 })
  const caseId = await fileByFax()
  expect(await legOf(caseId)).toMatchObject({ state: 'unknown' })
  for (const minutes of [1, 2, 6, 31, 121, 121]) {
    await later(minutes)
    await settle(city, 1)
  }
  expect(await tasksOf(caseId)).toEqual(['settle_unknown'])
  expect(await filed()).toMatchObject({ received: 1, filed: 1 })

  await later(400)
  await vi.waitFor(
    async () => {
      await drainJobs(city)
      expect(await legOf(caseId)).toMatchObject({ state: 'in_review', reference: 'FX0000001' })
    },
    { timeout: 8000 },
  )
  expect(await tasksOf(caseId)).toEqual([])
  expect(await filed()).toMatchObject({ received: 1, filed: 1 })
}, 60_000)
