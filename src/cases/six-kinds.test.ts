// The big demo trip: one form, seven agencies, six kinds of adapters. The oracles of the stand-ins
// count what arrived.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAdapter, openInbox } from '../adapters/index.ts'
import type { JobOffice } from '../core/boss.ts'
import { readStatus } from './actions/status.ts'
import { type City, file, newCity, settle, states } from './station.examples.ts'

const TRIP = JSON.parse(readFileSync('examples/hike-six-kinds.json', 'utf8'))

let city: City
let closeInbox: () => Promise<void>
beforeAll(async () => {
  city = await newCity()
  const inbox = await openInbox(city)
  closeInbox = async () => inbox?.close()
})
afterAll(async () => {
  await closeInbox()
  await city.close()
})

test('one trip is filed once by each of six kinds, and each agency holds it once', async () => {
  const { caseId } = await file(city, TRIP)
  await settle(city, 4)
  const { legs } = await readStatus(city, caseId)
  const kinds = new Set(legs.map(({ adapterId }) => getAdapter(city, adapterId).describe.kind))
  expect([...kinds].sort()).toEqual(['browser', 'drop-box', 'fax', 'html-form', 'http', 'mail'])

  // The insurer collects at 23:30 and answers with a list; some nights half of it comes at 06:00.
  for (const at of ['2026-11-23T23:20', '2026-11-23T23:31', '2026-11-24T06:10']) {
    await city.setTime(`${at}:00+08:00`)
    await (city.jobs as JobOffice).ring(city)
    await settle(city, 2)
  }

  const oracle = await city.oracle()
  const filed = Object.entries(oracle).filter(([, counts]) => counts.filed > 0)
  expect(Object.fromEntries(filed.map(([agency, { filed }]) => [agency, filed]))).toEqual({
    forestry: 1,
    'haiduan-township': 1,
    'hike-insurer': 1,
    police: 1,
    'reserve-office': 1,
    'trail-shuttle': 1,
    'yushan-park': 1,
  })
  expect(await states(city, caseId)).toMatchObject({ 'hike-insurer': 'approved' })
}, 120_000)
