// One bad agency never delays another: filings to a healthy agency, alone and beside as many legs to
// one that takes every call and never answers.

import { fileCase } from '../src/cases/index.ts'
import { systemClock } from '../src/core/clock.ts'
import { arrival } from './city/arrivals.ts'
import { type Bench, percentile } from './figure.ts'
import { inParallel } from './peers/dbos.ts'
import { type BenchStation, openBench } from './station.ts'

const LEGS = 1000
const TOGETHER = 8
/** Filings to the healthy agency begin at this pace, whatever the machine does meanwhile. */
const PER_SECOND = 20
const WARM_UP = 50

export const bench: Bench = {
  name: 'lanes',
  about: `p95 from filing to a healthy agency, ${LEGS} filings at ${PER_SECOND} a second, beside ${LEGS} legs to a dead one`,
  async run() {
    // A clock that runs: what the dead agency did not take is tried again while we measure.
    const station = await openBench(
      { directory: 'bench/city', modulesOff: ['voices'], gatesOff: [] },
      systemClock,
    )
    try {
      await station.jobs.work(station)
      await healthyP95(station, WARM_UP)
      const alone = await healthyP95(station, LEGS)
      await inParallel(TOGETHER, LEGS, () => file(station, 'dead'))
      const beside = await healthyP95(station, LEGS)
      const again = await healthyP95(station, WARM_UP)
      return [
        { figure: 'lanes_p95', value: beside, unit: 'ms', peer: 'alone', peerValue: alone },
        { figure: 'lanes_p95_after', value: again, unit: 'ms', peer: 'alone', peerValue: alone },
      ]
    } finally {
      await station.close()
    }
  },
}

/** Milliseconds from the call that files to the moment the agency has it. */
async function healthyP95(station: BenchStation, count: number): Promise<number> {
  const started = performance.now()
  const waits = Array.from({ length: count }, async (_, at) => {
    const begin = started + (at * 1000) / PER_SECOND
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, begin - performance.now())))
    await file(station, 'healthy')
    return performance.now() - begin
  })
  return percentile(await Promise.all(waits), 0.95)
}

let filed = 0

async function file(station: BenchStation, journeyId: 'healthy' | 'dead'): Promise<void> {
  filed += 1
  const name = `第${filed}位`
  const there = journeyId === 'healthy' ? arrival(name) : null
  const answer = await fileCase(station, {
    journeyId,
    answers: { name, day: '2026-12-24' },
    idempotencyKey: `bench-${filed}`,
    channel: 'api',
    language: 'zh-TW',
  })
  if (!answer.ok) throw new Error(`not filed: ${JSON.stringify(answer.problems)}`)
  await there
}
