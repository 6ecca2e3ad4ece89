// An adapter from an OpenAPI document alone, and a small mapping: which operations, where our key
// goes, what its states and refusals mean. The document lies beside the adapter and is checked when
// it is loaded; the one served now is compared with it by each health check.

import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Problem } from '../../../../core/errors.ts'
import { DataMistake, readYaml } from '../../../../core/yaml.ts'
import type {
  Adapter,
  Call,
  Description,
  Hooks,
  Input,
  Outcome,
  Reason,
  Withdrawal,
} from '../../../contract.ts'
import type { Table } from '../../agency.ts'
import { type By, httpAdapter } from '../../makers.ts'
import { AgencyTrouble, ChangedLayout, expectStatus } from '../../trouble.ts'
import { words } from '../../words.ts'
import { type Json, type ProblemDetails, parse, problemCode, reasonsOf } from '../json.ts'
import { readDocument, type Schema } from './document.ts'
import { differences } from './drift.ts'
import { ask, type Keys, operationOf, type Refusal, type Service } from './exchange.ts'

/** A filing as the agency shows it. */
export type Filing = { [name: string]: Json }

/**
 * What a refusal means. `duplicate`: look whether it is ours. `absent`: there is no such filing.
 * `unavailable`: nothing was taken, come again later.
 */
export type Meaning = 'rejected' | 'correction' | 'duplicate' | 'absent' | 'unavailable'

export interface OpenApiDefinition {
  describe: Omit<Description, 'kind' | 'input' | 'desk'>
  /** `import.meta.url`; the document is `<adapter>.yaml` beside it. */
  beside: string
  server: string
  /** Where the document is served; compared with ours by `health`. */
  served?: string
  keys: Keys
  authority?: string
  operations: { submit: string; find?: string; look?: string; withdraw?: string; health?: string }
  /** Where our key goes: names in the request's body, its headers, the search. */
  key: { body?: string; header?: string; query?: string }
  /** What the fields of a filing are called; `list` holds them in the answer to a search. */
  fields: { reference: string; key: string; state: string; list?: string }
  states: Record<string, (filing: Filing) => Outcome>
  /** By the agency's code of the problem. Any other is left open: a person looks. */
  problems: Record<string, Meaning>
  /** Beginnings of the agency's sentences, in English. */
  english?: Table
  /** What journeys send, where the agency's own words would not do. Absent: the request's schema. */
  mapped?: Mapped
  check?(input: Input, now: Date): Problem[]
  hooks?: Hooks
  example?(now: Date): Input
}

export interface Mapped {
  input: z.ZodType
  /** The request's body, without our key. Pure. */
  request(input: Input): Input
  /** The agency's pointer → ours: `{ '/persons': '/people' }`. */
  pointers: Record<string, string>
}

/** @throws DataMistake naming the document and what it lacks */
export function openApiAdapter(definition: OpenApiDefinition): Adapter {
  const service = openService(definition)
  const own: Own = { ...definition, service }
  const { check, example, hooks, describe } = definition
  return httpAdapter({
    describe,
    input: definition.mapped?.input ?? inputSchema(own),
    check: (input, now) => [
      ...mismatches(own, input as Input),
      ...(check?.(input as Input, now) ?? []),
    ],
    submit: (key, input, call) => submit(own, key, input as Input, call),
    lookup: (by, _, call) => lookup(own, by, call),
    withdraw: (reference, _, call) => withdraw(own, reference, call),
    health: (call) => health(own, call),
    ...(hooks ? { hooks } : {}),
    ...(example ? { example: (now: Date) => example(now) as never } : {}),
  })
}

type Own = OpenApiDefinition & { service: Service }

function openService({ beside, server, keys, authority, operations }: OpenApiDefinition): Service {
  const file = fileURLToPath(beside).replace(/\.ts$/, '.yaml')
  try {
    const document = readDocument(readYaml(file, z.looseObject({})))
    for (const id of Object.values(operations)) {
      const { security } = operationOf(document, id)
      if (security && !keys[security.scheme]) {
        throw new Error(`no credential for the scheme “${security.scheme}”`)
      }
    }
    return { document, server, keys, ...(authority ? { authority } : {}) }
  } catch (error) {
    if (error instanceof DataMistake) throw error
    throw new DataMistake([`${file}: ${error instanceof Error ? error.message : String(error)}`])
  }
}

/** The request's schema, without the field in which our key stands: nobody else fills that. */
function inputSchema({ service, operations, key }: Own): z.ZodType {
  const { request } = operationOf(service.document, operations.submit)
  const schema = (request ?? { type: 'object' }) as Schema & { required?: string[] }
  const { [key.body ?? '']: _, ...properties } = (schema.properties ?? {}) as Record<string, Schema>
  const required = (schema.required ?? []).filter((name) => name !== key.body)
  return z.fromJSONSchema({ ...schema, properties, required, additionalProperties: false } as never)
}

const requestOf = ({ mapped }: Own, input: Input): Input => mapped?.request(input) ?? input

/** What the document does not allow in a request made from input of ours; it is told before filing. */
function mismatches(own: Own, input: Input): Problem[] {
  if (!own.mapped) return []
  const { pointers } = own.mapped
  const reading = inputSchema(own).safeParse(requestOf(own, input))
  return (reading.error?.issues ?? []).map((issue) => {
    const pointer = issue.path.map((step) => `/${String(step)}`).join('')
    return {
      pointer: pointers[pointer] ?? pointer,
      message: words(
        '機關的系統不收這個內容，請檢查這一項。',
        `The agency’s system does not take this: ${issue.message}`,
      ),
      level: 'block',
    }
  })
}

async function submit(own: Own, key: string, input: Input, call: Call): Promise<Outcome> {
  const { operations, key: place, service } = own
  const answer = await ask(service, call, operations.submit, {
    body: { ...(requestOf(own, input) as Filing), ...(place.body ? { [place.body]: key } : {}) },
    ...(place.header ? { headers: { [place.header]: key } } : {}),
  })
  if (answer.ok) return outcomeOf(own, filingIn(answer.body), key)
  const meaning = meaningOf(own, answer)
  const reasons = reasonsIn(own, answer.problem)
  if (meaning === 'correction') return { kind: 'needs', what: 'correction', reasons }
  if (meaning === 'rejected') return { kind: 'rejected', reasons }
  if (meaning !== 'duplicate') throw left(own, answer)
  return (await lookup(own, { key }, call)) ?? { kind: 'rejected', reasons }
}

async function lookup(own: Own, by: By, call: Call): Promise<Outcome | null> {
  const { operations, key: place, service, fields } = own
  const isByKey = 'key' in by
  const id = isByKey ? operations.find : operations.look
  if (!id) throw new AgencyTrouble('no_lookup')
  const asked = isByKey
    ? { query: { [place.query ?? '']: by.key } }
    : { path: { [pathName(own, id)]: by.reference } }
  const answer = await ask(service, call, id, asked)
  if (!answer.ok) {
    if (meaningOf(own, answer) === 'absent') return null
    throw left(own, answer)
  }
  const found = isByKey && fields.list ? listIn(answer.body, fields.list) : [answer.body]
  const [first] = found.map(filingIn)
  return first ? outcomeOf(own, first, isByKey ? by.key : null) : null
}

async function withdraw(own: Own, reference: string, call: Call): Promise<Withdrawal> {
  const { operations, service } = own
  const id = operations.withdraw ?? ''
  const answer = await ask(service, call, id, { path: { [pathName(own, id)]: reference } })
  if (answer.ok) {
    const now = outcomeOf(own, filingIn(answer.body), null)
    if (isWithdrawn(now)) return { kind: 'withdrawn' }
    throw new ChangedLayout([`${id} left it ${now.kind}`])
  }
  const meaning = meaningOf(own, answer)
  if (meaning !== 'rejected' && meaning !== 'correction') throw left(own, answer)
  const now = await lookup(own, { reference }, call)
  if (now && isWithdrawn(now)) return { kind: 'withdrawn' }
  return { kind: 'refused', reasons: reasonsIn(own, answer.problem) }
}

const isWithdrawn = (outcome: Outcome): boolean =>
  outcome.kind === 'rejected' && outcome.isWithdrawn === true

async function health(own: Own, call: Call): Promise<{ ok: boolean; detail: string }> {
  const { service, operations, served } = own
  if (served) {
    const response = await call.fetch(served)
    expectStatus(response.status, response.headers)
    const theirs = readDocument(parse(response))
    const resolve = call.resolve ?? ((address: string) => address)
    const found = differences(service.document, theirs, Object.values(operations), resolve)
    if (found.length > 0) {
      call.keep({ label: 'document changed', mediaType: 'text/plain', body: found.join('\n') })
      throw new ChangedLayout(found)
    }
  }
  if (!operations.health) return { ok: true, detail: 'document' }
  const answer = await ask(service, call, operations.health)
  return answer.ok
    ? { ok: true, detail: operations.health }
    : { ok: false, detail: problemCode(answer.problem) }
}

/** By the state the agency names. @throws ChangedLayout for one that nobody told us of */
function outcomeOf(own: Own, filing: Filing, key: string | null): Outcome {
  const { reference, key: keyField, state } = own.fields
  if (typeof filing[reference] !== 'string') throw new ChangedLayout([`no ${reference}`])
  if (key !== null && filing[keyField] !== key) throw new ChangedLayout([`another ${keyField}`])
  const means = own.states[String(filing[state])]
  if (!means) throw new ChangedLayout([`${state} “${String(filing[state])}”`])
  return means(filing)
}

function meaningOf({ problems }: Own, { problem }: Refusal): Meaning | undefined {
  const code = problemCode(problem)
  return Object.hasOwn(problems, code) ? problems[code] : undefined
}

/** What is thrown for a refusal that settles nothing. */
function left(own: Own, refusal: Refusal): AgencyTrouble {
  const { status, problem, retryAfterSeconds: seconds } = refusal
  if (status === 401 || status === 403) {
    return new AgencyTrouble('credential_refused', { isNothingRecorded: true })
  }
  const isAskedToWait = (status === 429 || status === 503) && seconds >= 0
  const isUntaken = isAskedToWait || meaningOf(own, refusal) === 'unavailable'
  const wait = seconds >= 0 ? { retryAfterSeconds: seconds } : {}
  const trouble = problemCode(problem) || `http_${status}`
  return new AgencyTrouble(trouble, { isNothingRecorded: isUntaken, ...wait })
}

const reasonsIn = ({ english, mapped }: Own, problem: ProblemDetails): Reason[] =>
  reasonsOf(problem, english, mapped?.pointers)

const filingIn = (body: Json): Filing =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}

function listIn(body: Json, name: string): Json[] {
  const list = filingIn(body)[name]
  if (!Array.isArray(list)) throw new ChangedLayout([`no list ${name}`])
  return list
}

/** The one name in the path: where the agency's number goes. */
const pathName = ({ service }: Own, id: string): string =>
  /\{([^}]+)\}/.exec(operationOf(service.document, id).path)?.[1] ?? ''
