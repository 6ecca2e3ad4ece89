// Taking in a feed of 6,600 rows; from a change to a thousand listeners; memory a listener; and the
// rows of a history a second beside COPY of the same rows.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { takeRows } from '../src/supply/actions/feed.ts'
import { addProgramme } from '../src/supply/store/programmes.ts'
import { lockSequence } from '../src/supply/store/stock.ts'
import { type Bench, type Figure, median, percentile } from './figure.ts'
import { type BenchStation, openBench } from './station.ts'
import { codeOf, dice, fill, SITES, takeOne } from './supply/sites.ts'

const FILES = 9
const FEED_LIMIT_MS = 150
const LISTENERS = 1_000
const TOLD_LIMIT_MS = 1_000
const LISTENER_LIMIT_KB = 20
const HISTORY_ROWS = 200_000
const ROWS_A_MOMENT = 300

export const bench: Bench = {
  name: 'feed',
  about: `a feed of ${SITES} rows, ${LISTENERS} listeners, ${HISTORY_ROWS} rows of history`,
  async run() {
    const station = await openBench()
    try {
      return [await taking(station), ...(await telling()), await history(station)]
    } finally {
      await station.close()
    }
  },
}

async function taking(station: BenchStation): Promise<Figure> {
  const feed = await fill(station)
  const times: number[] = []
  for (let file = 0; file < FILES; file += 1) {
    const bytes = feed.file(new Date(station.clock.now().getTime() + file * 1000), 0.2)
    const started = performance.now()
    await takeOne(station, bytes)
    times.push(performance.now() - started)
  }
  const value = median(times)
  return { figure: 'feed_taken', value, unit: 'ms', peer: 'limit', peerValue: FEED_LIMIT_MS }
}

/** Listeners in a process of their own; the program in another. */
async function telling(): Promise<Figure[]> {
  const server = fork('bench/supply/server.ts', ['--still'], {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  })
  const [{ url }] = (await once(server, 'message')) as [{ url: string }]
  const memory = async () => {
    server.send('memory')
    const [used] = (await once(server, 'message')) as [{ heap: number; rss: number }]
    return used
  }
  try {
    const before = await memory()
    const listeners = fork('bench/supply/listeners.ts', [url, String(LISTENERS)], {
      execArgv: ['--import', 'tsx'],
    })
    await once(listeners, 'message')
    const after = await memory()
    const lags: number[] = []
    for (let round = 0; round < 5; round += 1) {
      server.send('move')
      const [{ movedAt, sequence }] = (await once(server, 'message')) as [
        { movedAt: number; sequence: number },
      ]
      listeners.send(sequence)
      const [{ heardAt }] = (await once(listeners, 'message')) as [{ heardAt: number[] }]
      lags.push(...heardAt.map((at) => at - movedAt))
    }
    listeners.kill('SIGTERM')
    const told = percentile(lags, 0.99)
    // What the heap had free already hides in the whole, what sockets hold outside hides in the heap.
    const more = Math.max(after.rss - before.rss, after.heap - before.heap)
    const each = more / LISTENERS / 1024
    return [
      { figure: 'feed_told_p99', value: told, unit: 'ms', peer: 'limit', peerValue: TOLD_LIMIT_MS },
      {
        figure: 'feed_listener',
        value: each,
        unit: 'KB',
        peer: 'limit',
        peerValue: LISTENER_LIMIT_KB,
      },
    ]
  } finally {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
}

/** Moments of about as many rows as a feed of 2020 changed in three minutes. */
async function history(station: BenchStation): Promise<Figure> {
  const roll = dice(99)
  const rows = Array.from({ length: HISTORY_ROWS }, () => ({
    siteId: codeOf(Math.floor(roll() * SITES)),
    amounts: { adult: Math.floor(roll() * 400), child: Math.floor(roll() * 100) },
  }))
  await addProgramme(station.db, 'history', station.clock.now())
  const started = performance.now()
  for (let from = 0; from < rows.length; from += ROWS_A_MOMENT) {
    const moment = new Map(rows.slice(from, from + ROWS_A_MOMENT).map((row) => [row.siteId, row]))
    const at = new Date(station.clock.now().getTime() + from)
    await station.db.transaction().execute(async (tx) => {
      const sequence = await lockSequence(tx, 'history')
      const feed = { programmeId: 'history', feed: 'bench', at, items: ['adult', 'child'] }
      await takeRows(tx, { ...feed, rows: [...moment.values()], absent: 'unknown' }, sequence)
    })
  }
  const value = (rows.length / (performance.now() - started)) * 1000
  const peerValue = await copied(station.databaseUrl, rows)
  return { figure: 'feed_history', value, unit: 'rows/s', peer: 'COPY of the rows', peerValue }
}

async function copied(
  connectionString: string,
  rows: { siteId: string; amounts: { adult: number; child: number } }[],
): Promise<number> {
  const { from } = await import('pg-copy-streams')
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query('create table copied (at timestamptz, site text, adult int, child int)')
  const started = performance.now()
  const lines = rows.map(
    ({ siteId, amounts }) => `2020-03-06 08:00:00+08,${siteId},${amounts.adult},${amounts.child}`,
  )
  const stream = client.query(from('copy copied from stdin (format csv)'))
  await pipeline(Readable.from([`${lines.join('\n')}\n`]), stream)
  const perSecond = (rows.length / (performance.now() - started)) * 1000
  await client.end()
  return perSecond
}
