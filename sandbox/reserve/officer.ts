// The officer's pages: what came in, and the buttons that make the office write.

import { Hono } from 'hono'
import { html } from 'hono/html'
import { plusDays } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import { receiptOf } from './desk.ts'
import {
  awayUntil,
  type Filing,
  findFiling,
  listFilings,
  newKey,
  type Office,
  STAGES,
  saveFiling,
  setAway,
} from './filings.ts'
import { ADDRESSINGS, FORMS, type Reply, reply, rocDay, today } from './letters.ts'

export function officerPages(office: Office): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.get('/reserve', (asked) => asked.redirect('/reserve/officer'))
  app.get('/reserve/officer', (asked) => asked.html(listPage(office)))
  app.get('/reserve/officer/view', (asked) => {
    const filing = findFiling(office, asked.req.query('no') ?? '')
    return filing ? asked.html(viewPage(filing, '')) : asked.html(sheet(html`查無資料`), 404)
  })
  app.post('/reserve/officer/act', (asked) => act(office, asked))
  app.post('/reserve/officer/away', async (asked) => {
    const { until } = await asked.req.parseBody()
    setAway(office, String(until ?? ''))
    return asked.redirect('/reserve/officer')
  })
  return app
}

async function act(office: Office, asked: Asked): Promise<Response> {
  const form = Object.fromEntries(
    Object.entries(await asked.req.parseBody()).map(([name, value]) => [name, String(value)]),
  )
  const filing = findFiling(office, form.no ?? '')
  if (!filing) return asked.html(sheet(html`查無資料`), 404)
  const done = decide(office, filing, form)
  if (typeof done === 'string') return asked.html(viewPage(filing, done), 400)
  saveFiling(office, done.filing)
  const style = {
    form: FORMS.find((one) => one === form.form),
    to: ADDRESSINGS.find((one) => one === form.to),
  }
  reply(office, done.filing, {
    ...done.reply,
    ...(style.form ? { form: style.form } : {}),
    ...(style.to ? { to: style.to } : {}),
  })
  return asked.redirect(`/reserve/officer/view?no=${encodeURIComponent(filing.number)}`)
}

type Decided = { filing: Filing; reply: Reply }

function decide(office: Office, filing: Filing, form: Record<string, string>): Decided | string {
  if (form.action === 'receipt') return { filing, reply: receiptOf(filing, null) }
  if (filing.status !== '審查中' && filing.status !== '待補正') return '本案已結案'
  const reason = (form.reason ?? '').trim()
  switch (form.action) {
    case 'stage': {
      const stage = filing.stage + 1
      if (stage >= STAGES.length - 1) return '下一階段為核定，請選准予或不予'
      const text = `${filing.number}目前進度：${STAGES[stage]}（${stage + 1}/${STAGES.length}）。`
      return { filing: { ...filing, stage }, reply: { topic: 'stage', text } }
    }
    case 'approve':
      return approve(office, filing)
    case 'reject': {
      if (!reason) return '請填寫不予同意之原因'
      const text = `${filing.number}歉難同意。\n原因：${reason}`
      return {
        filing: { ...filing, status: '不予同意', reason },
        reply: { topic: 'rejected', text },
      }
    }
    case 'correct':
      return askCorrection(office, filing, form, reason)
    default:
      return '請選擇處理方式'
  }
}

function approve(office: Office, filing: Filing): Decided {
  const year = Number(today(office).slice(0, 4)) - 1911
  const next = office.store.count(`reserve permit ${year}`)
  const permit = `自保許字第${year}${String(next).padStart(7, '0')}號`
  const text = `${filing.number}准予進入。\n許可字號：${permit}\n入區時請攜帶身分證明文件。`
  return {
    filing: { ...filing, status: '准予進入', stage: STAGES.length - 1, permit },
    reply: { topic: 'approved', text },
  }
}

function askCorrection(
  office: Office,
  filing: Filing,
  form: Record<string, string>,
  reason: string,
): Decided | string {
  const item = (form.item ?? '').trim()
  if (!item) return '請填寫補正項目'
  const by = /^\d{4}-\d\d-\d\d$/.test(form.by ?? '') ? String(form.by) : plusDays(today(office), 7)
  const key = newKey()
  const text = `${filing.number}請於${rocDay(by)}前補正。
補正項目：${item}
說明：${reason || '詳如申請須知'}
回信時主旨請加註「補正」，並附補正鑰匙：${key}`
  return {
    filing: { ...filing, status: '待補正', correction: { item, by, key } },
    reply: { topic: 'correction', text },
  }
}

const sheet = (body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>自然保留區進入申請</title><style>body{font:16px serif;margin:1em;max-width:50em}header{background:#3b5323;color:#fff;padding:.6em}
li{margin:.5em 0}dt{font-weight:bold}dd{margin:0 0 .5em 1em;white-space:pre-wrap}button,input,select{font:inherit;padding:.3em}.wrong{color:#b00}</style></head>
<body><header>自然保留區管理站　收發文（虛構之示範機關）</header>${body}</body></html>`

const listPage = (office: Office) => {
  const filings = listFilings(office).reverse().slice(0, 200)
  return sheet(html`<form method="post" action="/reserve/officer/away"><label for="until">請假至</label>
<input id="until" name="until" value="${awayUntil(office)}" placeholder="2026-12-01"> <button>存檔</button></form>
<ul>${filings.map(
    (filing) =>
      html`<li><a href="/reserve/officer/view?no=${encodeURIComponent(filing.number)}">${filing.number}</a> ${String(filing.fields.reserve)} ${String(filing.fields.from)} <b>${filing.status}</b></li>`,
  )}</ul>${filings.length === 0 ? '目前無來文' : ''}`)
}

function viewPage(filing: Filing, wrong: string) {
  const rows: [string, string][] = [
    ['收件字號', filing.number],
    ['來文字號', filing.reference],
    ['狀態', `${filing.status}（${STAGES[filing.stage]}）`],
    ['許可字號', filing.permit],
    ['原因', filing.reason],
    ['補正', filing.correction ? `${filing.correction.item}，${filing.correction.by}前` : ''],
    ['寄件者', filing.replyTo],
    ['附件', filing.attachments.map(({ name, bytes }) => `${name}（${bytes}）`).join('、')],
    ['資料', JSON.stringify(filing.fields, null, 1)],
    ['來信', filing.text],
  ]
  return sheet(
    html`<p class="wrong">${wrong}</p>${decisionForm(filing)}
<dl>${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl><a href="/reserve/officer">回清單</a>`,
  )
}

const decisionForm = (
  filing: Filing,
) => html`<form method="post" action="/reserve/officer/act"><input type="hidden" name="no" value="${filing.number}">
<p><label for="reason">原因或說明</label> <input id="reason" name="reason" size="30"></p>
<p><label for="item">補正項目</label> <input id="item" name="item"> <label for="by">期限</label> <input id="by" name="by" placeholder="2026-12-01"></p>
<p><label for="form">信件格式</label> <select id="form" name="form"><option value="">照舊</option>${FORMS.map((one) => html`<option>${one}</option>`)}</select>
<label for="to">收件人寫法</label> <select id="to" name="to"><option value="">照舊</option>${ADDRESSINGS.map((one) => html`<option>${one}</option>`)}</select></p>
<p>${[
  ['receipt', '寄收件通知'],
  ['stage', '進入下一階段'],
  ['correct', '通知補正'],
  ['approve', '准予進入'],
  ['reject', '不予同意'],
].map(
  ([value, label]) => html`<button name="action" value="${value}">${label}</button> `,
)}</p></form>`
