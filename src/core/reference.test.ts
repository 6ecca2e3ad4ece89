import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newReference, REFERENCE_SIGNS, readReference } from './reference.ts'

const reference = fc
  .array(fc.nat({ max: REFERENCE_SIGNS.length - 1 }), { minLength: 7, maxLength: 7 })
  .map((picks) => {
    let next = 0
    return newReference('TC', () => picks[next++] ?? 0)
  })
/** Places of the eight signs in `TC-XXXX-XXXX`. */
const place = fc.constantFrom(3, 4, 5, 6, 8, 9, 10, 11)

const put = (text: string, at: number, sign: string) =>
  text.slice(0, at) + sign + text.slice(at + 1)

test('no sign is mistaken for another: 0 O 1 I L B 8 do not occur', () => {
  expect(REFERENCE_SIGNS).not.toMatch(/[0O1ILB8]/)
  expect(new Set(REFERENCE_SIGNS).size).toBe(29)
})

test('a new reference reads back as itself', () => {
  fc.assert(
    fc.property(reference, (written) => {
      expect(written).toMatch(/^TC-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
      expect(readReference(written, 'TC')).toBe(written)
    }),
  )
})

test('it is understood without dashes, in small letters, full-width, with or without the prefix', () => {
  fc.assert(
    fc.property(reference, (written) => {
      const wide = [...written].map((s) => String.fromCodePoint((s.codePointAt(0) ?? 0) + 0xfee0))
      for (const typed of [
        written.toLowerCase(),
        written.replaceAll('-', ''),
        written.replaceAll('-', ' '),
        written.slice(3),
        wide.join(''),
      ]) {
        expect(readReference(typed, 'TC')).toBe(written)
      }
    }),
  )
})

test('one wrong sign is always noticed', () => {
  fc.assert(
    fc.property(reference, place, fc.constantFrom(...REFERENCE_SIGNS), (written, at, sign) => {
      fc.pre(written[at] !== sign)
      expect(readReference(put(written, at, sign), 'TC')).toBeNull()
    }),
    { numRuns: 2000 },
  )
})

test('two swapped neighbours are always noticed', () => {
  fc.assert(
    fc.property(reference, fc.constantFrom(3, 4, 5, 6, 8, 9, 10), (written, at) => {
      const next = at === 6 ? 8 : at + 1
      const [a = '', b = ''] = [written[at], written[next]]
      fc.pre(a !== b)
      expect(readReference(put(put(written, at, b), next, a), 'TC')).toBeNull()
    }),
    { numRuns: 2000 },
  )
})

test('what cannot be a reference is refused', () => {
  for (const typed of ['', 'TC-', 'hello', 'TC-0000-0000', 'TC-2222-2222-2', '𨳊'.repeat(8)]) {
    expect(readReference(typed, 'TC')).toBeNull()
  }
})
