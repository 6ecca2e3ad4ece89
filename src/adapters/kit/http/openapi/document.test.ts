// Documents as vendors write them: read, refused with what they lack, and compared with a later one.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { type OpenApiDefinition, openApiAdapter } from './adapter.ts'
import { readDocument } from './document.ts'
import { differences } from './drift.ts'

const TEXT = readFileSync('cities/taichung/adapters/trail-shuttle.yaml', 'utf8')
const USED = ['createHold', 'listHolds', 'getHold', 'cancelHold', 'getHealth']
const dir = mkdtempSync(join(tmpdir(), 'yizhan-openapi-'))
afterAll(() => rmSync(dir, { recursive: true }))

type Doc = ReturnType<typeof parse>
const changed = (change: (document: Doc) => unknown): Doc => {
  const document = parse(TEXT)
  change(document)
  return document
}
const drift = (change: (document: Doc) => unknown) =>
  differences(readDocument(parse(TEXT)), readDocument(changed(change)), USED, (url) => url)

describe('reading', () => {
  test('references are followed, notes left out, and “nullable” understood', () => {
    const { operations } = readDocument(parse(TEXT))
    const hold = operations.get('getHold')
    expect(hold?.path).toBe('/holds/{hold_id}')
    expect(hold?.parameters).toMatchObject([{ name: 'hold_id', in: 'path', required: true }])
    const schema = hold?.responses['200'] as { properties: Record<string, unknown> }
    expect(schema.properties.ticket_no).toEqual({ anyOf: [{ type: 'string' }, { type: 'null' }] })
    expect(JSON.stringify(schema)).not.toMatch(/\$ref|description/)
    expect(z.fromJSONSchema(schema as never).safeParse({}).success).toBe(false)
  })

  test.each<[string, (document: Doc) => unknown, string]>([
    ['a reference that leads nowhere', (d) => delete d.components.schemas.Stop, 'leads nowhere'],
    [
      'a reference out of the document',
      (d) => {
        d.components.schemas.Stop = { $ref: 'https://elsewhere.example/x.json' }
      },
      'leads nowhere',
    ],
    [
      'a schema within itself',
      (d) => {
        d.components.schemas.Contact.properties.friend = { $ref: '#/components/schemas/Contact' }
      },
      'refers to itself',
    ],
    [
      'an older document',
      (d) => {
        d.openapi = '2.0'
      },
      'expected OpenAPI 3.0 or 3.1',
    ],
  ])('%s is refused', (_, change, why) => {
    expect(() => readDocument(changed(change))).toThrow(why)
  })
})

describe('at load', () => {
  const load = (change: (document: Doc) => unknown, more: Partial<OpenApiDefinition> = {}) => {
    const file = join(dir, 'vendor.yaml')
    writeFileSync(file, JSON.stringify(changed(change)))
    return openApiAdapter({
      describe: {
        id: 'vendor',
        agencies: ['vendor'],
        title: { 'zh-TW': '業者', en: 'Vendor' },
        semantics: { idempotent: true, lookup: 'key', withdraw: true, correct: false },
        openingHours: null,
        limits: { timeoutMs: 1000, concurrency: 1, perMinute: 60, maxResponseBytes: 10_000 },
        hosts: ['vendor.example'],
      },
      beside: pathToFileURL(join(dir, 'vendor.ts')).href,
      server: 'https://vendor.example',
      keys: { clientCredentials: { id: 'id', secret: 'secret' } },
      operations: { submit: 'createHold', find: 'listHolds', look: 'getHold' },
      key: { body: 'external_ref' },
      fields: { reference: 'hold_id', key: 'external_ref', state: 'state', list: 'holds' },
      states: {},
      problems: {},
      ...more,
    })
  }

  test('the input is the request’s schema, without the field of our key', () => {
    const { input } = load(() => undefined).describe
    expect(input).toMatchObject({
      type: 'object',
      required: ['service_day', 'from_stop', 'to_stop', 'persons', 'contact'],
      additionalProperties: false,
    })
    expect(input.properties).not.toHaveProperty('external_ref')
  })

  test('an operation or a credential that is not there stops the start with the file’s name', () => {
    const gone = (d: Doc) => delete d.paths['/holds'].post
    expect(() => load(gone)).toThrow(/vendor\.yaml: no operation “createHold”/)
    expect(() => load(() => undefined, { keys: {} })).toThrow(/no credential for the scheme/)
  })
})

describe('drift', () => {
  test('the same in other words, with notes and new fields that may be left out, is none', () => {
    expect(drift(() => undefined)).toEqual([])
    const found = drift((d) => {
      d.info.version = '2.5.0'
      d.paths['/holds'].post.summary = 'other words'
      d.components.schemas.Hold.properties.colour = { type: 'string' }
      d.components.schemas.NewHold.properties.note = { type: 'string' }
      d.components.schemas.NewHold.required.reverse()
      d.paths['/holds'].post.responses['429'] = { $ref: '#/components/responses/Problem' }
      delete d.paths['/departures']
    })
    expect(found).toEqual([])
  })

  test.each<[string, (document: Doc) => unknown, string]>([
    ['an operation that is gone', (d) => delete d.paths['/holds'].post, 'createHold gone'],
    [
      'another path',
      (d) => {
        d.paths['/reservations'] = d.paths['/holds']
        delete d.paths['/holds']
      },
      'createHold path',
    ],
    [
      'a field that must be sent now',
      (d) => d.components.schemas.NewHold.required.push('note'),
      'createHold request/required',
    ],
    [
      'a smaller group',
      (d) => {
        d.components.schemas.NewHold.properties.persons.maximum = 20
      },
      'createHold request/properties/persons/maximum',
    ],
    [
      'a field of the answer that is gone',
      (d) => delete d.components.schemas.Hold.properties.ticket_no,
      'getHold responses/properties/200/properties/ticket_no gone',
    ],
    [
      'another state',
      (d) => d.components.schemas.Hold.properties.state.enum.push('LOST'),
      'getHold responses/properties/200/properties/state/enum',
    ],
    [
      'another place for tokens',
      (d) => {
        const { flows } = d.components.securitySchemes.clientCredentials
        flows.clientCredentials.tokenUrl = 'https://elsewhere.example/token'
      },
      'createHold security/tokenUrl',
    ],
  ])('%s is', (_, change, where) => {
    expect(drift(change)).toContain(where)
  })
})
