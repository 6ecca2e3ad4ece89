// The page on which a person pays for a hold. The card is pretended; one ending in 0000 is refused.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { taipei } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import { type Depot, findHold, type Hold, passTime, payHold } from './holds.ts'
import { facts, layout, link } from './pages.ts'

export function addPayment(app: Hono<SandboxEnv>, depot: Depot): void {
  app.get('/shuttle/pay/:id', (asked) => {
    const hold = holdOf(asked, depot)
    return hold ? asked.html(payPage(hold, '')) : asked.html(nothing(), 404)
  })
  app.post('/shuttle/pay/:id', async (asked) => {
    const hold = holdOf(asked, depot)
    if (!hold) return asked.html(nothing(), 404)
    const form = await asked.req.parseBody()
    const wrong = payError(hold, String(form.card ?? ''), String(form.expiry ?? ''))
    if (wrong !== '') return asked.html(payPage(hold, wrong), 422)
    return asked.html(payPage(payHold(depot, hold), ''))
  })
}

function holdOf(asked: Asked, depot: Depot): Hold | null {
  passTime(depot)
  const hold = findHold(depot, asked.req.param('id') ?? '')
  return hold?.payCode === asked.req.query('code') ? hold : null
}

function payError(hold: Hold, card: string, expiry: string): string {
  if (hold.state !== 'HELD') return '目前狀態無法付款'
  const digits = card.replaceAll(/[\s-]/g, '')
  if (!/^\d{16}$/.test(digits)) return '卡號為 16 碼數字'
  if (!/^\d\d\/\d\d$/.test(expiry.trim())) return '有效期限格式為 MM/YY'
  return digits.endsWith('0000') ? '付款失敗，請換一張卡' : ''
}

const nothing = () => layout('付款', html`<p>查無此保留。</p>`)

function payPage(hold: Hold, error: string) {
  const { departure, back, wish } = hold
  const amount = wish.persons * (departure.fareTwd + (back?.fareTwd ?? 0))
  const bus = (one: typeof departure) => `${one.day} ${one.leaves} ${one.from} → ${one.to}`
  const rows: [string, string][] = [
    ['保留編號', hold.id],
    ['去程', bus(departure)],
    ['回程', back ? bus(back) : '無'],
    ['人數', String(wish.persons)],
    ['金額', `NT$${amount}`],
  ]
  return layout('付款', html`${facts(rows)}${stateOf(hold)}`, error)
}

function stateOf(hold: Hold) {
  if (hold.state === 'PAID') {
    return html`<p>付款完成，票號 <b id="ticket">${hold.ticket}</b></p>`
  }
  if (hold.state !== 'HELD') return html`<p>${hold.reason ?? '此保留目前無法付款。'}</p>`
  return html`<p>請於 ${taipei(new Date(hold.payBy ?? ''))
    .slice(0, 16)
    .replace('T', ' ')} 前付款，逾時座位釋出。</p>
<p>這是示範，請勿輸入真的卡號。</p>
<form method="post" action="/shuttle/pay/${hold.id}?code=${hold.payCode}">
<label for="card">卡號</label><input id="card" name="card" type="text" inputmode="numeric" autocomplete="off">
<label for="expiry">有效期限</label><input id="expiry" name="expiry" type="text" placeholder="MM/YY" autocomplete="off">
<div><button type="submit">付款</button></div></form>${link('/shuttle', '回首頁')}`
}
