// Which card numbers can be: papers of both kinds of residents, and the health card.

import { expect, test } from 'vitest'
import { readCard } from './cards.ts'

test.each([
  ['A123456789', 'A123456789'],
  ['ａ１２３４５６７８９', 'A123456789'],
  [' a123-456-789 ', 'A123456789'],
  ['A800000014', 'A800000014'],
  ['AC01234567', 'AC01234567'],
])('%s is a card', (typed, number) => {
  expect(readCard(typed, 'identity')?.number).toBe(number)
})

test.each(['A123456788', 'A323456789', '123456789012', '', "A1' or '1", 'A12345678'])(
  '%s is none',
  (typed) => {
    expect(readCard(typed, 'identity')).toBeNull()
  },
)

test('a wrong last digit is always found', () => {
  const ends = [...'0123456789'].filter((digit) => readCard(`A12345678${digit}`, 'identity'))
  expect(ends).toEqual(['9'])
})

test('a health card is counted only where the programme counts by it', () => {
  expect(readCard('0000 1234 5678', 'nhi')?.lastDigit).toBe(8)
  expect(readCard('000012345678', 'identity')).toBeNull()
  expect(readCard('A123456789', 'nhi')).toBeNull()
})
