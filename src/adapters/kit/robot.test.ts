// The robot against pages of every old habit: labels here and there, tokens, cookies, error pages
// that answer 200.

import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Wires } from '../contract.ts'
import { openOutgoing } from '../gateway/outgoing.ts'
import { fieldsOf } from './fields.ts'
import { fillForm } from './form.ts'
import { expectShape, formWith, labelsOf, readPage } from './page.ts'
import * as pages from './pages.ts'
import { visitSite } from './site.ts'

const page = (body: string, title = '申請') =>
  readPage(
    'http://old.example/apply',
    200,
    `<html><head><title>${title}</title></head><body>${body}</body></html>`,
  )

const FORM = `<form method="post" action="/send">
  <input type="hidden" name="token" value="t1">
  <table>
    <tr><td>＊姓　名：</td><td><input name="a1"></td></tr>
    <tr><td><label for="b">生日 (必填)</label></td><td><input id="b" name="a2"></td></tr>
    <tr><td>縣市</td><td><select name="a3"><option value="">----</option><option value="7">臺中市</option></select></td></tr>
    <tr><td>性別</td><td><label><input type="radio" name="a4" value="1">女</label><label><input type="radio" name="a4" value="2" checked>男</label></td></tr>
  </table>
  <label>手機 <input name="a5" maxlength="10" required></label>
  <p>備註：<textarea name="a6">舊的</textarea></p>
  <dl><dt>電話</dt><dd><input name="a7"></dd></dl>
  <label><input type="checkbox" name="a8" value="Y"> 我同意</label>
  <input type="submit" name="go" value="下 一 步">
</form>`

describe('fields of a form', () => {
  test('are found by label: beside, around, in the cell before, in the term before', () => {
    expect(labelsOf(page(FORM))).toEqual([
      '姓名*',
      '生日*',
      '縣市',
      '性別',
      '手機*',
      '備註',
      '電話',
      '我同意',
    ])
  })

  test('of a list take the head of their column', () => {
    const list = page(
      '<form><table><tr><th>姓名</th><th>證號</th></tr><tr><td><input name="n"></td><td><input name="i"></td></tr></table></form>',
    )
    expect(labelsOf(list)).toEqual(['姓名', '證號'])
  })

  test('are sent as a browser would: hidden ones, old values, choices by their text', () => {
    const filled = fillForm(
      page(FORM),
      { 姓名: '王小明', 縣市: '臺中市', 性別: '女', 我同意: true, '手機：': '0912345678' },
      '下一步',
    )
    expect(filled).toMatchObject({ url: 'http://old.example/send', method: 'POST' })
    expect(Object.fromEntries(filled.fields)).toEqual({
      token: 't1',
      a1: '王小明',
      a2: '',
      a3: '7',
      a4: '1',
      a5: '0912345678',
      a6: '舊的',
      a7: '',
      a8: 'Y',
      go: '下 一 步',
    })
  })

  test('that are not there, or do not offer the choice, stop the robot', () => {
    expect(() => fillForm(page(FORM), { 血型: 'A' })).toThrow('changed_layout')
    expect(() => fillForm(page(FORM), { 縣市: '台中市' })).toThrow('does_not_fit')
    expect(() => fillForm(page(FORM), { 手機: '0912-345-678' })).toThrow('does_not_fit')
  })

  test('an unticked box sends nothing', () => {
    const fields = fillForm(page(FORM), { 我同意: false }).fields
    expect(fields.map(([name]) => name)).not.toContain('a8')
  })
})

describe('the shape of a page', () => {
  const shape = { title: '申請', button: '下一步' }
  const seen = labelsOf(page(FORM))

  test('fits the page it was written for', () => {
    expect(() => expectShape(page(FORM), { ...shape, fields: seen })).not.toThrow()
  })

  test.each([
    ['a new field', FORM.replace('<dl>', '<p>血型：<input name="x"></p><dl>')],
    ['a field that became required', FORM.replace('備註：', '＊備註：')],
    ['a label that changed', FORM.replace('生日', '出生日期')],
    ['fields in another order', FORM.replace(/(<tr>.*?<\/tr>)\s*(<tr>.*?<\/tr>)/, '$2$1')],
    ['a button that changed', FORM.replace('下 一 步', '送出')],
  ])('does not fit %s', (_, html) => {
    expect(() => expectShape(page(html), { ...shape, fields: seen })).toThrow('changed_layout')
  })

  test('an open shape minds only the fields it names', () => {
    const html = FORM.replace('<dl>', '<p>血型：<input name="x"></p><dl>')
    expect(() => expectShape(page(html), { ...shape, fields: seen, isOpen: true })).not.toThrow()
  })
})

test('a page that shows a name other than we wrote it is found before the last click', () => {
  const shown = page('<table><tr><td>姓名</td><td>陳?</td></tr></table>')
  expect(() => pages.expectShown(shown, { 姓名: '陳䂖' })).toThrow('not_shown_as_written')
})

test('a table is read by its heading row', () => {
  const list = page(
    '<table id="t"><tr><th>號</th><th>狀態</th></tr><tr><td>1</td><td>核准</td></tr></table>',
  )
  expect(pages.tableRows(list, '#t')).toEqual([{ 號: '1', 狀態: '核准' }])
})

test('the form is the one with the button, not the search box above it', () => {
  const two = page(`<form><input name="q"><button>搜尋</button></form>${FORM}`)
  const form = formWith(two, '下一步')
  expect(form && fieldsOf(two.$, form)).toHaveLength(8)
})

describe('a visit', () => {
  let server: Server
  const seen: { path: string; cookie: string; body: string }[] = []
  afterEach(() => new Promise<void>((done) => server.close(() => done())))

  type Answer = { status?: number; headers?: Record<string, string>; html: string }
  async function site(answer: (path: string) => Answer) {
    seen.length = 0
    server = createServer(async (asked, told) => {
      const path = asked.url ?? ''
      seen.push({ path, cookie: asked.headers.cookie ?? '', body: await bodyOf(asked) })
      const { status = 200, headers = {}, html } = answer(path)
      told.writeHead(status, headers).end(html)
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const kept: string[] = []
    const outgoing = openOutgoing({
      hosts: [host],
      maxResponseBytes: 100_000,
      signal: new AbortController().signal,
      isHarmless: false,
      resolve: (url) => url.replace('{old}', host),
    })
    const call = {
      now: new Date(0),
      fetch: outgoing.fetch,
      resolve: (url: string) => url.replace('{old}', host),
      credential: () => '',
      wires: {} as Wires,
      keep: ({ label }: { label: string }) => void kept.push(label),
    }
    return { visit: visitSite(call), outgoing, kept }
  }
  const whole = (body: string) => `<html><title>申請</title><body>${body}</body></html>`
  const shape = { title: '申請', fields: labelsOf(page(FORM)), button: '下一步' }

  test('keeps cookies over redirects, and only the last click may file', async () => {
    const { visit, outgoing } = await site((path) =>
      path === '/start'
        ? { status: 302, headers: { 'set-cookie': 'S=1; Path=/', location: '/form' }, html: '' }
        : { html: whole(FORM) },
    )
    const first = await visit.open('http://{old}/start')
    const second = await visit.press(first, { 姓名: '王' })
    expect(outgoing.mayHaveArrived()).toBe(false)
    await visit.pressLast(second, { 姓名: '王' }, shape)
    expect(outgoing.mayHaveArrived()).toBe(true)
    expect(seen.map(({ path, cookie }) => `${path} ${cookie}`)).toEqual([
      '/start ',
      '/form S=1',
      '/send S=1',
      '/send S=1',
    ])
    expect(seen[3]?.body).toContain('token=t1')
  })

  test('does not click when the page has changed, and keeps the page', async () => {
    const { visit, outgoing, kept } = await site(() => ({
      html: whole(FORM.replace('生日', '出生')),
    }))
    const opened = await visit.open('http://{old}/form')
    await expect(visit.pressLast(opened, { 姓名: '王' }, shape)).rejects.toThrow('changed_layout')
    expect(seen.map(({ path }) => path)).toEqual(['/form'])
    expect(outgoing.mayHaveArrived()).toBe(false)
    expect(kept.join()).toContain('missing 生日*; new 出生*')
  })

  test('does not send a form a second time because the server sends it elsewhere', async () => {
    const { visit } = await site((path) =>
      path === '/send'
        ? { status: 307, headers: { location: '/x' }, html: '' }
        : { html: whole(FORM) },
    )
    const opened = await visit.open('http://{old}/form')
    await expect(visit.pressLast(opened, {}, shape)).rejects.toThrow('redirected_form')
    expect(seen.map(({ path }) => path)).toEqual(['/form', '/send'])
  })

  test.each([
    ['half a page', { html: '<html><title>申請</title><body><form>' }, 'half_page'],
    ['maintenance with 200', { html: whole('系統維護中，請稍後') }, 'maintenance'],
    [
      'a log-in nobody told us of',
      { html: whole('<form><input type="password"></form>') },
      'login_wall',
    ],
    ['an error page', { status: 500, html: whole('oops') }, 'http_500'],
    ['a request to wait', { status: 503, headers: { 'retry-after': '9' }, html: '' }, 'http_503'],
  ])('recognises %s', async (_, answer, trouble) => {
    const { visit } = await site(() => answer)
    await expect(visit.open('http://{old}/form')).rejects.toMatchObject({ trouble })
  })
})

async function bodyOf(asked: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of asked) body += String(chunk)
  return body
}
