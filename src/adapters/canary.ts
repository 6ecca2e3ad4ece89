// The canary: on a schedule it asks each agency what files nothing, and compares the pages it sees
// with those on the adapter's cassette. A changed page stops the lane, with what changed.

import { existsSync } from 'node:fs'
import type { Station } from '../core/station.ts'
import { carry } from './actions.ts'
import { type Cassette, cassettePath, readCassette } from './cassettes/file.ts'
import { answerOf, requestOf } from './cassettes/reading.ts'
import { withFetch } from './cassettes/record.ts'
import type { Answer } from './cassettes/schema.ts'
import type { Adapter, CallResponse } from './contract.ts'
import { readPage } from './kit/page.ts'
import { buttonsOf, labelsOf, titleOf } from './kit/pages.ts'
import { ChangedLayout } from './kit/trouble.ts'
import { listAdapters } from './load.ts'

export interface CanaryResult {
  adapterId: string
  ok: boolean
  detail: string
  /** What changed, of a page that is not the one that was recorded. */
  differences: string[]
}

/** One round over every adapter that a machine carries. A slow agency holds up no other. */
export function runCanary(station: Station, only?: string): Promise<CanaryResult[]> {
  const machines = listAdapters(station).filter(
    ({ describe }) => describe.kind !== 'desk' && (only === undefined || describe.id === only),
  )
  return Promise.all(machines.map((adapter) => sing(station, adapter)))
}

async function sing(station: Station, adapter: Adapter): Promise<CanaryResult> {
  const { id, semantics } = adapter.describe
  const path = cassettePath(station.city.directory, id)
  const cassette = existsSync(path) ? readCassette(path) : null
  const differences: string[] = []
  const watched = cassette ? watching(adapter, cassette, differences) : adapter
  const { outcome } = await carry(station, watched, 'health', {})
  if (!outcome.ok || semantics.lookup !== 'key' || !adapter.example) {
    return { adapterId: id, ok: outcome.ok, detail: outcome.detail, differences }
  }
  // Its answer is known: nothing of that key was ever filed.
  const input = adapter.example(station.clock.now())
  const asked = await carry(station, adapter, 'lookup', { by: { key: 'canary-none' }, input })
  const ok = asked.outcome === null
  const detail = ok ? outcome.detail : `a lookup of nothing came to “${asked.outcome?.kind}”`
  return { adapterId: id, ok, detail, differences }
}

/** Its health looks at the pages as well, and throws what differs. */
function watching(adapter: Adapter, cassette: Cassette, differences: string[]): Adapter {
  const known = signaturesOf(cassette)
  const seen = withFetch(adapter, (call) => async (url, init = {}) => {
    const response = await call.fetch(url, init)
    const { method, url: address, query } = requestOf(placed(url, response), init)
    const was = known.get(pageName(method, address, query))
    const is = signatureOf(answerOf(response))
    if (was && is) differences.push(...changes(was, is).map((one) => `${address}: ${one}`))
    return response
  })
  return {
    ...adapter,
    health: async (call) => {
      const result = await seen.health(call)
      if (differences.length > 0) throw new ChangedLayout(differences)
      return result
    },
  }
}

/** The cassette names the sandbox by its placeholder, whichever port it has today. */
const placed = (url: string, response: CallResponse): string =>
  url.includes('{sandbox}') ? url : url.replace(new URL(response.url).host, '{sandbox}')

const pageName = (method: string, address: string, query: string[]): string =>
  `${method} ${address}?${query.join('&')}`

interface Signature {
  title: string
  fields: string[]
  buttons: string[]
}

function signaturesOf({ tracks }: Cassette): Map<string, Signature> {
  const health = tracks.filter(({ operation }) => operation === 'health')
  return new Map(
    health
      .flatMap(({ exchanges }) => exchanges)
      .flatMap(({ request: { method, url, query }, answer }): [string, Signature][] => {
        const signature = signatureOf(answer)
        return signature ? [[pageName(method, url, query), signature]] : []
      }),
  )
}

/** Null for what is no page. */
function signatureOf(answer: Answer): Signature | null {
  if (answer.encoding === 'base64' || !/<html/i.test(answer.text)) return null
  const page = readPage(answer.url, answer.status, answer.text)
  return { title: titleOf(page), fields: labelsOf(page), buttons: buttonsOf(page) }
}

function changes(was: Signature, is: Signature): string[] {
  const gone = was.fields.filter((field) => !is.fields.includes(field))
  const come = is.fields.filter((field) => !was.fields.includes(field))
  const isMoved = gone.length + come.length === 0 && was.fields.join() !== is.fields.join()
  return [
    ...(was.title === is.title ? [] : [`title “${is.title}”, not “${was.title}”`]),
    ...gone.map((field) => `missing ${field}`),
    ...come.map((field) => `new ${field}`),
    ...(isMoved ? ['fields in another order'] : []),
    ...(was.buttons.join() === is.buttons.join() ? [] : [`buttons ${is.buttons.join(' ')}`]),
  ]
}

/** For the job: what is wrong stands in the lanes and in the log. */
export async function singCanary(station: Station): Promise<void> {
  for (const { adapterId, ok, detail, differences } of await runCanary(station)) {
    if (!ok) station.log.warn({ adapterId, detail, differences }, 'canary fell silent')
  }
}
