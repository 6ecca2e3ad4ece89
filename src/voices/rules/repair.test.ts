import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repairCode } from './repair.ts'

const LENGTH = 10

test.each([
  ['5901184446', '5901184446', false],
  [' 5901184446 ', '5901184446', false],
  ['592202A296', '592202A296', false],
  ['101090517', '0101090517', true],
  ['38010019', '0038010019', true],
  ['592202a296', '592202A296', true],
  ["'0101090517", '0101090517', true],
  ['="0101090517"', '0101090517', true],
  ['５９０１１８４４４６', '5901184446', true],
  ['5901 184 446', '5901184446', true],
  ['5901184446.0', '5901184446', true],
  ['5,901,184,446', '5901184446', true],
  ['5.901184446E+09', '5901184446', true],
  ['1.01090517E+08', '0101090517', true],
])('%s is %s', (raw, code, isRepaired) => {
  expect(repairCode(raw, LENGTH)).toEqual({ code, isRepaired })
})

test.each([
  '',
  '   ',
  '0',
  '0000000000',
  '5.901E+09',
  '5.9E+99',
  '59011844461',
  '92202A296',
  '無',
  '大安藥局',
  '5901-184446',
  'A123456789',
  '#N/A',
  '-5901184446',
])('a code that says no site for certain is unknown: %s', (raw) => {
  expect(repairCode(raw, LENGTH)).toEqual({ code: null, isRepaired: false })
})

test('whatever was written, a code has its length, and repairing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (raw, length) => {
      const { code } = repairCode(raw, length)
      if (code === null) return
      expect(code).toHaveLength(length)
      expect(repairCode(code, length)).toEqual({ code, isRepaired: false })
    }),
  )
})

test('a code of digits comes back whole from a spreadsheet that took it for a number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 9_999_999_999n }), (number) => {
      const code = String(number).padStart(LENGTH, '0')
      expect(repairCode(String(number), LENGTH).code).toBe(code)
    }),
  )
})
