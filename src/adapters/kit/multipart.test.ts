import { expect, test } from 'vitest'
import type { FilledForm } from './form.ts'
import { fillForm } from './form.ts'
import { packed } from './multipart.ts'
import { labelsOf, readPage } from './page.ts'

const PDF = { name: '位置圖.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n') }
const PAGE = readPage(
  'http://old.example/files.asp',
  200,
  `<form method="post" enctype="multipart/form-data"><table>
   <tr><td>＊備註：</td><td><input name="t1"></td></tr>
   <tr><td>＊位置圖：</td><td><input type="file" name="f1"> PDF</td></tr></table>
   <p><input type="checkbox" name="c1" value="Y">已閱讀</p><input type="submit" value="下一頁"></form></html>`,
)

const read = async (fields: FilledForm['fields'], encoding: 'utf-8' | 'big5') => {
  const { contentType, body } = packed(fields, encoding)
  const text = Buffer.from(body)
  const headers = { 'content-type': contentType }
  return { text, form: await new Response(new Uint8Array(text), { headers }).formData() }
}

test('a file goes with its name, its type and its bytes', async () => {
  const { fields, isMultipart } = fillForm(PAGE, { 備註: '王小明', 位置圖: PDF, 已閱讀: true })
  expect(isMultipart).toBe(true)
  const { form } = await read(fields, 'utf-8')
  const file = form.get('f1') as File
  expect([file.name, file.type, await file.text()]).toEqual([PDF.name, PDF.mediaType, '%PDF-1.4\n'])
  expect([form.get('t1'), form.get('c1')]).toEqual(['王小明', 'Y'])
})

test('an old site gets texts and names of files in its own encoding', async () => {
  const { text } = await read(
    [
      ['t1', '王'],
      ['f1', PDF],
    ],
    'big5',
  )
  expect(text.includes(Buffer.from([0xa4, 0xfd]))).toBe(true)
  expect(text.includes(Buffer.from('王'))).toBe(false)
  expect(text.includes(Buffer.from('%PDF-1.4\n'))).toBe(true)
  expect(() => packed([['t1', '䂖']], 'big5')).toThrow('Big5 has no 䂖')
})

test('a name cannot end its header, and lines end as on the wire', async () => {
  const { form } = await read([['a"\r\nX: 1', 'one\ntwo']], 'utf-8')
  expect([...form.values()]).toEqual(['one\r\ntwo'])
  expect([...form.keys()]).toHaveLength(1)
})

test('a text for a file, and a file for a text, is a page that changed', () => {
  expect(() => fillForm(PAGE, { 位置圖: 'a.pdf' })).toThrow('changed_layout')
  expect(() => fillForm(PAGE, { 備註: PDF })).toThrow('changed_layout')
})

test('the words of a tick may stand behind it', () => {
  expect(labelsOf(PAGE)).toEqual(['備註*', '位置圖*', '已閱讀'])
})
