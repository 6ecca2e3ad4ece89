// Draws the two forms of the office, once: `node --import tsx sandbox/township/make-forms.ts`. The
// team form has fields, named as a clerk's word processor names them; the camp form is a scan.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { crc32, deflateSync } from 'node:zlib'
import { PDFDocument, type PDFPage, rgb } from '@cantoo/pdf-lib'
import PDFKit from 'pdfkit'
import { type Grey, lookAt } from './paper.ts'

const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf',
)
const MM = 72 / 25.4
const A4: [number, number] = [210 * MM, 297 * MM]
const HERE = `${import.meta.dirname}/forms/`

type Pen = InstanceType<typeof PDFKit>

function drawn(draw: (pen: Pen) => void): Promise<Buffer> {
  const info = { Title: '海端鄉公所', CreationDate: new Date('2019-03-11T08:00:00+08:00') }
  const pen = new PDFKit({ autoFirstPage: false, info })
  const chunks: Buffer[] = []
  pen.registerFont('tc', readFileSync(FONT))
  pen.font('tc')
  draw(pen)
  pen.end()
  return new Promise((resolve) => {
    pen.on('data', (chunk: Buffer) => chunks.push(chunk))
    pen.on('end', () => resolve(Buffer.concat(chunks)))
  })
}

/** Millimetres from the upper left; `size` in points. */
function write(pen: Pen, text: string, xMm: number, yMm: number, size = 10): void {
  pen.fontSize(size).text(text, xMm * MM, yMm * MM, { lineBreak: false, baseline: 'top' })
}

const frame = (pen: Pen, xMm: number, yMm: number, wMm: number, hMm: number) =>
  pen
    .lineWidth(0.6)
    .rect(xMm * MM, yMm * MM, wMm * MM, hMm * MM)
    .stroke()

const COLUMNS: [string, number, number][] = [
  ['編號', 15, 12],
  ['姓名', 27, 30],
  ['身分證字號(居留證/護照)', 57, 50],
  ['出生年月日', 107, 26],
  ['行動電話', 133, 30],
  ['緊急聯絡人及電話', 163, 32],
]

function memberTable(pen: Pen, yMm: number, from: number, rows: number): void {
  for (const [title, x, width] of COLUMNS) {
    frame(pen, x, yMm, width, 8)
    write(pen, title, x + 1, yMm + 1, 8)
    for (let row = 0; row < rows; row += 1) frame(pen, x, yMm + 8 + row * 12, width, 12)
  }
  for (let row = 0; row < rows; row += 1) {
    const y = yMm + 8 + row * 12
    write(pen, from + row === 1 ? '1 領隊' : String(from + row), 16, y + 3, 8)
    for (let cell = 1; cell < 10; cell += 1) {
      const x = (57 + cell * 5) * MM
      pen
        .lineWidth(0.2)
        .moveTo(x, (y + 3) * MM)
        .lineTo(x, (y + 12) * MM)
        .stroke()
    }
  }
}

function teamSheets(pen: Pen): void {
  pen.addPage({ size: A4, margin: 0 })
  write(pen, '臺東縣海端鄉公所　登山隊伍通報單', 55, 14, 17)
  write(pen, '（示範用，並非真實機關表單）　傳真 089-931-370　請於入山三日前傳送', 45, 24, 9)
  write(pen, '通報別', 16, 34)
  write(pen, '新通報', 46, 34)
  write(pen, '變更', 81, 34)
  write(pen, '取消', 111, 34)
  for (const [label, y] of [
    ['隊伍名稱', 44],
    ['路線', 54],
    ['入山', 64],
    ['下山', 74],
  ] as const) {
    frame(pen, 15, y - 2, 28, 10)
    frame(pen, 43, y - 2, 152, 10)
    write(pen, label, 16, y)
  }
  for (const y of [64, 74]) {
    write(pen, '民國', 44, y)
    write(pen, '年', 67, y)
    write(pen, '月', 86, y)
    write(pen, '日', 105, y)
    write(pen, '地點', 115, y)
  }
  write(pen, '隊員人數（含領隊）', 16, 85)
  write(pen, '人', 68, 85)
  write(pen, '行程概要', 16, 95)
  frame(pen, 15, 93, 180, 40)
  memberTable(pen, 140, 1, 8)
  write(pen, '留守人', 16, 250)
  write(pen, '電話', 96, 250)
  write(pen, '通報單位文號', 16, 262)
  write(pen, '回覆方式', 16, 272)
  write(pen, '電子郵件', 52, 272)
  write(pen, '不需回覆', 86, 272)
  write(pen, '第 1 頁，隊員超過 8 人請續填第 2 頁', 70, 285, 8)
  pen.addPage({ size: A4, margin: 0 })
  write(pen, '登山隊伍通報單　隊員續頁', 70, 14, 15)
  write(pen, '通報單位文號', 16, 30)
  memberTable(pen, 40, 9, 4)
  write(pen, '備註', 16, 104)
  frame(pen, 15, 102, 180, 40)
  write(pen, '第 2 頁', 100, 285, 8)
}

interface Place {
  page: PDFPage
  x: number
  y: number
  w: number
  h: number
}

const boxOf = ({ x, y, w, h }: Place) => ({
  x: x * MM,
  y: (297 - y - h) * MM,
  width: w * MM,
  height: h * MM,
  borderWidth: 0,
})

type Fields = ReturnType<PDFDocument['getForm']>

function text(fields: Fields, name: string, place: Place, most?: { comb?: number; many?: true }) {
  const field = fields.createTextField(name)
  if (most?.many) field.enableMultiline()
  if (most?.comb) {
    field.setMaxLength(most.comb)
    field.enableCombing()
  }
  field.addToPage(place.page, boxOf(place))
  return field
}

function ticks(fields: Fields, name: string, page: PDFPage, y: number, at: [string, number][]) {
  const field = fields.createRadioGroup(name)
  for (const [value, x] of at) {
    const place = { ...boxOf({ page, x, y, w: 4.5, h: 4.5 }), borderWidth: 0.7 }
    field.addOptionToPage(value, page, { ...place, borderColor: rgb(0, 0, 0) })
  }
}

function row(fields: Fields, number: number, page: PDFPage, y: number): void {
  const name = `未命名${number}`
  text(fields, name, { page, x: 28, y: y + 1, w: 28, h: 10 })
  text(fields, `${name}_2`, { page, x: 57, y: y + 3, w: 50, h: 8 }, { comb: 10 })
  text(fields, `${name}_3`, { page, x: 108, y: y + 1, w: 24, h: 10 })
  text(fields, `${name}_4`, { page, x: 134, y: y + 1, w: 28, h: 10 })
  text(fields, `${name}_5`, { page, x: 163.5, y: y + 0.5, w: 31, h: 11 }, { many: true })
}

async function teamForm(): Promise<Uint8Array> {
  const form = await PDFDocument.load(await drawn(teamSheets), { updateMetadata: false })
  const [one, two] = form.getPages()
  if (!one || !two) throw new Error('two pages')
  const fields = form.getForm()
  ticks(fields, '核取1', one, 34, [
    ['NEW', 40],
    ['CHG', 75],
    ['DEL', 105],
  ])
  text(fields, '文字1', { page: one, x: 44, y: 42.5, w: 150, h: 9 }).enableRequired()
  text(fields, '文字1_2', { page: one, x: 44, y: 52.5, w: 150, h: 9 }).enableRequired()
  for (const [number, y] of [
    [2, 62.5],
    [3, 72.5],
  ] as const) {
    text(fields, `文字${number}`, { page: one, x: 54, y, w: 12, h: 9 }).setMaxLength(3)
    text(fields, `文字${number}_2`, { page: one, x: 74, y, w: 11, h: 9 }).setMaxLength(2)
    text(fields, `文字${number}_3`, { page: one, x: 93, y, w: 11, h: 9 }).setMaxLength(2)
    text(fields, `文字${number}_4`, { page: one, x: 125, y, w: 69, h: 9 })
  }
  text(fields, '數字5', { page: one, x: 53, y: 83.5, w: 14, h: 8 })
  text(fields, '文字6', { page: one, x: 16, y: 101, w: 178, h: 31 }, { many: true })
  for (let number = 1; number <= 8; number += 1) row(fields, number, one, 148 + (number - 1) * 12)
  for (let number = 9; number <= 12; number += 1) row(fields, number, two, 48 + (number - 9) * 12)
  text(fields, '文字7', { page: one, x: 32, y: 248, w: 60, h: 8 })
  text(fields, '文字7_2', { page: one, x: 108, y: 248, w: 60, h: 8 })
  const reference = text(fields, '文字8', { page: one, x: 45, y: 260, w: 120, h: 8 })
  reference.addToPage(two, boxOf({ page: two, x: 45, y: 28, w: 120, h: 8 }))
  ticks(fields, '核取9', one, 272, [
    ['1', 46],
    ['0', 80],
  ])
  text(fields, '文字10', { page: two, x: 16, y: 109, w: 178, h: 32 }, { many: true })
  return form.save()
}

function campSheet(pen: Pen): void {
  pen.addPage({ size: A4, margin: 0 })
  write(pen, '海端鄉公所　營地使用登記表', 60, 18, 17)
  write(pen, '（示範用，並非真實機關表單）', 80, 28, 9)
  const rows = [
    ['隊伍名稱', 40],
    ['使用營地', 52],
    ['使用日期', 64],
    ['人數', 76],
    ['負責人', 88],
    ['聯絡電話', 100],
  ] as const
  for (const [label, y] of rows) {
    frame(pen, 20, y, 35, 12)
    frame(pen, 55, y, 135, 12)
    write(pen, label, 24, y + 3)
  }
  frame(pen, 20, 112, 35, 12)
  frame(pen, 55, 112, 135, 12)
  write(pen, '炊煮', 24, 115)
  frame(pen, 62, 115.5, 5, 5)
  write(pen, '自備爐具', 70, 115)
  frame(pen, 102, 115.5, 5, 5)
  write(pen, '不炊煮', 110, 115)
  frame(pen, 20, 124, 170, 60)
  write(pen, '使用人名單', 24, 127)
  frame(pen, 20, 184, 35, 12)
  frame(pen, 55, 184, 135, 12)
  write(pen, '來文文號', 24, 187)
}

/** Printed and scanned again: nothing is left but grey dots. */
async function campForm(): Promise<Uint8Array> {
  const [sheet] = (await lookAt(await drawn(campSheet))) ?? []
  if (!sheet) throw new Error('one page')
  const form = await PDFDocument.create()
  const picture = await form.embedPng(greyPng(sheet.picture))
  form.addPage(A4).drawImage(picture, { x: 0, y: 0, width: A4[0], height: A4[1] })
  const scanned = new Date('2016-08-02T10:12:00+08:00')
  form.setCreationDate(scanned)
  form.setModificationDate(scanned)
  return form.save()
}

function greyPng({ width, height, dots }: Grey): Buffer {
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = (dots[y * width + x] ?? 255) | 0x0f
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([signature, ...parts])
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(body.length, 0)
  whole.set(named, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}

writeFileSync(`${HERE}team.pdf`, await teamForm())
writeFileSync(`${HERE}camp.pdf`, await campForm())
