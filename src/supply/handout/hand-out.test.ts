// Handing out by card: never above the quota, never twice, nothing of the person kept.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { Failure } from '../../core/errors.ts'
import type { HandOutAnswer } from '../schema/handout.ts'
import { findStock } from '../store/changes.ts'
import { forgetSpentCards } from './card-hash.ts'
import { countHandOuts } from './counting.ts'
import { handOut } from './hand-out.ts'
import { cardOf, counterAt, ITEM, openSites, PROGRAMME } from './station.examples.ts'

const QUOTA = 5
let station: TestStation
let keys = 0

beforeAll(async () => {
  station = await newStation({ now: '2026-11-24T11:00:00+08:00' })
  await openSites(station, 12, 1000)
})
afterAll(() => station.close())

const moveTo = (at: string) => station.clock.move?.(new Date(at))
const newKey = () => {
  keys += 1
  return `test-key-${keys}`
}

const scan = (
  card: string,
  { site = 's1', amount, key = newKey() }: { site?: string; amount?: number; key?: string } = {},
): Promise<HandOutAnswer> =>
  handOut(station, {
    counter: counterAt(site),
    request: { card, item: ITEM, ...(amount ? { amount } : {}) },
    clientKey: key,
  })

async function piecesOf(card: string): Promise<number> {
  // What the card may still have is told to the counter; the rest it has had.
  const answer = await scan(card, { amount: 1000 })
  return answer.outcome === 'refused' ? QUOTA - answer.left : Number.NaN
}

test('a card gets its share, and the counter hears what is left', async () => {
  const card = cardOf(1)
  expect(await scan(card, { amount: 3 })).toMatchObject({ outcome: 'given', pieces: 3, left: 2 })
  expect(await scan(card)).toMatchObject({ outcome: 'given', pieces: 2, left: 0 })
})

test('a card that has had its share is told the next day and nothing else', async () => {
  const card = cardOf(2)
  await scan(card, { site: 's3' })
  expect(await scan(card, { site: 's4' })).toEqual({
    outcome: 'refused',
    reason: 'over_quota',
    left: 0,
    nextOn: '2026-12-08',
  })
})

test('the same key is the same hand-out, however often the counter sends it', async () => {
  const card = cardOf(3)
  const first = await scan(card, { amount: 4, key: 'the-key-of-one' })
  // The line broke after the record and before the receipt; the counter sends it again, and again.
  const again = await Promise.all(
    Array.from({ length: 8 }, () => scan(card, { amount: 4, key: 'the-key-of-one' })),
  )
  for (const answer of again) expect(answer).toEqual({ ...first, outcome: 'again' })
  expect(await piecesOf(card)).toBe(4)
})

test('a key that stands for another card, or another number of pieces, is refused', async () => {
  await scan(cardOf(4), { amount: 1, key: 'a-key-in-use' })
  await expect(scan(cardOf(5), { amount: 1, key: 'a-key-in-use' })).rejects.toThrow(Failure)
  await expect(scan(cardOf(4), { amount: 2, key: 'a-key-in-use' })).rejects.toThrow('key_used')
  expect(await piecesOf(cardOf(5))).toBe(0)
})

test('many sites that scan few cards in the same moment never go over a quota', async () => {
  let round = 0
  const Scans = fc.array(
    fc.record({
      card: fc.nat({ max: 2 }),
      site: fc.integer({ min: 1, max: 12 }),
      amount: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 10, maxLength: 60 },
  )
  await fc.assert(
    fc.asyncProperty(Scans, async (scans) => {
      round += 1
      const cards = [0, 1, 2].map((n) => cardOf(10_000 + round * 10 + n))
      const answers = await Promise.all(
        scans.map(async ({ card, site, amount }) => ({
          card,
          amount,
          answer: await scan(cards[card] ?? '', { site: `s${site}`, amount }),
        })),
      )
      for (const [index, card] of cards.entries()) {
        const own = answers.filter((one) => one.card === index)
        const given = own
          .filter(({ answer }) => answer.outcome === 'given')
          .reduce((sum, { amount }) => sum + amount, 0)
        expect(given).toBeLessThanOrEqual(QUOTA)
        expect(await piecesOf(card)).toBe(given)
        // Nobody is refused what would have fitted at the end.
        for (const { answer, amount } of own) {
          if (answer.outcome === 'refused') expect(given + amount).toBeGreaterThan(QUOTA)
        }
      }
    }),
    { numRuns: 25 },
  )
})

test('a share comes back on the day the period is over, also when the key of the hashes changes', async () => {
  // 2026-12-10 is the first day of a key's period of 28 days.
  await moveTo('2026-12-09T20:00:00+08:00')
  const card = cardOf(6)
  await scan(card, { amount: 5 })
  await moveTo('2026-12-22T20:00:00+08:00')
  expect(await scan(card)).toMatchObject({ outcome: 'refused', nextOn: '2026-12-23' })
  await moveTo('2026-12-23T00:00:00+08:00')
  expect(await scan(card)).toMatchObject({ outcome: 'given', pieces: 5 })
  const { rows } = await sql<{ count: number }>`
    select count(distinct card_hash)::integer as count from supply.hand_outs
     where card_hash is not null and at >= '2026-12-09T12:00:00Z'`.execute(station.db)
  expect(rows[0]?.count).toBe(2)
})

test('no table holds the number of a card, and after the period nothing of it at all', async () => {
  const card = cardOf(7)
  await scan(card)
  const { rows } = await sql<{ text: string }>`
    select to_jsonb(h)::text as text from supply.hand_outs h`.execute(station.db)
  expect(rows.filter(({ text }) => text.includes(card.slice(1)))).toEqual([])

  await moveTo('2027-02-20T09:00:00+08:00')
  expect(await forgetSpentCards(station, [PROGRAMME])).toBeGreaterThan(0)
  const left = await sql<{ hashes: number; keys: number }>`
    select (select count(*)::integer from supply.hand_outs where card_hash is not null) as hashes,
           (select count(*)::integer from supply.card_keys) as keys`.execute(station.db)
  expect(left.rows[0]).toEqual({ hashes: 0, keys: 0 })
})

test('stock falls by what was handed out, once, and never below nothing', async () => {
  await countHandOuts(station)
  const stockAt = async (siteId: string) =>
    (await findStock(station.db, { programmeId: PROGRAMME, siteId, item: ITEM }))?.amount
  const before = (await stockAt('s9')) ?? 0
  for (let n = 0; n < 4; n += 1) await scan(cardOf(100 + n), { site: 's9' })
  // Two processes count in the same moment.
  const counted = await Promise.all([countHandOuts(station), countHandOuts(station)])
  expect(counted.reduce((sum, pieces) => sum + pieces, 0)).toBe(20)
  expect(await stockAt('s9')).toBe(before - 20)

  await sql`update supply.stock set amount = 3 where site_id = 's9'`.execute(station.db)
  await scan(cardOf(110), { site: 's9' })
  await countHandOuts(station)
  expect(await stockAt('s9')).toBe(0)
})

test('a server killed with kill -9 between scan and receipt loses nothing and doubles nothing', async () => {
  const { databaseUrl, secretKey } = station.config
  const args = [databaseUrl ?? '', secretKey, station.clock.now().toISOString()]
  const script = 'src/supply/handout/crash.examples.ts'
  const server = spawn(process.execPath, ['--import', 'tsx', script, ...args])
  let asked = 0
  for await (const chunk of server.stdout) {
    asked = Math.max(asked, ...String(chunk).split('\n').map(Number))
    if (asked >= 100) break
  }
  server.kill('SIGKILL')
  await once(server, 'close')
  const outcomes = await Promise.all(
    Array.from({ length: asked }, async (_, index) => {
      const card = cardOf(50_001 + index)
      const key = `crash-key-${index + 1}`
      const { outcome } = await scan(card, { site: 's2', amount: 2, key })
      return { outcome, pieces: await piecesOf(card) }
    }),
  )
  expect(outcomes.filter(({ pieces }) => pieces !== 2)).toEqual([])
  expect(outcomes.filter(({ outcome }) => outcome === 'again').length).toBeGreaterThan(50)
})

test('a number that no card has is refused before anything is looked up', async () => {
  await expect(scan('A123456780')).rejects.toThrow('core.invalid')
})
