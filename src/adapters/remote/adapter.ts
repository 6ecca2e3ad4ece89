// The remote kind: an adapter that somebody else runs, in whatever language, spoken to by the
// contract over HTTP. What an answer means follows the table of docs/contract/openapi.json.

import type { z } from 'zod'
import type { Adapter, Call, CallInit, Description, Outcome, Withdrawal } from '../contract.ts'
import { made } from '../kit/makers.ts'
import { AgencyTrouble } from '../kit/trouble.ts'
import { type Answer, readAnswer } from './answer.ts'
import { readDescription } from './described.ts'
import { differences } from './drift.ts'
import { WireOutcome, WireWithdrawal } from './outcomes.ts'
import { signed } from './signature.ts'
import { HealthAnswer, LookupAnswer, WireDescription } from './wire.ts'

export interface RemoteDefinition {
  /** `import.meta.url` of the city file; `<its name>.describe.json` beside it is the kept copy. */
  file: string
  /** Where the contract is spoken, without a slash at the end. */
  url: string
  /** Ids of agencies.yaml; what the remote side says of itself does not make it an agency's. */
  agencies: string[]
  /** The token or secret the vendor gave the city. `signature`: RFC 9421 instead of a bearer token. */
  credential: NonNullable<Description['credentials']>[number] & { use?: 'bearer' | 'signature' }
  /** Default: the address's own. */
  hosts?: string[]
  maxResponseBytes?: number
}

/** @throws DataMistake when the kept description is missing or is none */
export function remoteAdapter(definition: RemoteDefinition): Adapter {
  const kept = readDescription(definition.file)
  const { use = 'bearer', ...credential } = definition.credential
  const ask = asker(definition.url, { name: credential.name, use })
  const { contract: _, example, reads: __, limits, ...described } = kept.said
  const adapter = made('remote', {
    describe: {
      ...described,
      agencies: definition.agencies,
      limits: { ...limits, maxResponseBytes: definition.maxResponseBytes ?? 200_000 },
      hosts: definition.hosts ?? [definition.url.split('/')[2] ?? ''],
      credentials: [credential],
    } as Omit<Description, 'kind' | 'input' | 'desk'>,
    input: kept.schema,
    submit: (key, input, call) => filed(ask(call, 'submit', { key, input })),
    lookup: async (by, input, call) => {
      const said = await ask(call, 'lookup', { ...by, input })
      const answer = whatWasSaid(said, LookupAnswer)
      return answer.found ? answer.outcome : null
    },
    withdraw: async (reference, input, call) => {
      const said = await ask(call, 'withdraw', { reference, input })
      if (said.kind === 'refused') return { kind: 'refused', reasons: said.reasons }
      return whatWasSaid(said, WireWithdrawal) satisfies Withdrawal
    },
    ...(kept.said.semantics.correct
      ? {
          correct: (reference: string, input: unknown, call: Call) =>
            filed(ask(call, 'correct', { reference, input })),
        }
      : {}),
    health: (call) => askHealth(ask, call, kept.said),
    ...(example ? { example: () => structuredClone(example) } : {}),
  })
  return { ...adapter, describe: { ...adapter.describe, input: kept.said.input } }
}

type Ask = (call: Call, path: string, body?: Record<string, unknown>) => Promise<Answer>

const HARMLESS = ['describe', 'health', 'lookup', 'check']

function asker(url: string, credential: { name: string; use: 'bearer' | 'signature' }): Ask {
  return async (call, path, body) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const address = `${url}/${path}`
    const secret = call.credential(credential.name)
    const method = body === undefined ? 'GET' : 'POST'
    const request: CallInit = {
      method,
      harmless: HARMLESS.includes(path),
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(typeof body?.key === 'string' ? { 'idempotency-key': body.key } : {}),
        ...(credential.use === 'bearer'
          ? { authorization: `Bearer ${secret}` }
          : signed({
              method,
              path: new URL(call.resolve?.(address) ?? address).pathname,
              text,
              secret,
            })),
      },
      ...(body ? { body: text } : {}),
    }
    if (body) call.keep({ label: `sent to ${path}`, mediaType: 'application/json', body: text })
    const response = await call.fetch(address, request)
    const said = response.text('utf-8')
    call.keep({ label: `${path} answered`, mediaType: 'application/json', body: said })
    return readAnswer(response.status, response.headers, said)
  }
}

/** @throws AgencyTrouble when it is no answer of the contract: after a filing that is `unknown` */
function whatWasSaid<S extends z.ZodType>(answer: Answer, schema: S): z.output<S> {
  const read = answer.kind === 'said' ? schema.safeParse(answer.body) : null
  if (!read?.success) throw new AgencyTrouble('malformed_outcome')
  return read.data
}

async function filed(asked: Promise<Answer>): Promise<Outcome> {
  const answer = await asked
  if (answer.kind === 'refused') {
    return { kind: 'needs', what: 'correction', reasons: answer.reasons }
  }
  return whatWasSaid(answer, WireOutcome)
}

/** Also told: that the vendor's description is no longer the one the city's journeys were held to. */
async function askHealth(ask: Ask, call: Call, kept: WireDescription) {
  const health = whatWasSaid(await ask(call, 'health'), HealthAnswer)
  if (!health.ok) return health
  const live = whatWasSaid(await ask(call, 'describe'), WireDescription)
  const { breaking, all } = differences(kept, live)
  if (breaking.length > 0)
    return { ok: false, detail: `description_changed: ${breaking.join(', ')}` }
  return all.length > 0 ? { ok: true, detail: `description differs: ${all.join(', ')}` } : health
}
