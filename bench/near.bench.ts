// The nearest open site with stock among 6,600: in process beside Redis, which knows no hours and no
// stock and only gives the nearest ten; and over HTTP at 500 a second. Needs redis-server.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { type Board, boardOf } from '../src/supply/board/board.ts'
import { findNearest } from '../src/supply/board/nearest.ts'
import { type Bench, type Figure, median, percentile } from './figure.ts'
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
const SOCKETS = 64
const WARM_UP_S = 3
const MEASURED_S = 20

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

/** Arrivals at random, each timed from the moment it was due, whether or not others were answered. */
async function overHttp(): Promise<Figure[]> {
  const server = fork('bench/supply/server.ts', { execArgv: ['--import', 'tsx'] })
  const [{ url }] = (await once(server, 'message')) as [{ url: string }]
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS })
  const nearest = `${url}/api/v1/supply/${PROGRAMME}/nearest`
  try {
    await arrivals(nearest, agent, WARM_UP_S)
    const times = await arrivals(nearest, agent, MEASURED_S)
    const p99 = percentile(times, 0.99)
    const rate = times.length / MEASURED_S
    return [
      { figure: 'near_http_p99', value: p99, unit: 'ms', peer: 'limit', peerValue: LIMIT_MS },
      { figure: 'near_http_rate', value: rate, unit: '/s', peer: 'limit', peerValue: PER_SECOND },
    ]
  } finally {
    agent.destroy()
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
}

/** @returns milliseconds from when each question was due to its whole answer */
async function arrivals(nearest: string, agent: Agent, seconds: number): Promise<number[]> {
  const roll = dice(11)
  const asking: Promise<number>[] = []
  const begun = performance.now()
  let due = begun
  for (const [lon, lat] of positions(2 * PER_SECOND * seconds)) {
    due += (-Math.log(1 - roll()) * 1000) / PER_SECOND
    if (due > begun + seconds * 1000) break
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    asking.push(ask(`${nearest}?lon=${lon}&lat=${lat}&item=adult&open=true`, agent, due))
  }
  return Promise.all(asking)
}

const ask = (url: string, agent: Agent, due: number): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`))
      answer.resume().on('end', () => resolve(performance.now() - due))
    }).on('error', reject)
  })
