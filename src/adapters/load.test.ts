import { expect, test } from 'vitest'
import type { Adapter } from './contract.ts'
import { deskAdapter, httpAdapter, words, z } from './kit.ts'
import { adapterIn } from './load.ts'

const FILE = 'cities/taichung/adapters/registry.ts'

const registry = (): Adapter =>
  httpAdapter({
    describe: {
      id: 'registry',
      agencies: ['household-registration'],
      title: words('戶籍', 'Registry'),
      semantics: { idempotent: true, lookup: 'key', withdraw: false, correct: false },
      openingHours: null,
      limits: { timeoutMs: 1000, concurrency: 1, perMinute: 10, maxResponseBytes: 10_000 },
      hosts: ['registry.example.gov.tw'],
    },
    input: z.strictObject({ name: z.string().min(1), born: z.iso.date().optional() }),
    submit: async () => ({ kind: 'accepted', reference: 'R-1' }),
    health: async () => ({ ok: true, detail: '' }),
  })

/** What is said about an adapter that is wrong in one thing. */
function mistakesOf(change: (adapter: Adapter) => unknown): string[] {
  const adapter = registry()
  const mistakes: string[] = []
  adapterIn({ adapter: change(adapter) ?? adapter }, FILE, mistakes)
  return mistakes
}

test('a right adapter is taken, and its input is published as JSON Schema', () => {
  expect(mistakesOf(() => undefined)).toEqual([])
  expect(registry().describe.input).toMatchObject({
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: { name: { type: 'string' } },
  })
})

test('a file without an adapter, or one that says something impossible, is named with its mistake', () => {
  const mistakes: string[] = []
  expect(adapterIn({}, FILE, mistakes)).toBeNull()
  expect(mistakes[0]).toContain(`${FILE}: exports no \`adapter\``)

  const change = (part: object) => (adapter: Adapter) => ({
    ...adapter,
    describe: { ...adapter.describe, ...part },
  })
  expect(mistakesOf(change({ id: 'other' }))).toEqual([
    `${FILE}: describe.id: is “other”, expected the file's name “registry”`,
  ])
  expect(mistakesOf(change({ hosts: ['https://a/b'] }))[0]).toContain(
    'describe.hosts.0: host, host:port, or scheme and host',
  )
  expect(mistakesOf(change({ openingHours: { from: '7:00', to: '23:00' } }))[0]).toContain('HH:MM')
  expect(mistakesOf(change({ colour: 'red' }))[0]).toContain('colour')
  expect(mistakesOf(change({ kind: 'desk' }))[0]).toContain('describe.desk')
  const semantics = { ...registry().describe.semantics, correct: true }
  expect(mistakesOf(change({ semantics }))[0]).toContain('correct: missing')
})

test('input that does not fit is told field by field, and nothing is sent', async () => {
  const adapter = registry()
  expect(adapter.check({ born: 'yesterday' }, new Date(0)).map(({ pointer }) => pointer)).toEqual([
    '/name',
    '/born',
  ])
  expect(await adapter.submit('k', {}, { now: new Date(0) } as never)).toMatchObject({
    kind: 'needs',
    what: 'correction',
    reasons: [{ field: '/name' }],
  })
})

test('what an agency cannot do answers by itself', async () => {
  const adapter = registry()
  expect(await adapter.withdraw('R-1', { name: '林' }, {} as never)).toMatchObject({
    kind: 'refused',
  })
  await expect(adapter.lookup({ key: 'k' }, { name: '林' }, {} as never)).rejects.toThrow(
    'no_lookup',
  )
})

test('a desk describes who, how long and how; it is never called', () => {
  const desk = deskAdapter({
    describe: {
      id: 'registry',
      agencies: ['household-registration'],
      title: words('戶籍', 'Registry'),
      desk: { deskId: 'household-desk', minutes: 5, steps: [words('抄寫', 'Copy')] },
    },
    input: z.looseObject({}),
  })
  const mistakes: string[] = []
  expect(adapterIn({ adapter: desk }, FILE, mistakes)?.describe.kind).toBe('desk')
  expect(mistakes).toEqual([])
})
