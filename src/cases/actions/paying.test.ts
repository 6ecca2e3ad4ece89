// A leg that has to be paid for in time: the shuttle, whose operator holds seats for twenty minutes
// and sends news when something has changed.

import { type ServerType, serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { drainJobs, newApp } from '../../../tests/world.ts'
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
import { readStatus } from './status.ts'
import { withdrawCase } from './withdraw.ts'

const AGENCY = 'trail-shuttle'
const RIDE = { answers: { shuttle_from: 'taichung', shuttle_back: true } }
let city: City
let server: ServerType

beforeAll(async () => {
  city = await newCity()
  const app = newApp(city)
  server = await new Promise<ServerType>((ready) => {
    const opened = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => ready(opened))
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  await fetch(`${city.sandbox.url}/shuttle/officer/webhook`, {
    method: 'POST',
    body: new URLSearchParams({
      url: `http://127.0.0.1:${port}/hooks/trail-shuttle`,
      secret: 'whsec_c2h1dHRsZSBvZiB0aGUgZGVtbyBjaXR5',
    }),
    redirect: 'manual',
  })
})
afterAll(async () => {
  server.close()
  await city.close()
})

const leg = async (caseId: string) => legIn(await readStatus(city, caseId), AGENCY)
async function heldSeats() {
  const { caseId } = await file(city, XUESHAN, RIDE)
  await settle(city)
  return { caseId, held: await leg(caseId) }
}
const pay = (url: string) =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ card: '4111111111111111', expiry: '12/29' }),
  })

test('the person is told where and until when to pay; news of the payment is looked at at once', async () => {
  const { caseId, held } = await heldSeats()
  expect(held.state).toBe('needs_payment')
  expect(held.needs).toMatchObject({ what: 'payment', url: expect.stringContaining('/pay/H-') })
  const minutes = ((held.deadlineAt?.getTime() ?? 0) - city.clock.now().getTime()) / 60_000
  expect(Math.round(minutes)).toBe(20)
  await pay(held.needs?.url ?? '')
  // Neither the sweep nor the clock: what comes, comes by the operator's message.
  await vi.waitFor(async () => {
    await drainJobs(city)
    expect((await states(city, caseId))[AGENCY]).toBe('approved')
  }, 5000)
  expect((await leg(caseId)).number).toMatch(/^T20261212-\d{4}$/)
})

test('seats nobody pays for are gone, and the person hears why; the rest of the trip stands', async () => {
  const { caseId } = await heldSeats()
  await city.setTime('2026-11-23T10:00:00+08:00')
  await settle(city, 1)
  const after = await leg(caseId)
  expect(after.state).toBe('rejected')
  expect(JSON.stringify(after.reasons)).toContain('逾時未付款')
  expect((await states(city, caseId))['sheipa-park']).toBe('in_review')
  await city.setTime(START)
})

test('who does not ask for the shuttle gets none', async () => {
  for (const answers of [{}, { shuttle_from: 'none', shuttle_back: true }]) {
    const { caseId } = await file(city, XUESHAN, { answers })
    expect(Object.keys(await states(city, caseId))).not.toContain(AGENCY)
  }
})

test('withdrawing the trip gives the seats back', async () => {
  const { caseId } = await heldSeats()
  const doer = { actor: 'person', basis: 'own_request', channel: 'web' } as const
  await withdrawCase(city, { caseId, doer })
  await settle(city)
  expect((await leg(caseId)).state).toBe('withdrawn')
})
