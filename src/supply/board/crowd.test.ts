// Nine o'clock, when everybody looks at once: hundreds of readers while the number moves. What each of
// them gets is one whole moment, and nobody is turned away.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStation } from '../../../tests/world.ts'
import { listenerOf } from '../../app.ts'
import { say, site, stationWithSites } from '../pages/sites.examples.ts'
import { hashOf } from './hash.examples.ts'
import type { Delta, Snapshot } from './words.ts'

const SITES = Array.from({ length: 40 }, (_, at) => site(`S${at + 10}`, `藥局 ${at}`))
const READERS = 400
const LISTENERS = 60
const MOVES = 12

let station: TestStation
let server: Server
let base: string

beforeAll(async () => {
  station = await stationWithSites(SITES)
  server = createServer(listenerOf(station)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/supply/masks`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await station.close()
})

/** Moves the number, over and over, each time all sites at once. */
async function move(): Promise<void> {
  for (let amount = 1; amount <= MOVES; amount += 1) {
    const changes = SITES.map(({ siteId }) => ({ siteId, item: 'adult', amount }))
    await say(station, changes)
  }
}

async function read(at: number): Promise<Snapshot> {
  // They come one after the other through the whole of the movement.
  await new Promise((resolve) => setTimeout(resolve, at * 2))
  const answer = await fetch(`${base}/snapshot`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Snapshot
}

/** The last event of a listener who stays until the last move. */
async function listenToTheEnd(): Promise<Delta> {
  const stop = new AbortController()
  const answer = await fetch(`${base}/stream`, { signal: stop.signal })
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString()
    if (text.includes(`"adult":${MOVES}`) && text.endsWith('\n\n')) break
  }
  stop.abort()
  const last = [...text.matchAll(/^data: (.*)$/gm)].at(-1)?.[1] ?? '{}'
  return JSON.parse(last) as Delta
}

test('whoever reads while the number moves gets one whole moment', async () => {
  const heard = Array.from({ length: LISTENERS }, listenToTheEnd)
  const readers = Array.from({ length: READERS }, (_, at) => read(at))
  await move()
  const last = await fetch(`${base}/snapshot`).then((answer) => answer.json() as Promise<Snapshot>)

  for (const seen of await Promise.all(readers)) {
    expect(seen.hash).toBe(hashOf(seen))
    const amounts = new Set(seen.sites.map(({ stock }) => stock.adult ?? 0))
    expect(amounts.size, `torn at ${seen.sequence}`).toBe(1)
  }
  for (const delta of await Promise.all(heard)) expect(delta.hash).toBe(last.hash)
  expect(last.sites[0]?.stock.adult).toBe(MOVES)
}, 60_000)
