import { expect, test } from 'vitest'
import { TODAY, taichungPlaces } from '../taichung.examples.ts'
import { outlineOf } from './outlines.ts'

const places = taichungPlaces()

test('all forest huts are drawn a month before, and cost by the person or by the site', () => {
  expect(outlineOf(places, 'forestry', TODAY)).toMatchObject({
    countedFrom: 'first_night',
    opens: { value: { months: 2 } },
    closes: { value: { days: 7 } },
    draw: { ahead: { months: 1 }, isAlways: true },
    fees: [
      { per: 'person', fromTwd: 250, toTwd: 480 },
      { per: 'site', fromTwd: 400, toTwd: 400 },
    ],
  })
})

test('玉山 draws some nights only, 雪霸 none', () => {
  expect(outlineOf(places, 'yushan-park', TODAY)?.draw).toMatchObject({ isAlways: false })
  expect(outlineOf(places, 'sheipa-park', TODAY)?.draw).toBeNull()
})

test('the window of the day is told, not one that is over', () => {
  expect(outlineOf(places, 'police', '2022-05-01')?.opens.value).toEqual({ days: 45 })
  expect(outlineOf(places, 'police', TODAY)?.opens.value).toEqual({ days: 124 })
})

test('an agency that decides about no place has no outline', () => {
  expect(outlineOf(places, 'household-registration', TODAY)).toBeNull()
})
