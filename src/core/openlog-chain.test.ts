import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { type Entry, GENESIS, hashOf, lineOf, verifyLog } from './openlog-chain.ts'

function chainOf(datas: Record<string, unknown>[]): Entry[] {
  const entries: Entry[] = []
  for (const [index, data] of datas.entries()) {
    const unsealed = {
      sequence: index + 1,
      at: '2026-11-23T01:30:00.000Z',
      kind: 'promises.made',
      subject: `promise:${index}`,
      data,
      previous: entries.at(-1)?.hash ?? GENESIS,
    }
    entries.push({ ...unsealed, hash: hashOf(canonicalJson(unsealed)) })
  }
  return entries
}

const fileOf = (entries: Entry[]) =>
  new TextEncoder().encode(entries.map((entry) => `${lineOf(entry)}\n`).join(''))

const THREE = chainOf([{ what: '修好步道' }, { what: 'open', by: 3 }, {}])

test('an untouched file is right, from its first entry to its head', () => {
  expect(verifyLog(fileOf(THREE))).toEqual({ ok: true, first: 1, last: 3, head: THREE[2]?.hash })
})

test('a file that begins in the middle of the log is right as far as it goes', () => {
  expect(verifyLog(fileOf(THREE.slice(1)))).toMatchObject({ ok: true, first: 2, last: 3 })
})

test('data with a key that objects keep to themselves is as right as any other', () => {
  const data = JSON.parse('{"__proto__":[1]}') as Record<string, unknown>
  expect(verifyLog(fileOf(chainOf([data, {}])))).toMatchObject({ ok: true, last: 2 })
})

test('any change of any one byte is found, at that entry', () => {
  const datas = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(datas, fc.nat(), fc.integer({ min: 1, max: 255 }), (contents, where, by) => {
      const file = fileOf(chainOf(contents))
      const at = where % file.length
      const line = file.slice(0, at).filter((byte) => byte === 0x0a).length
      file[at] = ((file[at] ?? 0) + by) % 256
      const verdict = verifyLog(file)
      expect(verdict.ok).toBe(false)
      // Of the first entry nothing before it says which number it should have.
      if (!verdict.ok && line > 0) expect(verdict.sequence).toBe(line + 1)
    }),
    { numRuns: 1000 },
  )
})

test('an entry taken out of the middle is found', () => {
  const file = fileOf(THREE.filter((_, index) => index !== 1))
  expect(verifyLog(file)).toMatchObject({ ok: false, sequence: 2, reason: 'out_of_order' })
})

test('an entry rewritten together with its hash is found at the one after it', () => {
  const [first, ...rest] = THREE
  const { hash: _, ...forged } = { ...first, data: { what: 'nothing' } } as Entry
  const file = fileOf([{ ...forged, hash: hashOf(canonicalJson(forged)) }, ...rest])
  expect(verifyLog(file)).toMatchObject({ ok: false, sequence: 2, reason: 'does_not_follow' })
})

test('entries missing from the end are found by the published head', () => {
  const head = THREE[2]?.hash ?? ''
  const verdict = verifyLog(fileOf(THREE.slice(0, 2)), head)
  expect(verdict).toMatchObject({ ok: false, sequence: 2, reason: 'other_head' })
})

test.each([
  ['an empty file', '', 'empty'],
  ['a file without its last line break', `${lineOf(THREE[0] as Entry)}`, 'cut_short'],
  ['a file of something else', 'hello\n', 'unreadable'],
])('%s is not a log', (_, text, reason) => {
  expect(verifyLog(new TextEncoder().encode(text))).toMatchObject({ ok: false, reason })
})
