// The nearest open site with stock among 6,600: in process beside Redis, which knows no hours and no
// stock and only gives the nearest ten; and over HTTP at 500 a second. Needs redis-server.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'
import { type Board, boardOf } from '../src/supply/board/board.ts'
import { findNearest } from '../src/supply/board/nearest.ts'
import { type Bench, type Figure, median } from './figure.ts'
import { findProgram } from './peers/nginx.ts'
import { openRedis } from './peers/redis.ts'
import { openBench } from './station.ts'
import { dice, fill, PROGRAMME } from './supply/sites.ts'

const ROUNDS = 3
const ASKED = 20_000
const TOGETHER = 50
const NEAREST = 10
const RADIUS_KM = 10
const LIMIT_MS = 5
const PER_SECOND = 500

export const bench: Bench = {
  name: 'near',
  about: `the nearest ${NEAREST} of 6,600 sites that are open and have some, ${ROUNDS} rounds`,
  async run() {
    const redis = findProgram('redis-server')
    const figures = redis ? [await inProcess(redis)] : []
    if (!redis) console.log('skipped beside Redis: redis-server is not on this machine')
    return [...figures, ...(await overHttp())]
  },
}

function positions(count: number): [lon: number, lat: number][] {
  const roll = dice(7)
  return Array.from({ length: count }, () => [120.2 + roll() * 1.3, 22.6 + roll() * 2.5])
}

async function inProcess(program: string): Promise<Figure> {
  const station = await openBench()
  const redis = await openRedis(program)
  try {
    await fill(station)
    const board = boardOf(station, PROGRAMME)
    await board.refresh()
    const places = [...board.present()].map(({ site }) => site)
    const adds = places.map((s) => ['GEOADD', 'sites', `${s.lon}`, `${s.lat}`, s.siteId])
    await redis.perSecond(adds, TOGETHER)
    const rates = { ours: [] as number[], redis: [] as number[] }
    const wanted = positions(ASKED)
    const searches = wanted.map(([lon, lat]) => [
      ...['GEOSEARCH', 'sites', 'FROMLONLAT', `${lon}`, `${lat}`],
      ...['BYRADIUS', `${RADIUS_KM}`, 'km', 'ASC', 'COUNT', `${NEAREST}`, 'WITHDIST'],
    ])
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(searchesPerSecond(board, wanted, station.clock.now()))
      rates.redis.push(await redis.perSecond(searches, TOGETHER))
    }
    return {
      figure: 'near_searches',
      value: median(rates.ours),
      unit: '/s',
      peer: `Redis GEOSEARCH, ${TOGETHER} in one go`,
      peerValue: median(rates.redis),
    }
  } finally {
    redis.close()
    await station.close()
  }
}

function searchesPerSecond(board: Board, wanted: [number, number][], openAt: Date): number {
  const started = performance.now()
  let found = 0
  for (const [lon, lat] of wanted) {
    const within = RADIUS_KM * 1000
    found += findNearest(board, { lon, lat, item: 'adult', limit: NEAREST, within, openAt }).length
  }
  if (found === 0) throw new Error('nothing was found')
  return (wanted.length / (performance.now() - started)) * 1000
}

async function overHttp(): Promise<Figure[]> {
  const server = fork('bench/supply/server.ts', { execArgv: ['--import', 'tsx'] })
  const [{ url }] = (await once(server, 'message')) as [{ url: string }]
  try {
    const requests = positions(500).map(([lon, lat]) => ({
      path: `/api/v1/supply/${PROGRAMME}/nearest?lon=${lon}&lat=${lat}&item=adult&open=true`,
    }))
    await autocannon({ url, requests, connections: 10, duration: 3, overallRate: PER_SECOND })
    const load = await autocannon({
      ...{ url, requests, connections: 10, duration: 10, overallRate: PER_SECOND },
    })
    if (load.non2xx > 0) throw new Error(`${load.non2xx} wrong answers`)
    const at = (figure: string, value: number, limit: number, unit: string): Figure => ({
      figure,
      value,
      unit,
      peer: 'limit',
      peerValue: limit,
    })
    return [
      at('near_http_p99', load.latency.p99, LIMIT_MS, 'ms'),
      at('near_http_rate', load.requests.average, PER_SECOND, '/s'),
    ]
  } finally {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
}
