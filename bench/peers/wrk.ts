// The load: wrk, which asks faster than any of the servers measured can answer.

import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Load {
  perSecond: number
  p50: number
  p99: number
  /** Answers that were no 2xx or 3xx. */
  wrong: number
}

interface Asking {
  connections: number
  seconds: number
  headers?: Record<string, string>
}

/** Times in milliseconds. */
export async function ask(program: string, url: string, asking: Asking): Promise<Load> {
  const script = join(tmpdir(), `yizhan-wrk-${process.pid}.lua`)
  writeFileSync(
    script,
    `done = function(summary, latency)
      io.write(string.format('\\n%f %f %f %d', summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status))
    end`,
  )
  const headers = Object.entries(asking.headers ?? {}).flatMap(([name, value]) => [
    '-H',
    `${name}: ${value}`,
  ])
  const { stdout } = await run(program, [
    ...['-t', '1', '-c', String(asking.connections), '-d', `${asking.seconds}s`, '-s', script],
    ...headers,
    url,
  ])
  const [perSecond = 0, p50 = 0, p99 = 0, wrong = 0] = (stdout.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number)
  return { perSecond, p50, p99, wrong }
}
