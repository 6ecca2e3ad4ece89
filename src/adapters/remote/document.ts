// The contract as an OpenAPI 3.1 document, made from the schemas that the program itself reads and
// writes with, so that the two cannot part. `npm run generate` writes docs/contract/openapi.json.

import { z } from 'zod'
import { OUTCOMES, WITHDRAWALS } from './outcomes.ts'
import {
  CheckAnswer,
  CheckBody,
  CorrectBody,
  HealthAnswer,
  LookupAnswer,
  LookupBody,
  ReadAnswer,
  ReadBody,
  SubmitBody,
  WireDescription,
  WireProblem,
  WithdrawBody,
} from './wire.ts'
import { ABOUT, OPERATIONS } from './words.ts'

type Json = Record<string, unknown>

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const capital = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`
const content = (schema: unknown, type = 'application/json') => ({ [type]: { schema } })

/** Path → method, body and answer, by name of their schemas. */
const PATHS: { name: string; method: 'get' | 'post'; body?: string; answer: string }[] = [
  { name: 'describe', method: 'get', answer: 'Description' },
  { name: 'check', method: 'post', body: 'CheckBody', answer: 'CheckAnswer' },
  { name: 'submit', method: 'post', body: 'SubmitBody', answer: 'Outcome' },
  { name: 'lookup', method: 'post', body: 'LookupBody', answer: 'LookupAnswer' },
  { name: 'withdraw', method: 'post', body: 'WithdrawBody', answer: 'Withdrawal' },
  { name: 'correct', method: 'post', body: 'CorrectBody', answer: 'Outcome' },
  { name: 'read', method: 'post', body: 'ReadBody', answer: 'ReadAnswer' },
  { name: 'health', method: 'get', answer: 'Health' },
]
const FILES = ['submit', 'withdraw', 'correct']

interface Changes {
  servers?: Json[]
  info?: Json
  input?: Json
  security?: Json[]
  /** Names of operations that are not offered. */
  without?: string[]
}

/** @param changes what one adapter's own document says otherwise */
export function contractDocument(changes: Changes = {}) {
  const { without = [] } = changes
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yizhan adapter contract',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: ABOUT,
      ...changes.info,
    },
    servers: changes.servers ?? [{ url: 'https://adapter.example/', description: 'Yours' }],
    security: changes.security ?? [{ bearer: [] }, { signature: [] }],
    paths: Object.fromEntries(
      PATHS.filter(({ name }) => !without.includes(name)).map((path) => [
        `/${path.name}`,
        { [path.method]: operation(path) },
      ]),
    ),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Signature',
          description: 'RFC 9421 with hmac-sha256; see "Who may call".',
        },
      },
      responses: { Problem: problem() },
      schemas: schemas(changes.input),
    },
  }
}

function operation({ name, body, answer }: (typeof PATHS)[number]): Json {
  return {
    operationId: name,
    ...OPERATIONS[name],
    ...(name === 'submit' ? { parameters: [IDEMPOTENCY_KEY] } : {}),
    ...(body ? { requestBody: { required: true, content: content(ref(body)) } } : {}),
    responses: {
      200: { description: 'As the body says', content: content(ref(answer)) },
      ...(FILES.includes(name)
        ? {
            202: {
              description: 'The same; used for `unknown`, so that nobody takes it for done',
              content: content(ref(answer)),
            },
          }
        : {}),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The key of the body again, for proxies and logs that look at headers only.',
  schema: { type: 'string' },
}

const problem = (): Json => ({
  description: 'RFC 9457 problem details. What it means for the caller stands in the table above.',
  headers: {
    'Retry-After': { description: 'Seconds, or a date', schema: { type: 'string' } },
  },
  content: content(ref('Problem'), 'application/problem+json'),
})

function schemas(input?: Json): Json {
  const named = {
    Description: WireDescription,
    CheckBody,
    CheckAnswer,
    SubmitBody,
    LookupBody,
    WithdrawBody,
    CorrectBody,
    ReadBody,
    ReadAnswer,
    Health: HealthAnswer,
    Problem: WireProblem,
  }
  const plain = Object.entries(named).map(([name, schema]) => [name, jsonSchema(schema)])
  return {
    ...Object.fromEntries(plain.map(([name, schema]) => [name, withInput(schema as Json, input)])),
    ...Object.fromEntries(
      Object.entries({ ...OUTCOMES, ...WITHDRAWALS }).map(([kind, schema]) => [
        capital(kind),
        jsonSchema(schema),
      ]),
    ),
    Outcome: oneOf(Object.keys(OUTCOMES)),
    Withdrawal: oneOf(Object.keys(WITHDRAWALS)),
    LookupAnswer: {
      oneOf: [
        found(true, { outcome: ref('Outcome') }),
        {
          ...found(false, {}),
          description: jsonSchema(LookupAnswer.options[1]).description,
        },
      ],
    },
    ...(input ? { Input: input } : {}),
  }
}

const found = (is: boolean, more: Json): Json => ({
  type: 'object',
  properties: { found: { type: 'boolean', const: is }, ...more },
  required: ['found', ...Object.keys(more)],
  additionalProperties: false,
})

const oneOf = (kinds: string[]): Json => ({
  oneOf: kinds.map((kind) => ref(capital(kind))),
  discriminator: {
    propertyName: 'kind',
    mapping: Object.fromEntries(kinds.map((kind) => [kind, ref(capital(kind)).$ref])),
  },
})

/** One adapter's document says what its input is. */
function withInput(schema: Json, input?: Json): Json {
  const properties = schema.properties as Json | undefined
  if (!input || !properties?.input || schema.properties === undefined) return schema
  const isDescription = 'semantics' in properties
  return isDescription ? schema : { ...schema, properties: { ...properties, input: ref('Input') } }
}

function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...said } = z.toJSONSchema(schema, { io: 'input' })
  return said
}
