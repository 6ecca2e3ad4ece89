// Everybody's number over HTTP beside nginx with the same bytes; and how much of it a cache in front
// takes away. Needs nginx and wrk on the machine.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type Bench, type Figure, median } from './figure.ts'
import { cacheOf, findProgram, serveFiles } from './peers/nginx.ts'
import { ask } from './peers/wrk.ts'

const ROUNDS = 3
const SECONDS = 3
const CONNECTIONS = 32
const FASTEST_MS = 30_000

export const bench: Bench = {
  name: 'board',
  about: `6,600 sites over HTTP, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s, medians`,
  async run() {
    const [nginx, wrk] = [findProgram('nginx'), findProgram('wrk')]
    if (!nginx || !wrk) {
      console.log('skipped: nginx and wrk are not on this machine')
      return []
    }
    const server = fork('bench/supply/server.ts', { execArgv: ['--import', 'tsx'] })
    const [{ url, sequence }] = (await Promise.race([
      once(server, 'message'),
      once(server, 'exit').then(() => {
        throw new Error('the server ended before it listened')
      }),
    ])) as [{ url: string; sequence: number }]
    try {
      return await measure({ nginx, wrk, url, sequence })
    } finally {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
  },
}

interface Ground {
  nginx: string
  wrk: string
  url: string
  sequence: number
}

async function measure({ nginx, wrk, url, sequence }: Ground): Promise<Figure[]> {
  const base = `${url}/api/v1/supply/masks`
  const since = sequence - 300
  const paths = { snapshot: 'snapshot', delta: `delta?since=${since}` }
  const read = async (path: string, packing: string) => {
    const answer = await fetch(`${base}/${path}`, { headers: { 'Accept-Encoding': packing } })
    return new Uint8Array(await answer.arrayBuffer())
  }
  const files: Record<string, Uint8Array> = {}
  const { gzipSync } = await import('node:zlib')
  for (const [name, path] of Object.entries(paths)) {
    files[`${name}.json`] = await read(path, 'identity')
    files[`${name}.json.gz`] = gzipSync(files[`${name}.json`] ?? '')
  }
  const peer = await serveFiles(nginx, files)
  const figures: Figure[] = []
  try {
    const gzip = { 'Accept-Encoding': 'gzip' }
    for (const [name, path] of Object.entries(paths)) {
      figures.push(
        await beside(wrk, name, [`${base}/${path}`, gzip], [`${peer.url}/${name}.json`, gzip]),
      )
    }
    const tagOf = async (address: string) => {
      const answer = await fetch(address, { headers: gzip })
      await answer.arrayBuffer()
      return { ...gzip, 'If-None-Match': answer.headers.get('etag') ?? '' }
    }
    const [ours, theirs] = [`${base}/snapshot`, `${peer.url}/snapshot.json`]
    figures.push(await beside(wrk, '304', [ours, await tagOf(ours)], [theirs, await tagOf(theirs)]))
  } finally {
    peer.close()
  }
  return [...figures, await behindCache(nginx, wrk, url)]
}

type Address = [url: string, headers: Record<string, string>]

async function beside(wrk: string, name: string, ours: Address, theirs: Address): Promise<Figure> {
  const rates = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [who, [url, headers]] of Object.entries({ ours, theirs })) {
      const load = await ask(wrk, url, { connections: CONNECTIONS, seconds: SECONDS, headers })
      if (load.wrong > 0) throw new Error(`${url}: ${load.wrong} wrong answers`)
      rates[who as 'ours' | 'theirs'].push(load.perSecond)
    }
  }
  return {
    figure: `board_${name}`,
    value: median(rates.ours),
    unit: '/s',
    peer: 'nginx, gzip_static, one worker',
    peerValue: median(rates.theirs),
  }
}

/** Share of requests that never reach us while the number moves all the time. */
async function behindCache(nginx: string, wrk: string, url: string): Promise<Figure> {
  const cache = await cacheOf(nginx, url)
  try {
    const address = `${cache.url}/api/v1/supply/masks/snapshot`
    const before = await asked(url)
    const seconds = SECONDS * 4
    const asking = { connections: CONNECTIONS, seconds, headers: { 'Accept-Encoding': 'gzip' } }
    const { perSecond } = await ask(wrk, address, asking)
    const reached = (await asked(url)) - before
    const share = 1 - reached / (perSecond * seconds)
    return {
      figure: 'board_cached_share',
      value: share * 100,
      unit: '%',
      peer: 'aim',
      peerValue: 95,
    }
  } finally {
    cache.close()
  }
}

/** How often the snapshot was asked of us, by our own metrics. */
async function asked(url: string): Promise<number> {
  const text = await (
    await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(FASTEST_MS) })
  ).text()
  const lines = text.split('\n').filter((line) => line.includes('/snapshot') && /_count/.test(line))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}
