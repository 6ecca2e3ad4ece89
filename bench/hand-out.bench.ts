// Hand-outs checked against a rolling quota and recorded, per second, many sites at once and cards
// that come twice in the same moment; beside the same function without its lock, as serialisable
// transactions that are tried again, round by round in one run.

import { sql } from 'kysely'
import pg from 'pg'
import type { Station } from '../src/core/station.ts'
import { hashCard } from '../src/supply/handout/card-hash.ts'
import { handOut } from '../src/supply/handout/hand-out.ts'
import {
  cardOf,
  counterAt,
  ITEM,
  openSites,
  PROGRAMME,
} from '../src/supply/handout/station.examples.ts'
import { countsFrom, countsUntil } from '../src/supply/rules/quota.ts'
import { type Bench, median } from './figure.ts'
import { inParallel } from './peers/dbos.ts'
import { openBench } from './station.ts'

const ROUNDS = 3
const SCANS = 6000
const TOGETHER = 20
const SITES = 100
const QUOTA = 5
const PIECES = 3
const SERIALIZATION_FAILURE = '40001'

export const bench: Bench = {
  name: 'hand-out',
  about: `checked hand-outs per second, ${TOGETHER} at a time at ${SITES} sites (${SCANS} a round, ${ROUNDS} rounds, medians)`,
  async run() {
    const station = await openBench({ modulesOff: ['cases', 'voices'] })
    const pool = serialPool(station.databaseUrl)
    const rates = { ours: [] as number[], serial: [] as number[] }
    let retries = 0
    try {
      await openSites(station, SITES, 1_000_000)
      await makeSerial(station)
      await perSecond(1, SCANS / 10, (card, at) => ours(station, card, at))
      for (let round = 0; round < ROUNDS; round += 1) {
        const first = 10_000 * (2 * round + 1)
        rates.ours.push(await perSecond(first, SCANS, (card, at) => ours(station, card, at)))
        rates.serial.push(
          await perSecond(first + 10_000, SCANS, async (card, at) => {
            retries += await serial(station, pool, card, at)
          }),
        )
      }
      const over = await overQuota(station)
      console.log(`tried again: ${retries} of ${ROUNDS * SCANS}; cards over their quota: ${over}`)
      const value = median(rates.ours)
      const peerValue = median(rates.serial)
      const peer = 'serialisable transactions, tried again'
      return [
        { figure: 'hand_outs', value, unit: 'hand-outs/s', peer, peerValue },
        { figure: 'hand_outs_over', value: over, unit: 'cards', peer: 'limit', peerValue: 0 },
      ]
    } finally {
      await pool.end()
      await station.close()
    }
  },
}

let scans = 0

/** Every card comes twice, in the same moment and at two sites: 3 + 3 of a quota of 5. */
async function perSecond(
  first: number,
  count: number,
  scan: (card: string, n: number) => Promise<void>,
): Promise<number> {
  let at = 0
  const started = performance.now()
  await inParallel(TOGETHER, count, async () => {
    const card = cardOf(first + Math.floor(at / 2))
    at += 1
    scans += 1
    await scan(card, scans)
  })
  return (count * 1000) / (performance.now() - started)
}

async function ours(station: Station, card: string, n: number): Promise<void> {
  await handOut(station, {
    counter: counterAt(`s${(n % SITES) + 1}`),
    request: { card, item: ITEM, amount: PIECES },
    clientKey: `bench-key-${n}`,
  })
}

function serialPool(connectionString: string): pg.Pool {
  const options = '-c default_transaction_isolation=serializable'
  return new pg.Pool({ connectionString, max: TOGETHER, options })
}

/** Our own function, to the letter, but for the line that locks the card. */
async function makeSerial(station: Station): Promise<void> {
  const { rows } = await sql<{ text: string }>`
    select pg_get_functiondef(oid) as text from pg_proc where proname = 'hand_out'`.execute(
    station.db,
  )
  const [, ...more] = (rows[0]?.text ?? '').split('perform pg_advisory_xact_lock(p_lock);')
  if (more.length !== 1) throw new Error('the function locks in another way now')
  const text = (rows[0]?.text ?? '')
    .replace('perform pg_advisory_xact_lock(p_lock);', '')
    .replace('supply.hand_out(', 'supply.hand_out_serial(')
  await sql.raw(text).execute(station.db)
}

async function serial(station: Station, pool: pg.Pool, card: string, n: number): Promise<number> {
  const at = station.clock.now()
  const days = 14
  const { lock, hashes, hash } = await hashCard(station, PROGRAMME, { number: card, at, days })
  const values = [
    ...[
      PROGRAMME,
      `s${(n % SITES) + 1}`,
      ITEM,
      PIECES,
      `bench-key-${n}`,
      String(lock),
      hashes,
      hash,
    ],
    ...[[ITEM], QUOTA, countsFrom(at, days), at, countsUntil(at, days), 'handed', 'account:test'],
    ...[false, false, null, null],
  ]
  const places = values.map((_, index) => `$${index + 1}`).join(', ')
  for (let tries = 0; ; tries += 1) {
    try {
      await pool.query(`select * from supply.hand_out_serial(${places})`, values)
      return tries
    } catch (error) {
      if ((error as { code?: string }).code !== SERIALIZATION_FAILURE) throw error
    }
  }
}

async function overQuota(station: Station): Promise<number> {
  const { rows } = await sql<{ over: number }>`
    select count(*)::integer as over from (
      select from supply.hand_outs group by card_hash having sum(amount) > ${QUOTA}) x`.execute(
    station.db,
  )
  return rows[0]?.over ?? 0
}
