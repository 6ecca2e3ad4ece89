import { describe, expect, test } from 'vitest'
import { CONTEXT, LIN, STALL } from '../journey.examples.ts'
import type { Page } from '../schema.ts'
import { applyFormAction, type Fields, formToRaw, withoutEmptyRows } from './form.ts'
import { readPage } from './read.ts'

const page = (id: string): Page => {
  const found = STALL.pages.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}
const raw = (id: string, fields: Fields) => formToRaw(page(id), fields, CONTEXT.places)

test('a person’s fields come in parts, a birth in three boxes', () => {
  const fields = {
    'applicant.name': '林小姐',
    'applicant.nationality': 'TW',
    'applicant.id_number': LIN,
    'applicant.birth.year': '79',
    'applicant.birth.month': '5',
    'applicant.birth.day': '1',
    'applicant.phone': '0912345678',
    role: 'me',
    revision: '3',
  }
  const typed = raw('who', fields)
  expect(typed).toEqual({
    applicant: {
      name: '林小姐',
      nationality: 'TW',
      id_number: LIN,
      birth: { year: '79', month: '5', day: '1' },
      phone: '0912345678',
    },
    role: 'me',
  })
  expect(readPage(STALL, 'who', typed, CONTEXT)).toMatchObject({
    ok: true,
    answers: { applicant: { birth: '1990-05-01' } },
  })
})

test('ticks that are not there are not given', () => {
  const typed = raw('stall', { day: '', 'goods.food': 'yes', 'goods.books': 'yes', tables: '2' })
  expect(typed).toMatchObject({ goods: ['food', 'books'], agree: false })
  expect(raw('stall', { agree: 'yes' })).toMatchObject({ goods: [], agree: 'yes' })
})

describe('the rows of a group', () => {
  const two = {
    'helpers.0.name': '甲',
    'helpers.0.cooks': 'cook',
    'helpers.2.name': '乙',
    'helpers.x.name': '丙',
  }

  test('come in order, whatever their numbers', () => {
    expect(raw('team', two)).toMatchObject({ helpers: [{ name: '甲' }, { name: '乙' }] })
  })

  test('can be added and taken away by buttons, and nothing typed is lost', () => {
    const typed = raw('team', two)
    const added = applyFormAction(page('team'), typed, 'add:helpers', CONTEXT.places)
    expect(added.helpers).toHaveLength(3)
    const removed = applyFormAction(page('team'), added, 'remove:helpers:0', CONTEXT.places)
    expect(removed.helpers).toMatchObject([{ name: '乙' }, {}])
  })

  test('are no more than there may be, and an empty one is not added twice', () => {
    const full = { helpers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }
    expect(applyFormAction(page('team'), full, 'add:helpers', CONTEXT.places)).toEqual(full)
    const empty = { helpers: [{ name: 'a' }, { name: '', nationality: 'TW' }] }
    const added = applyFormAction(page('team'), empty, 'add:helpers', CONTEXT.places)
    expect(added.helpers).toEqual([{ name: 'a' }, {}])
  })

  test('are counted as the reader counts them', () => {
    const rows = { helpers: [{ name: '' }, { name: 'b' }] }
    expect(withoutEmptyRows(page('team'), rows)).toEqual({ helpers: [{ name: 'b' }] })
  })

  test('an action of another page changes nothing', () => {
    const typed = { role: 'me' }
    expect(applyFormAction(page('who'), typed, 'add:helpers', CONTEXT.places)).toBe(typed)
    expect(applyFormAction(page('who'), typed, 'trip:clear', CONTEXT.places)).toBe(typed)
  })
})

test('a million rows are not made', () => {
  const typed = raw('team', { 'helpers.99999999.name': 'x', 'helpers.1.name': 'y' })
  expect(typed.helpers).toHaveLength(1)
})
