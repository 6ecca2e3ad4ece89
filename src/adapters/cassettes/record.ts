// Records a run: every operation that may be tried at the site, with persons covered. At a live
// agency only what files nothing.

import type { Adapter, Call, Input } from '../contract.ts'
import { runOperation, type World } from '../gateway/run.ts'
import type { Arguments, Operation } from '../schema.ts'
import { answerOf, requestOf } from './reading.ts'
import { type Cassette, CassetteSchema, type Track } from './schema.ts'
import { type Cover, coverFor } from './stand-in-people.ts'

const KEY = 'cassette-1'

export interface RecordOptions {
  site: Cassette['site']
  input: Input
}

export async function record(
  adapter: Adapter,
  world: World,
  { site, input }: RecordOptions,
): Promise<Cassette> {
  const cover = coverFor([input], world.credentials.values())
  const given = cover.data(input)
  const tape = newTape(adapter, world, cover)
  await tape.play('health', {})
  await lookedUp(adapter, tape, { by: { key: 'cassette-none' }, input: given })
  if (site === 'stand-in') await filed(adapter, tape, given)
  const cassette = {
    adapter: adapter.describe.id,
    now: world.now.toISOString(),
    site,
    tracks: tape.tracks,
  }
  return CassetteSchema.parse(JSON.parse(JSON.stringify(cassette)))
}

type Tape = ReturnType<typeof newTape>

async function filed(adapter: Adapter, tape: Tape, input: Input): Promise<void> {
  const { semantics } = adapter.describe
  const outcome = await tape.play('submit', { key: KEY, input })
  const reference = 'reference' in outcome ? outcome.reference : undefined
  await lookedUp(adapter, tape, { by: { key: KEY }, input })
  if (reference === undefined) return
  if (semantics.lookup !== 'none') await tape.play('lookup', { by: { reference }, input })
  if (!semantics.withdraw) return
  await tape.play('withdraw', { reference, input })
  if (semantics.lookup !== 'none') await tape.play('lookup', { by: { reference }, input })
}

async function lookedUp(adapter: Adapter, tape: Tape, args: Arguments['lookup']): Promise<void> {
  if (adapter.describe.semantics.lookup === 'key') await tape.play('lookup', args)
}

type Recorded = Exclude<Operation, 'correct'> & Track['operation']

function newTape(adapter: Adapter, world: World, cover: Cover) {
  const tracks: Track[] = []
  const cookies = coverCookies()
  return {
    tracks,
    async play<O extends Recorded>(operation: O, args: Arguments[O]) {
      const exchanges: Track['exchanges'] = []
      const listening = withFetch(adapter, (call) => async (url, init = {}) => {
        const response = await call.fetch(url, init)
        const request = requestOf(placeOf(url, world), init)
        const answer = answerOf(response)
        exchanges.push({
          request: cover.data(request),
          answer: cover.data({
            ...answer,
            url: placeOf(answer.url, world),
            headers: answer.headers.map(([name, value]): [string, string] => [
              name,
              name === 'set-cookie' ? cookies(value) : placeOf(value, world),
            ]),
            text: answer.encoding === 'base64' ? answer.text : placeOf(answer.text, world),
          }),
        })
        return response
      })
      const { result } = await runOperation(listening, operation, args, world)
      tracks.push({
        operation,
        args: cover.data(args) as Track['args'],
        exchanges,
        result: cover.data(result),
      })
      return result
    },
  }
}

/** The sandbox's port is another one each time. */
function placeOf(text: string, world: World): string {
  const place = world.resolve('{sandbox}')
  return place === '{sandbox}' ? text : text.replaceAll(place, '{sandbox}')
}

/** A session's number opens somebody's session as long as it lasts. */
function coverCookies(): (line: string) => string {
  const known = new Map<string, string>()
  return (line) =>
    line.replace(/^([^=]+)=([^;]*)/, (_, name: string, value: string) => {
      if (!known.has(value)) known.set(value, `session-${known.size + 1}`)
      return `${name}=${known.get(value)}`
    })
}

/** The adapter with another way out. */
export function withFetch(adapter: Adapter, fetchFor: (call: Call) => Call['fetch']): Adapter {
  const through = (call: Call): Call => ({ ...call, fetch: fetchFor(call) })
  const { correct } = adapter
  return {
    ...adapter,
    submit: (key, input, call) => adapter.submit(key, input, through(call)),
    lookup: (by, input, call) => adapter.lookup(by, input, through(call)),
    withdraw: (reference, input, call) => adapter.withdraw(reference, input, through(call)),
    health: (call) => adapter.health(through(call)),
    ...(correct
      ? { correct: (reference, input, call) => correct(reference, input, through(call)) }
      : {}),
  }
}
