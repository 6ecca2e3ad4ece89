import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { systemClock } from './clock.ts'
import { clockToken } from './demo.ts'
import { localPath } from './routes.ts'

let station: TestStation
let app: ReturnType<typeof newApp>
beforeAll(async () => {
  station = await newStation({ bare: true })
  app = newApp(station)
})
afterAll(() => station.close())

const form = (path: string, fields: Record<string, string>) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(fields) })

test('a chosen language is kept and stands above what the browser asks for', async () => {
  const chosen = await form('/language', { to: 'en', back: '/open-log?after=3' })
  expect(chosen.status).toBe(303)
  expect(chosen.headers.get('location')).toBe('/open-log?after=3')

  const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { cookie, 'accept-language': 'zh-TW' }
  const page = await app.request('/nowhere', { headers })
  expect(await page.text()).toContain('<html lang="en"')
})

test('a language we do not write is refused, and nothing is kept', async () => {
  const response = await form('/language', { to: 'tlh', back: '/' })
  expect(response.status).toBe(422)
  expect(response.headers.get('set-cookie')).toBeNull()
})

test.each([
  ['/cases/1?x=2', '/cases/1?x=2'],
  ['https://evil.example/', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
])('the way back from %j leads to %s', (back, path) => {
  expect(localPath(back)).toBe(path)
})

test('it is well when the database answers and every migration ran', async () => {
  const response = await app.request('/healthz')
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ ok: true })
})

test('a migration that is missing is named', async () => {
  await sql`delete from core.migrations where name = '0001_core.sql'`.execute(station.db)
  const response = await app.request('/healthz')
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ ok: false, migrations: ['0001_core.sql'] })
})

test('what is counted is told to this machine, not to callers through a proxy', async () => {
  const response = await app.request('/metrics')
  expect(await response.text()).toContain('yizhan_jobs{state="failed_for_good"} 0')
  const forwarded = { headers: { 'x-forwarded-for': '192.0.2.7' } }
  expect((await app.request('/metrics', forwarded)).status).toBe(404)
})

const moveClock = (token: string, body: unknown) =>
  app.request('/demo/clock', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('only who holds the token moves the clock of a demo city', async () => {
  const at = '2026-12-01T08:00:00+08:00'
  expect((await moveClock('guessed', { at })).status).toBe(403)
  expect((await moveClock(clockToken(station), { at: 'tomorrow' })).status).toBe(422)
  const moved = await moveClock(clockToken(station), { at })
  expect(await moved.json()).toEqual({ at })
  expect(station.clock.now()).toEqual(new Date(at))
})

test('a city that serves people has no clock to move', async () => {
  const config = { ...station.config, sandbox: false }
  const real = newApp({ ...station, config, clock: systemClock })
  expect((await real.request('/demo/clock', { method: 'POST' })).status).toBe(404)
})

test('a style sheet may be kept for ever, and comes packed to who can unpack it', async () => {
  const made = !existsSync('dist/assets')
  mkdirSync('dist/assets', { recursive: true })
  writeFileSync('dist/assets/try-0.css', 'p { color: black }')
  writeFileSync('dist/assets/try-0.css.gz', 'packed')
  try {
    const response = await app.request('/assets/try-0.css', {
      headers: { 'accept-encoding': 'gzip' },
    })
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('vary')).not.toContain('Cookie')
    expect((await app.request('/assets/../package.json')).status).toBe(404)
    expect((await app.request('/assets/%2e%2e/%2e%2e/package.json')).status).toBe(404)
  } finally {
    for (const file of readdirSync('dist/assets').filter((name) => name.startsWith('try-0.'))) {
      rmSync(`dist/assets/${file}`)
    }
    if (made) rmSync('dist/assets', { recursive: true })
  }
})

test('an upload that is too large is answered over a real connection too', async () => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    resolve(port),
  )
  try {
    const response = await fetch(`http://127.0.0.1:${await promise}/language`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'x'.repeat(4 * 1024 * 1024),
    })
    expect(response.status).toBe(413)
  } finally {
    server.close()
  }
})
