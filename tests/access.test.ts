// Every route says who may call it.

import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allow, everyone, routesWithoutRule, ruleOf } from '../src/core/access.ts'
import type { Station } from '../src/core/station.ts'
import type { Web } from '../src/core/web.ts'
import { newApp, newStation } from './world.ts'

let station: Station & { close(): Promise<void> }

beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

test('no route is without a rule', () => {
  expect(routesWithoutRule(newApp(station).routes)).toEqual([])
})

test('a route that forgets its rule is found', () => {
  const app = new Hono<Web>()
    .get('/open', allow(everyone), (c) => c.text('open'))
    .get('/forgotten', (c) => c.text('forgotten'))
  expect(routesWithoutRule(app.routes)).toEqual(['GET /forgotten'])
})

test('a page behind staff sends a stranger to sign in, and tells the API caller so', async () => {
  const app = newApp(station)
  const guarded = app.routes.filter((route) => ruleOf(route.handler) === 'staff')
  expect(guarded.length).toBeGreaterThan(0)

  for (const route of guarded.filter((r) => r.method === 'GET' && !r.path.includes(':'))) {
    const response = await app.request(route.path)
    expect([401, 303], route.path).toContain(response.status)
  }
})
