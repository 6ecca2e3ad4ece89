// The office's pages: its blank forms for everybody, the clerk's list and answers, and the switch
// of the telephone line, which is the sandbox's and no office's.

import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { SandboxEnv } from '../faults.ts'
import { CLEAR, LINE_STATES, type LineSetting } from './line.ts'
import {
  answerNotice,
  findNotice,
  listNotices,
  listWaste,
  type Notice,
  type Office,
} from './notices.ts'

const FORMS = ['team.pdf', 'camp.pdf']

export function officePages(office: Office): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.get('/township', (asked) => asked.html(frontPage()))
  app.get('/township/forms/:name', (asked) => {
    const name = FORMS.find((one) => one === asked.req.param('name'))
    if (!name) return asked.html(sheet(html`查無此檔案`), 404)
    const bytes = new Uint8Array(readFileSync(`${import.meta.dirname}/forms/${name}`))
    return asked.body(bytes, 200, { 'content-type': 'application/pdf' })
  })
  app.get('/township/officer', (asked) =>
    asked.html(listPage(listNotices(office), listWaste(office))),
  )
  app.get('/township/officer/view', (asked) => {
    const notice = findNotice(office, asked.req.query('no') ?? '')
    return notice ? asked.html(viewPage(notice, '')) : asked.html(sheet(html`查無此件`), 404)
  })
  app.post('/township/officer/act', async (asked) => {
    const { no, action, reason = '', by = 'mail' } = await asked.req.parseBody()
    const notice = findNotice(office, String(no))
    if (!notice) return asked.html(sheet(html`查無此件`), 404)
    if (action !== 'note' && (action !== 'return' || reason === '')) {
      return asked.html(viewPage(notice, '退件請填寫原因'), 400)
    }
    const way = by === 'telephone' ? 'telephone' : 'mail'
    answerNotice(office, notice, { action, reason: String(reason), by: way })
    return asked.redirect(`/township/officer/view?no=${encodeURIComponent(notice.number)}`)
  })
  addLineSwitch(app, office)
  return app
}

function addLineSwitch(app: Hono<SandboxEnv>, { store }: Office): void {
  app.get('/township/line', (asked) => asked.json(store.find('fax line', 'setting') ?? CLEAR))
  app.post('/township/line', async (asked) => {
    const wish = (await asked.req.json().catch(() => ({}))) as Partial<LineSetting>
    const state = LINE_STATES.find((one) => one === (wish.state ?? 'ok'))
    if (!state) return asked.json({ error: `state unknown: ${LINE_STATES.join(' ')}` }, 400)
    const setting: LineSetting = { ...CLEAR, ...wish, state }
    store.put('fax line', 'setting', setting)
    return asked.json(setting)
  })
}

const sheet = (body: unknown) => html`<!doctype html><html lang="zh-TW"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>海端鄉公所（示範）</title>
<style>body{font:16px/1.7 serif;margin:1em auto;max-width:44em;padding:0 1em}td,th{border:1px solid #999;padding:2px 8px}</style></head>
<body><h1>海端鄉公所　登山隊伍通報（示範，並非真實機關）</h1>${body}</body></html>`

const frontPage = () =>
  sheet(html`<p>請下載表單填寫後傳真至 089-931-370。</p><ul>
<li><a href="/township/forms/team.pdf">登山隊伍通報單</a></li><li><a href="/township/forms/camp.pdf">營地使用登記表</a></li></ul>`)

const listPage = (notices: Notice[], waste: ReturnType<typeof listWaste>) =>
  sheet(
    html`<table><tr><th>收件編號</th><th>隊伍</th><th>文號</th><th>狀態</th></tr>${notices.map(
      ({ number, fields, key, status }) =>
        html`<tr><td><a href="/township/officer/view?no=${number}">${number}</a></td><td>${String(fields.team)}</td><td>${key}</td><td>${status}</td></tr>`,
    )}</table><h2>未受理傳真</h2><ul>${waste.map(({ job, why }) => html`<li>${job}　${why}</li>`)}</ul>`,
  )

const viewPage = (notice: Notice, wrong: string) =>
  sheet(html`<p style="color:#b00">${wrong}</p><p>${notice.number}　<b>${notice.status}</b>　${notice.reason}</p>
<p>文號 ${notice.key}　回覆信箱 ${notice.mail || '（無，請電話回覆）'}</p>
<form method="post" action="/township/officer/act"><input type="hidden" name="no" value="${notice.number}">
<p><label for="reason">原因</label> <input id="reason" name="reason"></p>
<p><label for="by">回覆方式</label> <select id="by" name="by"><option value="mail">電子郵件</option><option value="telephone">電話</option></select></p>
<p><button name="action" value="note">同意備查</button> <button name="action" value="return">退件</button></p></form>
${notice.text.map((text) => html`<pre>${text}</pre>`)}<a href="/township/officer">回清單</a>`)
