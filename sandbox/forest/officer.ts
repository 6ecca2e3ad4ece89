// The hut officer's pages: orders, beds of a night, a draw decided by hand.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { dayOf } from '../clock.ts'
import type { SandboxEnv } from '../faults.ts'
import { findHut, huts } from './huts.ts'
import { orderFacts } from './mine.ts'
import { guestTable, texts } from './ordering.ts'
import {
  type Branch,
  findOrder,
  firstNight,
  listOrders,
  type Order,
  saveOrder,
  setBeds,
  win,
} from './orders.ts'
import { box, facts, formOf, type Html, layout, link, table } from './pages.ts'

export function addOfficer(app: Hono<SandboxEnv>, branch: Branch): void {
  app.get('/forest/officer', (asked) => asked.html(listPage(listOrders(branch).reverse(), '')))
  app.get('/forest/officer/view', (asked) => {
    const order = findOrder(branch, asked.req.query('no') ?? '')
    if (!order) return asked.html(layout('訂單審核', html``, '查無訂單'), 404)
    return asked.html(viewPage(order, ''))
  })
  app.post('/forest/officer/act', async (asked) => {
    const { no = '', action = '', reason = '' } = texts(await asked.req.parseBody())
    const order = findOrder(branch, no)
    if (!order) return asked.html(layout('訂單審核', html``, '查無訂單'), 404)
    const decided = decide(order, action, reason, dayOf(branch.clock.now()))
    if (typeof decided === 'string') return asked.html(viewPage(order, decided), 400)
    saveOrder(branch, decided)
    return asked.redirect(`/forest/officer/view?no=${order.number}`)
  })
  app.post('/forest/officer/beds', async (asked) => {
    const { hut = '', night = '', beds = '' } = texts(await asked.req.parseBody())
    if (!findHut(hut) || !/^\d{4}-\d\d-\d\d$/.test(night) || !/^\d+$/.test(beds)) {
      return asked.html(listPage(listOrders(branch).reverse(), '床位資料錯誤'), 400)
    }
    setBeds(branch, hut, night, Number(beds))
    return asked.redirect('/forest/officer')
  })
}

/** The order as decided, or why that cannot be. */
function decide(order: Order, action: string, reason: string, today: string): Order | string {
  if (order.state !== '申請中' && order.state !== '已抽中未繳款') return '本訂單已結案'
  if (action === 'win')
    return order.state === '申請中' ? { ...win(order, today), reason } : '本訂單已抽中'
  if (action === 'lose') return { ...order, state: '未抽中', reason }
  if (action !== 'reject') return '請選擇結果'
  return reason === '' ? '請填寫退件原因' : { ...order, state: '已退件', reason }
}

const listPage = (orders: Order[], error: string): Html =>
  layout(
    '訂單審核',
    html`${table(
      ['訂單編號', '第一晚', '山屋', '人數', '狀態'],
      orders.map((order) => [
        link(`/forest/officer/view?no=${order.number}`, order.number),
        firstNight(order),
        order.nights.map(({ hut }) => hut).join('、'),
        String(order.count),
        order.state,
      ]),
    )}
<h2>床位調整</h2>${formOf(
      '/forest/officer/beds',
      [
        box({ name: 'hut', label: '山屋', options: huts.map((hut) => hut.name) }),
        box({ name: 'night', label: '日期', hint: '例 2026-12-05' }),
        box({ name: 'beds', label: '床位數', hint: '0 為關閉' }),
      ],
      '儲存',
    )}`,
    error,
  )

const viewPage = (order: Order, error: string): Html =>
  layout(
    '訂單審核',
    html`${facts([...orderFacts(order), ['帳號', order.account]])}
<form method="post" action="/forest/officer/act"><input type="hidden" name="no" value="${order.number}">${box({ name: 'reason', label: '原因' })}
<div><button name="action" value="win">抽中</button> <button name="action" value="lose">未抽中</button> <button name="action" value="reject">退件</button></div></form>
<h2>住宿名單</h2>${guestTable(order.guests)}<p>${link('/forest/officer', '回清單')}</p>`,
    error,
  )
