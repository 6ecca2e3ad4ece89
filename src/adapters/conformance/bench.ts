// What a check works with: the adapter in the gateway's own hands, an agency that is only pretended,
// and fresh keys. Calls go through `runOperation` as in service, but through no lane: a lane that a
// check has stopped would be the city's.

import { randomBytes } from 'node:crypto'
import type { Station } from '../../core/station.ts'
import { carry } from '../actions.ts'
import type { Adapter, Input, Kind } from '../contract.ts'
import { runOperation, type World } from '../gateway/run.ts'
import {
  Broken,
  hold,
  type RunOptions,
  type StandIn,
  type StrangerBench,
  type StrangerManner,
  type Workbench,
} from './schema.ts'
import { openStranger } from './stranger.ts'

export interface Ground {
  station: Station
  adapter: Adapter
  world: World
  /** Null: nothing may be filed. */
  standIn: StandIn | null
}

/** How long one call may take before it counts as slow. */
const PATIENCE_MS: Record<Kind, number> = {
  http: 1200,
  'html-form': 1500,
  browser: 12_000,
  mail: 2500,
  fax: 2500,
  'drop-box': 2500,
  desk: 1000,
  remote: 1500,
}

/** Answers that say: it is there. */
const FILED = ['accepted', 'pending', 'approved', 'needs']

export function openWorkbench({ station, adapter, world, standIn }: Ground): Workbench {
  const run: Workbench['run'] = (operation, args, options = {}) =>
    runOperation(bounded(adapter, options), operation, args, {
      ...world,
      credentials: options.credentials ?? world.credentials,
    })
  const input = (): Input => {
    hold(adapter.example !== undefined, 'it has no example to file')
    return adapter.example(world.now)
  }
  return {
    adapter,
    now: world.now,
    input,
    newKey: () => `check-${randomBytes(6).toString('hex')}`,
    run,
    atHour: async (at, key) => {
      const clock = { now: () => at, move: null }
      return carry({ ...station, clock }, adapter, 'submit', { key, input: input() })
    },
    file: async (key) => {
      const { result, cause } = await run('submit', { key, input: input() })
      const { kind, reference } = result as { kind: string; reference?: string }
      hold(
        FILED.includes(kind) && reference !== undefined,
        `filing the example came to “${kind}”${cause ? ` (${cause})` : ''}`,
      )
      return reference
    },
    standIn: standIn ?? NO_STAND_IN,
    credentials: world.credentials,
    patienceMs: PATIENCE_MS[adapter.describe.kind],
    withStranger: (manner, work) => withStranger(adapter, world, manner, work),
  }
}

async function withStranger<T>(
  adapter: Adapter,
  world: World,
  manner: StrangerManner,
  work: (at: StrangerBench) => Promise<T>,
): Promise<T> {
  const stranger = await openStranger(manner)
  const resolve = leadingTo(stranger.address, adapter, world)
  try {
    return await work({
      run: (operation, args, options = {}) =>
        runOperation(bounded(adapter, options), operation, args, { ...world, resolve }),
      asked: stranger.asked,
      astray: stranger.astray,
    })
  } finally {
    await stranger.close()
  }
}

/** Every declared place is the stranger's now. */
function leadingTo(address: string, { describe }: Adapter, world: World) {
  const names = describe.hosts.flatMap((host) => [host, world.resolve(host)])
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length)
  return (asked: string): string => {
    if (asked.includes(address)) return asked
    const name = longestFirst.find((one) => asked.includes(one))
    return name ? asked.replace(name, address).replace(/^https:/, 'http:') : asked
  }
}

function bounded(adapter: Adapter, { timeoutMs, maxResponseBytes, hosts }: RunOptions): Adapter {
  const { describe } = adapter
  const limits = {
    ...describe.limits,
    ...(timeoutMs ? { timeoutMs } : {}),
    ...(maxResponseBytes ? { maxResponseBytes } : {}),
  }
  return { ...adapter, describe: { ...describe, limits, ...(hosts ? { hosts } : {}) } }
}

const never = async (): Promise<never> => {
  throw new Broken('there is no stand-in for this agency')
}
const NO_STAND_IN: StandIn = { reset: never, fault: never, filings: never, received: never }
