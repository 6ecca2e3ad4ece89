import { expect, test } from 'vitest'
import { boxesOf, lineOf, rowsOf, typedParts } from './typed.ts'

test('a day is shown in three boxes, as typed or as read', () => {
  expect(boxesOf('2026-12-24')).toEqual({ year: '2026', month: '12', day: '24' })
  expect(boxesOf({ year: '115', month: '', day: '24' })).toEqual({
    year: '115',
    month: '',
    day: '24',
  })
  expect(boxesOf(undefined)).toEqual({ year: '', month: '', day: '' })
})

test('an address is one line again, a place its id', () => {
  expect(lineOf({ city: '臺中市', district: '西屯區', street: '路1號' })).toBe('臺中市西屯區路1號')
  expect(lineOf({ id: 'xitun', name: '西屯區' })).toBe('xitun')
  expect(lineOf(undefined)).toBe('')
})

test('a person is presumed to be from here until somebody says otherwise', () => {
  expect(typedParts({})).toMatchObject({ nationality: 'TW', 'birth.year': '' })
  expect(typedParts({ nationality: 'JP', birth: '1990-05-01' })).toMatchObject({
    nationality: 'JP',
    'birth.year': '1990',
  })
})

test('a group shows at least the rows it needs', () => {
  expect(rowsOf(undefined, 2)).toEqual([{}, {}])
  expect(rowsOf([{ name: 'a' }], 0)).toEqual([{ name: 'a' }])
})
