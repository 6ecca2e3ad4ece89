// The parking officer's pages: the old part, drawn by the server. Bookings, and places of a day.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { SandboxEnv } from '../faults.ts'
import {
  type Booking,
  findBooking,
  holds,
  kinds,
  listBookings,
  lots,
  nameOf,
  type Office,
  saveBooking,
  setPlaces,
} from './bookings.ts'

type Html = ReturnType<typeof html>
type Form = Record<string, unknown>

export function addOfficer(app: Hono<SandboxEnv>, office: Office): void {
  app.get('/parking/officer', (asked) => asked.html(listPage(listBookings(office).reverse(), '')))
  app.get('/parking/officer/view', (asked) => {
    const booking = findBooking(office, asked.req.query('no') ?? '')
    return booking ? asked.html(viewPage(booking, '')) : asked.html(layout(html``, '查無預約'), 404)
  })
  app.post('/parking/officer/act', async (asked) => {
    const form: Form = await asked.req.parseBody()
    const booking = findBooking(office, String(form.no ?? ''))
    if (!booking) return asked.html(layout(html``, '查無預約'), 404)
    const decided = decide(booking, String(form.action ?? ''), String(form.reason ?? '').trim())
    if (typeof decided === 'string') return asked.html(viewPage(booking, decided), 400)
    saveBooking(office, decided)
    return asked.redirect(`/parking/officer/view?no=${booking.number}`)
  })
  app.post('/parking/officer/places', async (asked) => {
    const form: Form = await asked.req.parseBody()
    const [kind, day, places] = [form.kind, form.day, form.places].map((one) => String(one ?? ''))
    const isRight =
      kinds.some(({ k }) => k === kind) &&
      /^\d{4}-\d\d-\d\d$/.test(day ?? '') &&
      /^\d+$/.test(places ?? '')
    if (!isRight) return asked.html(listPage(listBookings(office).reverse(), '車位資料錯誤'), 400)
    setPlaces(office, kind ?? '', day ?? '', Number(places))
    return asked.redirect('/parking/officer')
  })
}

/** The booking as decided, or why that cannot be. */
function decide(booking: Booking, action: string, reason: string): Booking | string {
  if (!holds(booking)) return '本預約已結案'
  if (action === 'approve') return { ...booking, state: '已核准', reason }
  if (action !== 'reject') return '請選擇結果'
  return reason === '' ? '請填寫不核准原因' : { ...booking, state: '不核准', reason }
}

const layout = (body: Html, error: string): Html => html`<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>停車場預約審核</title><style>body{font:16px/1.6 sans-serif;margin:1em}td,th{border:1px solid #999;padding:.2em .6em}table{border-collapse:collapse}</style></head>
<body><h1>停車場預約審核</h1>${error === '' ? '' : html`<p style="color:#b00020">${error}</p>`}${body}</body></html>`

const rows = (booking: Booking): [string, string][] => [
  ['預約編號', booking.number],
  ['狀態', booking.state],
  ['說明', booking.reason],
  ['入場日期', booking.date],
  ['停放天數', String(booking.days)],
  ['車種', nameOf(kinds, booking.kind)],
  ['停車區', nameOf(lots, booking.lot)],
  ['車牌', booking.plate],
  ['申請人', booking.name],
  ['備註', booking.remark],
]

const listPage = (bookings: Booking[], error: string): Html =>
  layout(
    html`<table><tr><th>預約編號</th><th>入場日期</th><th>車牌</th><th>狀態</th></tr>${bookings.map(
      (one) =>
        html`<tr><td><a href="/parking/officer/view?no=${one.number}">${one.number}</a></td><td>${one.date}</td><td>${one.plate}</td><td>${one.state}</td></tr>`,
    )}</table><h2>車位調整</h2><form method="post" action="/parking/officer/places"><p><label>車種 <select name="kind">${kinds.map(
      ({ k, t }) => html`<option value="${k}">${t}</option>`,
    )}</select></label> <label>日期 <input name="day"></label> <label>車位數 <input name="places"></label> <button>儲存</button></p></form>`,
    error,
  )

const viewPage = (booking: Booking, error: string): Html =>
  layout(
    html`<table>${rows(booking).map(([label, value]) => html`<tr><th>${label}</th><td>${value}</td></tr>`)}</table>
<form method="post" action="/parking/officer/act"><input type="hidden" name="no" value="${booking.number}"><p><label>原因 <input name="reason"></label>
<button name="action" value="approve">核准</button> <button name="action" value="reject">不核准</button></p></form><p><a href="/parking/officer">回清單</a></p>`,
    error,
  )
