// Cases accepted per second, from filing until all three agencies have decided, beside the same work
// as workflows of DBOS and beside bare commits on the same server, round by round in one run.

import pg from 'pg'
import { fileCase, readStatus } from '../src/cases/index.ts'
import { type Bench, median } from './figure.ts'
import { inParallel, openDbos } from './peers/dbos.ts'
import { type BenchStation, openBench } from './station.ts'

const ROUNDS = 3
const CASES = 200
const TOGETHER = 16
const INSERTS = 4
const GIVE_UP_MS = 120_000

export const bench: Bench = {
  name: 'accept',
  about: `cases with three legs, settled, per second (${CASES} a round, ${ROUNDS} rounds, medians)`,
  async run() {
    const station = await openBench({
      directory: 'bench/city',
      modulesOff: ['voices'],
      gatesOff: [],
    })
    const dbos = await openDbos(await newDatabase(station.databaseUrl, 'bench_dbos'))
    const rates = { ours: [] as number[], dbos: [] as number[], bare: [] as number[] }
    try {
      await station.jobs.work(station)
      await settledPerSecond(station, 20)
      for (let round = 0; round < ROUNDS; round += 1) {
        rates.ours.push(await settledPerSecond(station, CASES))
        rates.dbos.push(await dbos.perSecond({ cases: CASES, together: TOGETHER, settle: approve }))
        rates.bare.push(await commitsPerSecond(station.databaseUrl))
      }
    } finally {
      await dbos.close()
      await station.close()
    }
    const ours = { value: median(rates.ours), unit: 'cases/s' }
    return [
      { figure: 'accept', ...ours, peer: 'DBOS, three steps', peerValue: median(rates.dbos) },
      {
        figure: 'accept_bare',
        ...ours,
        peer: `bare commits, ${INSERTS} inserts`,
        peerValue: median(rates.bare),
      },
    ]
  },
}

const approve = async () => 'approved'

let filed = 0

/** Files `count` cases, `TOGETHER` at a time, and waits until the last leg of all is decided. */
async function settledPerSecond(station: BenchStation, count: number): Promise<number> {
  const started = performance.now()
  let lastCase = ''
  await inParallel(TOGETHER, count, async () => {
    filed += 1
    const answer = await fileCase(station, {
      journeyId: 'errand',
      answers: { name: `第${filed}位`, day: '2026-12-24' },
      idempotencyKey: `bench-${filed}`,
      channel: 'api',
      language: 'zh-TW',
    })
    if (!answer.ok) throw new Error(`not filed: ${JSON.stringify(answer.problems)}`)
    lastCase = answer.caseId
  })
  while ((await undecided(station)) > 0) {
    if (performance.now() - started > GIVE_UP_MS) throw new Error('the legs never settled')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const seconds = (performance.now() - started) / 1000
  const { state } = await readStatus(station, lastCase)
  if (state !== 'settled') throw new Error(`a case ended as ${state}`)
  return count / seconds
}

async function undecided(station: BenchStation): Promise<number> {
  const { count } = await station.db
    .selectFrom('cases.legs')
    .select((one) => one.fn.countAll<number>().as('count'))
    .where('state', '<>', 'approved')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What the disk and the server allow: a transaction of four small rows, as often as it goes. */
async function commitsPerSecond(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: TOGETHER })
  await pool.query('create table if not exists public.bare (id uuid primary key, body text)')
  const row = "insert into public.bare values (gen_random_uuid(), repeat('x', 200))"
  const started = performance.now()
  await inParallel(TOGETHER, CASES * 5, async () => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      for (let at = 0; at < INSERTS; at += 1) await client.query(row)
      await client.query('commit')
    } finally {
      client.release()
    }
  })
  const rate = (CASES * 5 * 1000) / (performance.now() - started)
  await pool.end()
  return rate
}

async function newDatabase(databaseUrl: string, name: string): Promise<string> {
  const admin = new pg.Client(databaseUrl)
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  return url.href
}
