// How long the question page and the status page take under 50 connections, beside a bare Node
// server that sends the same bytes; and what a page weighs before fonts.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { serve } from '@hono/node-server'
import { buildApp } from '../src/app.ts'
import { createDraft, fileCase } from '../src/cases/index.ts'
import { getJourney } from '../src/journeys/index.ts'
import { asset } from '../src/ui/assets.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { type BenchStation, openBench } from './station.ts'

const CONNECTIONS = 50
const REQUESTS = 2_000
const LIMIT_KB = 40

export const bench: Bench = {
  name: 'pages',
  about: `answer times under ${CONNECTIONS} connections (${REQUESTS} requests), and bytes a page`,
  async run() {
    const station = await openBench()
    const app = buildApp(station)
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    const base = addressOf(server.address())
    const figures: Figure[] = []
    try {
      for (const [page, path] of Object.entries(await pathsOf(station))) {
        figures.push(...(await measure(page, `${base}${path}`)))
      }
    } finally {
      server.close()
      await station.close()
    }
    return figures
  },
}

async function pathsOf(station: BenchStation): Promise<Record<string, string>> {
  const filing = JSON.parse(readFileSync('examples/hike-xueshan.json', 'utf8')) as {
    journey: string
    answers: Record<string, unknown>
  }
  const filed = await fileCase(station, {
    journeyId: filing.journey,
    answers: filing.answers,
    idempotencyKey: 'bench-pages',
    channel: 'api',
    language: 'zh-TW',
  })
  if (!filed.ok) throw new Error(`not filed: ${JSON.stringify(filed.problems)}`)
  const journey = await getJourney(station.db, filing.journey)
  const { token } = await createDraft(station, {
    journeyId: journey.id,
    journeyVersion: journey.version,
    channel: 'web',
    language: 'zh-TW',
    answers: filing.answers,
  })
  return {
    question: `/drafts/${token}/pages/${journey.pages[1]?.id}`,
    status: `/status/${filed.token}`,
  }
}

async function measure(page: string, url: string): Promise<Figure[]> {
  await load(url, 200)
  const ours = await load(url, REQUESTS)
  const body = Buffer.alloc(ours.bytes, 'x')
  const bare = createServer((_, answer) => answer.end(body))
  bare.listen(0, '127.0.0.1')
  await once(bare, 'listening')
  const peer = await load(addressOf(bare.address()), REQUESTS)
  bare.close()
  const at = (share: number): Pick<Figure, 'value' | 'unit' | 'peer' | 'peerValue'> => ({
    value: percentile(ours.times, share),
    unit: 'ms',
    peer: 'bare node:http, same bytes',
    peerValue: percentile(peer.times, share),
  })
  return [
    { figure: `${page}_p50`, ...at(0.5) },
    { figure: `${page}_p95`, ...at(0.95) },
    {
      figure: `${page}_bytes`,
      value: (ours.bytes + frameBytes()) / 1024,
      unit: 'KB before fonts',
      peer: 'limit',
      peerValue: LIMIT_KB,
    },
  ]
}

/** Style and scripts of every page, as a browser without compression gets them. */
const frameBytes = (): number =>
  ['main.css', 'page', 'date'].reduce((sum, name) => sum + statSync(`dist${asset(name)}`).size, 0)

async function load(url: string, requests: number): Promise<{ times: number[]; bytes: number }> {
  const child = spawn(process.execPath, [
    ...['--import', 'tsx', 'bench/load.ts', url],
    ...[String(CONNECTIONS), String(requests)],
  ])
  const [out, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (!out.startsWith('{')) throw new Error(complaint || 'the load said nothing')
  return JSON.parse(out)
}

function addressOf(address: ReturnType<ReturnType<typeof createServer>['address']>): string {
  if (typeof address !== 'object' || !address) throw new Error('not listening')
  return `http://127.0.0.1:${address.port}`
}
