import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'

test('the order in which fields were written does not matter', () => {
  expect(canonicalJson({ b: [1, { d: null, c: '林' }], a: 'x' })).toBe(
    '{"a":"x","b":[1,{"c":"林","d":null}]}',
  )
})

test('fields are ordered as RFC 8785 orders them', () => {
  // Its example in section 3.2.3: by UTF-16 code units, not by code points.
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))
  expect(Object.keys(JSON.parse(text)).filter((key) => key !== '1')).toEqual([
    '\r',
    '\u0080',
    '\u00f6',
    '\u20ac',
    '\ud83d\ude00',
    '\ufb33',
  ])
})

test('whatever JSON can hold is read back as it was, and written the same again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['\ud800'], [undefined], [[undefined]]])(
  'what JSON cannot hold is refused: %s',
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  },
)
