// The second front desk, a program of its own, files through the gateway alone.

import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ENTRY } from '../../src/adapters/filings.examples.ts'
import { issueClient } from '../../src/adapters/services/clients.ts'
import { openCity, type TestCity } from '../city.ts'

let city: TestCity
let desk: ChildProcess
let url = ''

beforeAll(async () => {
  city = await openCity()
  const { token } = await issueClient(city.station, {
    name: '小櫃台',
    contact: 'desk@example.tw',
    isNamed: true,
    adapterIds: ['police-entry', 'parks'],
    perMinute: 600,
    perDay: 10_000,
  })
  desk = spawn(process.execPath, ['examples/front-desk/front-desk.mjs'], {
    env: { ...process.env, GATEWAY: city.url, TOKEN: token, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  url = await new Promise((resolve, reject) => {
    desk.once('exit', (code) => reject(new Error(`the desk ended with ${code}`)))
    desk.stdout?.on('data', (line: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0]
      if (found) resolve(found)
    })
  })
})
afterAll(async () => {
  desk?.kill()
  await city?.close()
})

const text = async (path: string, form?: Record<string, string>) => {
  const sent = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
  return (await fetch(`${url}${path}`, sent)).text()
}
const asTyped = (input: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )

test('it shows what machines carry, and a form made from the description', async () => {
  const home = await text('/')
  expect(home).toContain('href="/police-entry"')
  expect(home).not.toContain('href="/forest-huts-desk"')
  const form = await text('/police-entry')
  expect(form).toContain('name="teamName"')
  expect(form).toMatch(/name="key" value="[0-9a-f-]{36}"/)
  expect((await fetch(`${url}/nope`)).status).toBe(404)
})

test('it files once however often it is pressed, looks it up and takes it back', async () => {
  const form = { ...asTyped(ENTRY), key: 'pressed-twice' }
  const first = await text('/police-entry', form)
  const reference = /P\d{7}-\d{4}/.exec(first)?.[0] ?? ''
  expect(reference).not.toBe('')
  expect(await text('/police-entry', form)).toContain(reference)
  expect((await city.oracle()).police?.filed).toBe(1)
  expect(await text('/police-entry/look?key=pressed-twice')).toContain(reference)
  expect(await text('/police-entry/back', { key: 'pressed-twice', reference })).toContain(
    'withdrawn',
  )
  expect((await city.oracle()).police?.withdrawn).toBe(1)
})

test('what is wrong comes back with what was typed', async () => {
  const wrong = await text('/police-entry', { ...asTyped(ENTRY), startOn: '', key: 'wrong' })
  expect(wrong).toContain('role="alert"')
  expect(wrong).toContain('南二段小隊')
  const torn = await text('/police-entry', { ...asTyped(ENTRY), leader: '{', key: 'torn' })
  expect(torn).toContain('role="alert"')
})
