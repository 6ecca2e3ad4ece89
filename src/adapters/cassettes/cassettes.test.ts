// Cassettes: the city's adapters asked again without a network, what differs is told, and nobody who
// exists is on them.

import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CHEN, LIN } from '../filings.examples.ts'
import { isTaiwanId } from '../kit/ids.ts'
import { adapterFile } from '../load.ts'
import { differences, requestOf } from './reading.ts'
import { withFetch } from './record.ts'
import { replay } from './replay.ts'
import { CassetteSchema } from './schema.ts'
import { coverFor } from './stand-in-people.ts'

const FOLDER = 'cities/taichung/adapters'
const KEPT = readdirSync(join(FOLDER, 'cassettes')).map((file) => file.replace('.json', ''))
const load = (name: string) => adapterFile(join(FOLDER, `${name}.ts`))
const read = (name: string) =>
  CassetteSchema.parse(JSON.parse(readFileSync(join(FOLDER, 'cassettes', `${name}.json`), 'utf8')))

test.each(KEPT)('%s asks what it asked when it was recorded', async (name) => {
  const cassette = read(name)
  expect(cassette.tracks.map(({ operation }) => operation)).toContain('submit')
  expect(await replay(await load(name), cassette)).toEqual([])
})

test('there is no network while a cassette plays: nothing reaches a server that waits', async () => {
  const arrived: string[] = []
  const server = createServer((request, response) => {
    arrived.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const there = JSON.parse(JSON.stringify(read('parks')).replaceAll('{sandbox}', place))
  const parks = await load('parks')
  const elsewhere = withFetch(
    parks,
    (call) => (url, init) => call.fetch(url.replaceAll('{sandbox}', place), init),
  )
  expect(await replay(elsewhere, CassetteSchema.parse(there))).toEqual([])
  expect(arrived).toEqual([])
  server.close()
})

test('a request that has changed is told with what changed', async () => {
  const parks = await load('parks')
  const shorter = withFetch(parks, (call) => (url, init = {}) => {
    const body =
      typeof init.body === 'string'
        ? init.body.replace('115%2F12%2F10', '115%2F12%2F11')
        : init.body
    return call.fetch(url, { ...init, ...(body === undefined ? {} : { body }) })
  })
  const wrong = await replay(shorter, read('parks'))
  expect(wrong.length).toBeGreaterThan(0)
  expect(wrong[0]).toMatch(/request \d+: no longer \w+=115\/12\/10$/)
  expect(wrong[1]).toMatch(/request \d+: now \w+=115\/12\/11$/)
})

test('a request that was left out or added is told', async () => {
  const cassette = read('police-entry')
  const police = await load('police-entry')
  const lazy = { ...police, health: async () => ({ ok: true, detail: 'E09 查無資料' }) }
  expect(await replay(lazy, cassette)).toEqual(['1. health: 1 requests were recorded, 0 were made'])
  const eager = {
    ...police,
    health: async (call: Parameters<typeof police.health>[0]) => {
      await police.health(call)
      return police.health(call)
    },
  }
  expect((await replay(eager, cassette))[0]).toContain('request 2: POST')
})

test('persons become the same stand-ins everywhere, with IDs that are right and phones that are phones', () => {
  const input = { leader: LIN, members: [CHEN] }
  const cover = coverFor([input], ['a-secret-key'])
  const page = `<td>${LIN.name}</td><td>${LIN.id_number}</td><td>${LIN.phone}</td> a-secret-key
    ${LIN.email} ${CHEN.name} 0933-111-222 A123456789 other 臺灣大道三段99號`
  const covered = cover.text(page)
  const said = JSON.stringify(cover.data(input)) + covered
  for (const real of [LIN.name, LIN.id_number, LIN.phone, LIN.email, CHEN.name, CHEN.id_number]) {
    expect(said).not.toContain(real)
  }
  expect(said).not.toContain('a-secret-key')
  expect(said).not.toContain('臺灣大道三段99號')
  expect(covered).not.toContain('A123456789')
  const { leader } = cover.data(input)
  expect(covered).toContain(
    `<td>${leader.name}</td><td>${leader.id_number}</td><td>${leader.phone}</td>`,
  )
  expect(isTaiwanId(leader.id_number)).toBe(true)
  expect(leader.phone).toMatch(/^09\d{8}$/)
  expect([...leader.name]).toHaveLength([...LIN.name].length)
})

test('no cassette of the city holds a credential or somebody of an example', async () => {
  for (const name of KEPT) {
    const text = readFileSync(join(FOLDER, 'cassettes', `${name}.json`), 'utf8')
    const { describe } = await load(name)
    for (const { demo = '-' } of describe.credentials ?? []) expect(text).not.toContain(demo)
    expect(text).not.toContain(LIN.id_number)
    expect(text).not.toContain(LIN.name)
  }
})

test('forms in Big5, uploads and texts are compared as a person reads them', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const big5 = requestOf('http://a/b', {
    method: 'POST',
    headers: form,
    body: 't1=%A4%FD%A4p%A9%FA',
  })
  expect(big5.body).toEqual(['t1=王小明'])
  const upload = (boundary: string, text: string) =>
    requestOf('http://a/b', {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: `--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n${text}\r\n--${boundary}--`,
    })
  expect(differences(upload('x1', 'same'), upload('y2', 'same'))).toEqual([])
  expect(differences(upload('x1', 'same'), upload('y2', 'else'))[0]).toContain(
    'no longer f=<a.pdf, 4 bytes',
  )
})
