// One city's service as another city's remote adapter: both sides speak the same contract, so the
// neighbour needs a kept description, an address and a token.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openCity, type TestCity } from '../../../tests/city.ts'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { carry } from '../actions.ts'
import type { Adapter } from '../contract.ts'
import { ENTRY } from '../filings.examples.ts'
import { words } from '../kit/words.ts'
import { listAdapters } from '../load.ts'
import { remoteAdapter } from '../remote/adapter.ts'
import { WireDescription } from '../remote/wire.ts'
import { insertDemoCredential } from '../store/credentials.ts'
import { saveLane } from '../store/lanes.ts'
import { issueClient } from './clients.ts'
import { wireDescription } from './documents.ts'

const dir = mkdtempSync(join(tmpdir(), 'yizhan-neighbour-'))
let city: TestCity
let neighbour: TestStation
let adapter: Adapter

beforeAll(async () => {
  city = await openCity()
  neighbour = await newStation()
  const url = `${city.url}/api/v1/services/police-entry`
  writeFileSync(
    join(dir, 'their-police.describe.json'),
    await (await fetch(`${url}/describe`)).text(),
  )
  const made = remoteAdapter({
    file: pathToFileURL(join(dir, 'their-police.ts')).href,
    url,
    agencies: ['police'],
    credential: { name: 'token', title: words('權杖', 'Token') },
  })
  adapter = { ...made, describe: { ...made.describe, id: 'their-police' } }
  const { token } = await issueClient(city.station, {
    name: '隔壁的城市',
    contact: 'api@neighbour.example',
    isNamed: true,
    adapterIds: ['police-entry'],
    perMinute: 600,
    perDay: 10_000,
  })
  await saveLane(neighbour.db, adapter.describe)
  await neighbour.db.transaction().execute(async (tx) => {
    const { keyId } = await neighbour.secrets.newKey(tx)
    const sealed = await neighbour.secrets.seal(tx, keyId, token)
    const at = neighbour.clock.now()
    await insertDemoCredential(tx, 'their-police', { name: 'token', keyId, sealed }, at)
  })
})
afterAll(async () => {
  await neighbour?.close()
  await city?.close()
  rmSync(dir, { recursive: true, force: true })
})

test('every service of a city can be kept as a description and checked against', () => {
  const adapters = listAdapters(city.station)
  expect(adapters.length).toBeGreaterThan(4)
  for (const one of adapters) {
    const said = WireDescription.parse(wireDescription(one, city.station.clock.now()))
    const schema = z.fromJSONSchema(said.input as z.core.JSONSchema.JSONSchema)
    expect(schema.safeParse('no object').success, said.id).toBe(false)
  }
})

test('a filing goes through two cities and reaches the agency once', async () => {
  const key = 'across-the-border'
  const submit = () => carry(neighbour, adapter, 'submit', { key, input: ENTRY })
  const first = (await submit()).outcome
  expect(first).toMatchObject({ kind: 'accepted', reference: expect.any(String) })
  expect((await submit()).outcome).toMatchObject({ reference: expect.any(String) })
  const { outcome } = await carry(neighbour, adapter, 'lookup', { by: { key }, input: ENTRY })
  expect(outcome).toMatchObject({ kind: 'pending' })
  expect((await city.oracle()).police?.filed).toBe(1)
  const { reference } = first as { reference: string }
  const back = await carry(neighbour, adapter, 'withdraw', { reference, input: ENTRY })
  expect(back.outcome).toEqual({ kind: 'withdrawn' })
  expect((await carry(neighbour, adapter, 'health', {})).outcome).toMatchObject({ ok: true })
})

test('an answer lost at the agency is unknown in both cities, and settled through both', async () => {
  const key = 'lost-across'
  const input = { ...ENTRY, startOn: '2026-12-14', endOn: '2026-12-21' }
  await fetch(`${city.sandboxUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agency: 'police', mode: 'drop_after' }),
  })
  const lost = await carry(neighbour, adapter, 'submit', { key, input })
  expect(lost.outcome).toMatchObject({ kind: 'unknown' })
  const found = await carry(neighbour, adapter, 'lookup', { by: { key }, input })
  expect(found.outcome).toMatchObject({ reference: expect.any(String) })
  expect((await city.oracle()).police?.filed).toBe(1)
})
