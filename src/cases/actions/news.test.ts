// News of an agency brings the look forward, and does nothing else.

import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { drainJobs } from '../../../tests/world.ts'
import type { JobOffice } from '../../core/boss.ts'
import { recordEvent } from '../../core/events.ts'
import { type City, file, newCity, settle, states, XUESHAN } from '../station.examples.ts'

const AGENCY = 'sheipa-park'
let city: City
let caseId: string
let leg: { legId: string; reference: string }

beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

beforeEach(async () => {
  caseId = (await file(city, XUESHAN)).caseId
  await settle(city)
  const { rows } = await sql<typeof leg>`select leg_id as "legId", agency_reference as reference
    from cases.legs where case_id = ${caseId} and agency_id = ${AGENCY}`.execute(city.db)
  leg = rows[0] as typeof leg
  await fetch(`${city.sandbox.url}/park/officer/act`, {
    method: 'POST',
    body: new URLSearchParams({ no: leg.reference, action: 'approve' }),
    redirect: 'manual',
  })
})

const tell = (data: Record<string, unknown>) =>
  city.db
    .transaction()
    .execute((tx) => recordEvent(city, tx, { name: 'adapters.news', version: 1, data }))
const stateAfter = async (data: Record<string, unknown>) => {
  await tell(data)
  await drainJobs(city)
  return (await states(city, caseId))[AGENCY]
}

test('news of our key, and of the agency’s number, is looked at the same moment', async () => {
  expect((await states(city, caseId))[AGENCY]).toBe('in_review')
  expect(await stateAfter({ adapterId: 'parks', key: leg.legId })).toBe('approved')
})

test('news of the agency’s number is, too', async () => {
  expect(await stateAfter({ adapterId: 'parks', reference: leg.reference })).toBe('approved')
})

test('news of another agency, of nobody, and of what is no key changes nothing', async () => {
  expect(await stateAfter({ adapterId: 'police-entry', key: leg.legId })).toBe('in_review')
  expect(await stateAfter({ adapterId: 'parks', reference: 'none' })).toBe('in_review')
  expect(await stateAfter({ adapterId: 'parks', key: "'; drop table" })).toBe('in_review')
  expect(await stateAfter({ adapterId: 'parks' })).toBe('in_review')
})

test('news that comes while the agency is being asked is looked at afterwards', async () => {
  await sql`update cases.legs set leased_until = now() + interval '1 minute'
    where leg_id = ${leg.legId}`.execute(city.db)
  expect(await stateAfter({ adapterId: 'parks', key: leg.legId })).toBe('in_review')
  expect((await (city.jobs as JobOffice).count()).waiting).toBe(1)
})
