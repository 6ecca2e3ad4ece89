// Papers are looked at as pictures: text that lies in a file proves nothing about what is on paper.

import { readFileSync } from 'node:fs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { expect, test } from 'vitest'
import { lookAt, type Place, type Sheet } from '../../../../sandbox/township/paper.ts'
import { fillForm, formDifferences, letter, overlay, PdfTrouble, readForm } from '../../kit/pdf.ts'
import { widthOf, wrap } from './type.ts'

const blank = (name: string) => new Uint8Array(readFileSync(`sandbox/township/forms/${name}.pdf`))
const TEAM = blank('team')
const CAMP = blank('camp')
const REQUIRED = { 文字1: '山風隊', 文字1_2: '南二段' }

async function sheets(paper: Uint8Array): Promise<[Sheet, ...Sheet[]]> {
  const [first, ...rest] = (await lookAt(paper)) ?? []
  if (!first) throw new Error('no paper')
  return [first, ...rest]
}
const troubleOf = async (paper: Promise<unknown>) => {
  const trouble = await paper.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(trouble instanceof PdfTrouble)) throw new Error(`no trouble: ${String(trouble)}`)
  return trouble.problems
}
/** How much darker a place became. */
const inkAdded = (before: Sheet, after: Sheet, place: Place) =>
  after.inkIn(place) - before.inkIn(place)

test('a form tells its fields, with the export values of its boxes and not their looks', async () => {
  const fields = await readForm(TEAM)
  const field = (name: string) => fields.find((one) => one.name === name)
  expect(fields).toHaveLength(78)
  expect(field('核取1')).toMatchObject({ kind: 'tick', choices: ['NEW', 'CHG', 'DEL'] })
  expect(field('文字1_2')).toMatchObject({ kind: 'text', isRequired: true, page: 1 })
  expect(field('未命名9_2')).toMatchObject({ mostCharacters: 10, page: 2 })
})

test('each character of a name is ink on the paper, rare ones and long ones too', async () => {
  const [before] = await sheets(TEAM)
  const place = { x: 44, y: 42, w: 150, h: 10 }
  const inkOf = async (name: string) => {
    const [after] = await sheets(await fillForm(TEAM, { ...REQUIRED, 文字1: name }))
    expect(after.textIn(place)).toBe(name)
    return inkAdded(before, after, place)
  }
  // Each character of such a size covers at least so much of the place.
  for (const name of ['𨳊', '䂖', '堃喆峯', '林怡君陳美玲王大姊林大同']) {
    expect(await inkOf(name)).toBeGreaterThan([...name].length * 0.0005)
  }
})

test('boxes are ticked where the form has them, and cells hold one character each', async () => {
  const filled = await fillForm(TEAM, {
    ...REQUIRED,
    核取1: 'CHG',
    核取9: '1',
    未命名1_2: 'A123456789',
  })
  const [before] = await sheets(TEAM)
  const [after] = await sheets(filled)
  const inside = (x: number, y: number) => ({ x: x + 1.4, y: y + 1.4, w: 1.8, h: 1.8 })
  const ticked = (x: number, y: number) => inkAdded(before, after, inside(x, y)) > 0.05
  expect([ticked(40, 34), ticked(75, 34), ticked(105, 34)]).toEqual([false, true, false])
  expect([ticked(46, 272), ticked(80, 272)]).toEqual([true, false])
  for (const [index, character] of [...'A123456789'].entries()) {
    expect(after.textIn({ x: 57 + index * 5, y: 150, w: 5, h: 9 })).toBe(character)
  }
})

test('nothing can be filled in any more, and the sheets are as many as before', async () => {
  const paper = await PDFDocument.load(await fillForm(TEAM, REQUIRED))
  expect(paper.getForm().getFields()).toEqual([])
  expect(paper.getPageCount()).toBe(2)
})

test('a long text shrinks to seven points, then the field is named', async () => {
  const [page] = await sheets(await fillForm(TEAM, { ...REQUIRED, 文字1_2: '山'.repeat(58) }))
  expect(page.textIn({ x: 44, y: 52, w: 150, h: 10 }).replaceAll(/\s/g, '')).toBe('山'.repeat(58))
  expect(await troubleOf(fillForm(TEAM, { ...REQUIRED, 文字1_2: '山'.repeat(400) }))).toEqual([
    { code: 'does_not_fit', field: '文字1_2' },
  ])
})

test('everything that is wrong with a filling is told at once, and nothing is left out', async () => {
  const wrong = {
    文字1: '雪😀隊',
    文字1_2: '',
    文字2: '1150',
    未命名1_2: 'A12345678901',
    核取1: 'X',
  }
  expect(await troubleOf(fillForm(TEAM, { ...wrong, 文字99: 'x' }))).toEqual([
    { code: 'no_such_field', field: '文字99' },
    { code: 'no_such_choice', field: '核取1' },
    { code: 'left_empty', field: '文字1_2' },
    { code: 'does_not_fit', field: '文字2' },
    { code: 'does_not_fit', field: '未命名1_2' },
    { code: 'missing_glyph', field: '文字1', characters: '😀' },
  ])
})

test('a form that changed is told by its fields', async () => {
  const changed = await PDFDocument.load(TEAM)
  const form = changed.getForm()
  form.removeField(form.getTextField('文字7'))
  form.createTextField('文字7_1').addToPage(changed.getPage(0), { x: 10, y: 10 })
  expect(await formDifferences(TEAM, TEAM)).toEqual([])
  const told = await formDifferences(TEAM, await changed.save())
  expect(told.map((one) => one.split(',')[0])).toEqual(['- {"name":"文字7"', '+ {"name":"文字7_1"'])
})

test('a scan without fields is written on at places in millimetres', async () => {
  const at = { page: 1, xMm: 57, widthMm: 130, heightMm: 12 }
  const people = Array.from({ length: 12 }, (_, index) => `隊員${index + 1} 陳𨳊䂖`).join('、')
  const paper = await overlay(CAMP, [
    { ...at, name: '隊伍名稱', text: '山風隊', yMm: 40 },
    { ...at, name: '炊煮', text: '', as: 'tick', xMm: 102, yMm: 115.5, widthMm: 5, heightMm: 5 },
    {
      ...at,
      name: '名單',
      text: people,
      as: 'lines',
      xMm: 22,
      yMm: 134,
      widthMm: 166,
      heightMm: 48,
    },
    { ...at, name: '文號', text: 'case-7:camp', yMm: 184 },
  ])
  const [before] = await sheets(CAMP)
  const [after] = await sheets(paper)
  expect(after.textIn({ x: 56, y: 40, w: 133, h: 12 })).toBe('山風隊')
  expect(after.textIn({ x: 56, y: 184, w: 133, h: 12 })).toBe('case-7:camp')
  const list = after.textIn({ x: 21, y: 133, w: 168, h: 50 })
  expect(list.replaceAll(/[\r\n\s]/g, '')).toBe(people.replaceAll(' ', ''))
  expect(inkAdded(before, after, { x: 103, y: 116.5, w: 3, h: 3 })).toBeGreaterThan(0.05)
  expect(inkAdded(before, after, { x: 63, y: 116.5, w: 3, h: 3 })).toBe(0)
  expect(
    await troubleOf(overlay(CAMP, [{ ...at, page: 3, name: '第三頁', text: 'x', yMm: 1 }])),
  ).toEqual([{ code: 'not_writable', field: '第三頁' }])
})

test('a letter numbers its pages and carries our key on each', async () => {
  const lines = Array.from({ length: 80 }, (_, index) => `${index + 1}. 陳𨳊䂖`)
  const pages = await sheets(await letter({ title: '通報', lines, key: 'case-9:reserve' }))
  expect(pages).toHaveLength(2)
  for (const [index, page] of pages.entries()) {
    expect(page.textIn({ x: 100, y: 5, w: 95, h: 12 })).toBe('case-9:reserve')
    expect(page.textIn({ x: 90, y: 280, w: 30, h: 10 })).toBe(`${index + 1} / 2`)
  }
  expect(pages.map((page) => page.text).join('')).toContain('80. 陳𨳊䂖')
  expect(await troubleOf(letter({ title: 'a', lines: ['好', '👍'] }))).toEqual([
    { code: 'missing_glyph', field: 'lines', characters: '👍' },
  ])
})

test('lines break between Han characters and at spaces, never before a closing mark', () => {
  const lines = wrap('陳大文、林怡君。Pelumi Johansson', 10, 52)
  expect(lines.every((line) => widthOf(line, 10) <= 52)).toBe(true)
  expect(lines.filter((line) => /^[，。、]/.test(line))).toEqual([])
  expect(lines.join('').replaceAll(' ', '')).toBe('陳大文、林怡君。PelumiJohansson')
  expect(lines).toContain('Pelumi')
})
