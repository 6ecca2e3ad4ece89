// The contract that vendors write adapters from is made of the schemas the program speaks with.

import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contractDocument } from '../../src/adapters/remote/document.ts'
import { WireOutcome, WireWithdrawal } from '../../src/adapters/remote/outcomes.ts'
import { OutcomeSchema, WithdrawalSchema } from '../../src/adapters/schema.ts'

const PAGE = 'docs/contract/openapi.json'
const document = contractDocument()

test('docs/contract/openapi.json says what the program speaks', () => {
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (process.env.WRITE_DOCS) writeFileSync(PAGE, text)
  expect(readFileSync(PAGE, 'utf8')).toBe(text)
})

test('every reference in it leads to something', () => {
  const text = JSON.stringify(document)
  const refs = [...text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)]
  const parts = document.components as Record<string, Record<string, unknown>>
  const broken = refs.filter(([, part = '', name = '']) => !parts[part]?.[name])
  expect(refs.length).toBeGreaterThan(20)
  expect(broken).toEqual([])
})

test('every path says how it is called and how it fails', () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods as Record<string, Record<string, unknown>>)) {
      expect(operation, path).toMatchObject({
        summary: expect.any(String),
        description: expect.any(String),
        responses: { 200: expect.anything(), default: expect.anything() },
      })
    }
  }
})

test('whatever the wire takes, the program takes', () => {
  const text = { 'zh-TW': '不行', en: 'No' }
  const said = [
    { kind: 'accepted', reference: 'A1' },
    { kind: 'pending', reference: 'A1', until: '2026-11-24T09:00:00+08:00', note: text },
    { kind: 'approved', reference: 'A1', number: '7' },
    { kind: 'rejected', reasons: [{ text, field: '/x' }], isWithdrawn: true },
    { kind: 'needs', what: 'visit', reasons: [{ text }], where: text, bring: [text] },
    { kind: 'unavailable', cause: 'maintenance', retryAfter: '2026-11-24T09:00:00+08:00' },
    { kind: 'unknown', cause: 'timeout' },
  ]
  for (const outcome of said) {
    expect(WireOutcome.parse(outcome)).toEqual(outcome)
    expect(OutcomeSchema.safeParse(outcome).success, outcome.kind).toBe(true)
  }
  for (const withdrawal of [{ kind: 'withdrawn' }, { kind: 'refused', reasons: [{ text }] }]) {
    expect(WireWithdrawal.parse(withdrawal)).toEqual(withdrawal)
    expect(WithdrawalSchema.safeParse(withdrawal).success).toBe(true)
  }
})

test.each([
  [{ kind: 'splendid' }],
  [{ kind: 'accepted' }],
  [{ kind: 'accepted', reference: ' ' }],
  [{ kind: 'rejected', reasons: [] }],
  [{ kind: 'unknown', cause: 'The applicant is called 林' }],
  [{ kind: 'needs', what: 'payment', reasons: [], url: 'javascript:alert(1)' }],
])('the wire does not take %j', (said) => {
  expect(WireOutcome.safeParse(said).success).toBe(false)
})
