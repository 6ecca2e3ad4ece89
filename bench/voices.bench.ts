// A million reports: how long the public ranking and its pages take, beside the same ranking counted
// from the reports themselves.

import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import { buildApp } from '../src/app.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { type BenchStation, openBench } from './station.ts'

const REPORTS = 1_000_000
const CONNECTIONS = 10
const REQUESTS = 300
const COUNTS = 3
const LIMIT_MS = 200

export const bench: Bench = {
  name: 'voices',
  about: `${REPORTS} reports: pages under ${CONNECTIONS} connections (${REQUESTS} requests each)`,
  async run() {
    const station = await openBench()
    const server = serve({ fetch: buildApp(station).fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    try {
      await fill(station)
      const base = addressOf(server.address())
      const figures: Figure[] = [await ranking(base, station)]
      for (const [name, path] of Object.entries(await pathsOf(station)))
        figures.push(...(await measure(name, `${base}${path}`)))
      return figures
    } finally {
      server.close()
      await station.close()
    }
  },
}

const SERVICES = ['mountain-trip', 'newborn', 'mask-ration', 'care-transport', 'emergency-aid']

/** Five services, fifteen groups, fourteen barriers, a year; the early ones of each list most often. */
async function fill({ db }: BenchStation): Promise<void> {
  await sql`
    create temporary table told as
    select gen_random_uuid() as id, n,
           (${SERVICES}::text[])[1 + floor(5 * random() * random())::int] as service,
           (array['works_late','lives_alone','no_phone','no_chinese','wheelchair','far_away','no_papers',
             'older','cannot_see','cannot_hear','cannot_read','with_children','carers','no_money',
             'front_line'])[1 + floor(15 * random() * random())::int] as grp,
           (array['opening_hours','sold_out','distance','steps','queue','papers','website','no_account',
             'telephone','language','cost','rule','not_known','workload'])
             [1 + floor(14 * random() * random())::int] as barrier,
           (array['cannot','late','hard'])[1 + floor(3 * random())::int] as severity,
           date '2026-11-22' - floor(364 * random())::int as day,
           (array['xitun','north','dali','heping','fengyuan','dajia'])[1 + floor(6 * random())::int] as district,
           1 + floor(9 * random() * random())::int as people
      from generate_series(1, ${REPORTS}) as n`.execute(db)
  await sql`
    insert into voices.findings (finding_id, service_id, group_id, barrier_id, severity, first_on, last_on,
                                 reports, people, opened_at)
    select gen_random_uuid(), service, grp, barrier,
           case when bool_or(severity = 'cannot') and random() < 0.2 then 'cannot' else 'hard' end,
           min(day), max(day), count(*), sum(people), min(day)::timestamptz
      from told group by service, grp, barrier`.execute(db)
  await sql`
    insert into voices.reports (report_id, receipt, token_hash, service_id, kind, shape, severity, said_at,
      happened_on, door, language, district_id, people, groups, barriers, words, sorted_as, sorted_by, finding_id)
    select id, 'VO-' || n, 'hash ' || n, service, 'missed', 'moment', t.severity, day::timestamptz, day,
           'counter', 'zh-TW', district, t.people, array[grp], array[barrier], '晚上來都沒有了', 'voice', 'reporter',
           f.finding_id
      from told as t join voices.findings as f
        on (f.service_id, f.group_id, f.barrier_id) = (t.service, t.grp, t.barrier)`.execute(db)
  await sql`
    insert into voices.finding_weeks
    select finding_id, date_trunc('week', happened_on)::date, count(*), sum(people)
      from voices.reports group by 1, 2`.execute(db)
  await sql`
    insert into voices.tallies
    select service_id, date_trunc('week', happened_on)::date, district_id, groups[1], barriers[1], count(*), sum(people)
      from voices.reports group by 1, 2, 3, 4, 5`.execute(db)
  await sql`insert into voices.rounds (round_id, held_on, starts_on, state, opened_at)
    values (gen_random_uuid(), '2026-11-23', '2026-11-26', 'open', now()) on conflict do nothing`.execute(
    db,
  )
  await sql`analyze`.execute(db)
}

/** The interface's list, beside what it would take to count the reports each time. */
async function ranking(base: string, { db }: BenchStation): Promise<Figure> {
  const [list] = await measure('ranking', `${base}/api/v1/findings`)
  const counted: number[] = []
  for (let round = 0; round < COUNTS; round += 1) {
    const start = performance.now()
    await sql`
      select service_id, groups[1], barriers[1], min(happened_on), sum(people * ((date '2026-11-23' - happened_on) / 7 + 1))
        from voices.reports where state = 'kept' and sorted_as = 'voice'
       group by 1, 2, 3 order by min(severity), 4, 5 desc limit 100`.execute(db)
    counted.push(performance.now() - start)
  }
  return {
    figure: 'voices_ranking_p50',
    value: list?.value ?? Number.NaN,
    unit: 'ms',
    peer: 'counting the reports',
    peerValue: percentile(counted, 0.5),
  }
}

async function pathsOf({ db }: BenchStation): Promise<Record<string, string>> {
  const largest = await db
    .selectFrom('voices.findings')
    .select('finding_id')
    .orderBy('reports', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return {
    missed: '/voices',
    service: '/voices/services/mask-ration',
    finding: `/findings/${largest.finding_id}`,
    round: '/rounds/2026-11-23',
  }
}

async function measure(name: string, url: string): Promise<Figure[]> {
  const times: number[] = []
  let left = REQUESTS
  const ask = async () => {
    while (left > 0) {
      left -= 1
      const start = performance.now()
      const answer = await fetch(url)
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, ask))
  const figure = (share: number, label: string, limit: number | null): Figure => ({
    figure: `voices_${name}_${label}`,
    value: percentile(times, share),
    unit: 'ms',
    peer: limit === null ? null : 'limit',
    peerValue: limit,
  })
  return [figure(0.5, 'p50', null), figure(0.95, 'p95', LIMIT_MS)]
}

function addressOf(address: ReturnType<ReturnType<typeof serve>['address']>): string {
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}
