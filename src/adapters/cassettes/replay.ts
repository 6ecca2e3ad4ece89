// Plays a cassette again: the adapter asks, the cassette answers, and nothing else is there to answer.
// A request that differs from the one recorded is told with what differs.

import type { Adapter, Call, Input, Wires } from '../contract.ts'
import { AgencyTrouble } from '../kit/trouble.ts'
import { differences, requestOf, responseOf } from './reading.ts'
import type { Cassette, Track } from './schema.ts'

/** One line for each thing that is not as recorded; empty when all is. */
export async function replay(adapter: Adapter, cassette: Cassette): Promise<string[]> {
  const wrong: string[] = []
  for (const [at, track] of cassette.tracks.entries()) {
    const name = `${at + 1}. ${track.operation}`
    wrong.push(...(await replayTrack(adapter, cassette, track)).map((line) => `${name}: ${line}`))
  }
  return wrong
}

async function replayTrack(adapter: Adapter, cassette: Cassette, track: Track): Promise<string[]> {
  const wrong: string[] = []
  let at = 0
  const call = silentCall(new Date(cassette.now), async (url, init = {}) => {
    const next = track.exchanges[at]
    at += 1
    const request = requestOf(url, init)
    if (!next) {
      wrong.push(`request ${at}: ${request.method} ${request.url} was not recorded`)
      throw new AgencyTrouble('not_recorded')
    }
    const found = differences(next.request, request)
    wrong.push(...found.map((line) => `request ${at}: ${line}`))
    if (found.length > 0) throw new AgencyTrouble('not_recorded')
    return responseOf(next.answer)
  })
  const result = await perform(adapter, track, call)
  if (wrong.length > 0) return wrong
  if (at < track.exchanges.length) {
    return [`${track.exchanges.length} requests were recorded, ${at} were made`]
  }
  return sameResult(track.result, result)
}

/** No way out at all: what is not on the cassette cannot be asked. */
const silentCall = (now: Date, fetch: Call['fetch']): Call => ({
  now,
  fetch,
  credential: () => '▒▒▒',
  keep: () => undefined,
  wires: {} as Wires,
})

async function perform(adapter: Adapter, { operation, args }: Track, call: Call): Promise<unknown> {
  const {
    key = '',
    reference = '',
    by,
    input = {},
  } = args as {
    key?: string
    reference?: string
    by?: { key: string }
    input?: Input
  }
  try {
    if (operation === 'submit') return await adapter.submit(key, input, call)
    if (operation === 'withdraw') return await adapter.withdraw(reference, input, call)
    if (operation === 'lookup') return await adapter.lookup(by ?? { key: '' }, input, call)
    return await adapter.health(call)
  } catch (error) {
    return { threw: error instanceof AgencyTrouble ? error.trouble : String(error) }
  }
}

/** A trouble that was thrown has become `unavailable` or `unknown` with that cause. */
function sameResult(was: unknown, is: unknown): string[] {
  const [before, now] = [JSON.stringify(was), JSON.stringify(is ?? null)]
  if (before === now) return []
  const threw = Reflect.get((is ?? {}) as object, 'threw')
  const cause =
    Reflect.get((was ?? {}) as object, 'cause') ?? Reflect.get((was ?? {}) as object, 'detail')
  return threw !== undefined && threw === cause
    ? []
    : [`came to ${now}, where ${before} was recorded`]
}
