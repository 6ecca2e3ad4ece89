// One's own orders: lists, a single one, payment, cancelling, another person in the team.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { taipei } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import { findVisit, type Visits } from './accounts.ts'
import { refundTwd } from './huts.ts'
import { guestTable, guestTexts, peoplePage, readGuests, texts } from './ordering.ts'
import {
  type Branch,
  findOrder,
  firstNight,
  listOrders,
  type Order,
  type State,
  saveOrder,
} from './orders.ts'
import { box, facts, formOf, type Html, layout, link, table } from './pages.ts'

const lists: [string, State[]][] = [
  ['申請中', ['申請中']],
  ['已抽中未繳款', ['已抽中未繳款']],
  ['已抽中已繳款', ['已抽中已繳款']],
  ['歷史記錄', ['未抽中', '逾期未繳款', '已取消', '已退件', '已使用']],
]
const MOST_EXCHANGED = 2

type Verb = 'view' | 'pay' | 'cancel' | 'change'
type Turn = (asked: Asked, order: Order) => Response | Promise<Response>

export function addMine(app: Hono<SandboxEnv>, branch: Branch, visits: Visits): void {
  app.get('/forest/mine.php', (asked) => {
    const visit = findVisit(visits, asked)
    if (!visit) return asked.redirect('/forest/login.php?why=1')
    const wanted = asked.req.query('q') ?? ''
    const orders = listOrders(branch)
      .filter((order) => order.account === visit.account)
      .filter((order) => order.number.includes(wanted) || order.remark.includes(wanted))
    return asked.html(minePage(orders, wanted))
  })
  const onOrder = (verb: Verb, method: 'get' | 'post', turn: Turn) =>
    app[method](`/forest/${verb}.php`, async (asked) => {
      const visit = findVisit(visits, asked)
      if (!visit) return asked.redirect('/forest/login.php?why=1')
      const order = findOrder(branch, asked.req.query('no') ?? '')
      if (order?.account !== visit.account) return asked.html(layout('訂單', html``, '查無訂單'))
      return turn(asked, order)
    })
  onOrder('view', 'get', (asked, order) => asked.html(viewPage(order, '')))
  onOrder('pay', 'get', (asked, order) => {
    const wrong = order.state === '已抽中未繳款' ? '' : '目前狀態無法繳款'
    return asked.html(wrong === '' ? payPage(order, '') : viewPage(order, wrong))
  })
  onOrder('pay', 'post', (asked, order) => postPay(asked, branch, order))
  onOrder('cancel', 'get', (asked, order) => asked.html(cancelPage(order, branch.clock.now())))
  onOrder('cancel', 'post', (asked, order) => postCancel(asked, branch, order))
  onOrder('change', 'get', (asked, order) =>
    asked.html(changePage(order, guestTexts(order.guests), '')),
  )
  onOrder('change', 'post', (asked, order) => postChange(asked, branch, order))
}

async function postPay(asked: Asked, branch: Branch, order: Order) {
  if (order.state !== '已抽中未繳款') return asked.html(viewPage(order, '目前狀態無法繳款'))
  const wrong = cardError(texts(await asked.req.parseBody()))
  if (wrong !== '') return asked.html(payPage(order, wrong))
  const permit = `BED${String(branch.store.count('forest permit')).padStart(6, '0')}`
  saveOrder(branch, { ...order, state: '已抽中已繳款', permit })
  return asked.redirect(`/forest/view.php?no=${order.number}`)
}

async function postCancel(asked: Asked, branch: Branch, order: Order) {
  if (!isOpen(order)) return asked.html(viewPage(order, '目前狀態無法取消'))
  const { why = '' } = texts(await asked.req.parseBody())
  const refund = refundOf(order, branch.clock.now())
  saveOrder(branch, { ...order, state: '已取消', reason: why, refundTwd: refund })
  return asked.redirect(`/forest/view.php?no=${order.number}`)
}

async function postChange(asked: Asked, branch: Branch, order: Order) {
  const form = texts(await asked.req.parseBody())
  if (!mayChange(order)) return asked.html(viewPage(order, '目前狀態無法變更'))
  const guests = readGuests(form, order.count)
  if (typeof guests === 'string') return asked.html(changePage(order, form, guests))
  const before = order.guests.map((guest) => guest.id)
  const others = guests.filter((guest) => !before.includes(guest.id)).length
  const exchanged = order.state === '已抽中已繳款' ? order.exchanged + others : 0
  if (exchanged > MOST_EXCHANGED) {
    return asked.html(changePage(order, form, `繳款後最多更換${MOST_EXCHANGED}人`))
  }
  saveOrder(branch, { ...order, guests, exchanged })
  return asked.redirect(`/forest/view.php?no=${order.number}`)
}

/** Empty when the card is accepted. */
export function cardError(form: Record<string, string>): string {
  const card = (form.card ?? '').replaceAll(/[ -]/g, '')
  if (!/^\d{16}$/.test(card)) return '「卡號」格式錯誤'
  if (!/^(0[1-9]|1[0-2])\/\d{2}$/.test(form.until ?? '')) return '「有效期限」格式錯誤'
  if (!/^\d{3}$/.test(form.code ?? '')) return '「安全碼」格式錯誤'
  return card.endsWith('0000') ? '付款失敗' : ''
}

export const cardBoxes = (): Html[] => [
  box({ name: 'card', label: '卡號', hint: '16碼' }),
  box({ name: 'until', label: '有效期限', hint: 'MM/YY' }),
  box({ name: 'code', label: '安全碼', hint: '3碼' }),
]

const isOpen = (order: Order): boolean =>
  ['申請中', '已抽中未繳款', '已抽中已繳款'].includes(order.state)

const mayChange = (order: Order): boolean =>
  order.state === '申請中' || order.state === '已抽中已繳款'

const refundOf = (order: Order, now: Date): number =>
  order.state === '已抽中已繳款' ? refundTwd(order.amountTwd, firstNight(order), now) : 0

const minePage = (orders: Order[], wanted: string): Html =>
  layout(
    '我的訂單',
    html`<form method="get" action="mine.php">${box({ name: 'q', label: '編號或備註', value: wanted })} <button>查詢</button></form>
${lists.map(
  ([title, states]) =>
    html`<h2>${title}</h2>${table(
      ['訂單編號', '第一晚', '山屋', '人數', '狀態', '備註'],
      orders
        .filter((order) => states.includes(order.state))
        .map((order) => [
          link(`/forest/view.php?no=${order.number}`, order.number),
          firstNight(order),
          order.nights.map(({ hut }) => hut).join('、'),
          String(order.count),
          order.state,
          order.remark,
        ]),
    )}`,
)}`,
  )

export const orderFacts = (order: Order): [string, string][] => [
  ['訂單編號', order.number],
  ['狀態', order.state],
  ['住宿', order.nights.map(({ night, hut }) => `${night} ${hut}`).join('、')],
  ['人數', String(order.count)],
  ['抽籤時間', `${order.drawOn} 10:00`],
  ['金額', `NT$${order.amountTwd}`],
  [
    '繳款期限',
    order.payBy === null ? '' : taipei(new Date(order.payBy)).slice(0, 16).replace('T', ' '),
  ],
  ['床位證號', order.permit],
  ['說明', order.reason],
  ['退款', order.refundTwd === 0 ? '' : `NT$${order.refundTwd}`],
  ['備註', order.remark],
]

function viewPage(order: Order, error: string): Html {
  const to = (verb: Verb) => `/forest/${verb}.php?no=${order.number}`
  return layout(
    '訂單',
    html`${facts(orderFacts(order))}
<p>${order.state === '已抽中未繳款' ? link(to('pay'), '繳款') : ''} ${isOpen(order) ? link(to('cancel'), '取消訂單') : ''} ${mayChange(order) ? link(to('change'), '變更名單') : ''}</p>
<h2>住宿名單</h2>${guestTable(order.guests)}`,
    error,
  )
}

const payPage = (order: Order, error: string): Html =>
  layout(
    '繳款',
    html`<p>${order.number}　應繳 NT$${order.amountTwd}</p>${formOf(`pay.php?no=${order.number}`, cardBoxes(), '確認繳款')}`,
    error,
  )

const cancelPage = (order: Order, now: Date): Html =>
  layout(
    '取消訂單',
    html`<p>${order.number}　可退 NT$${refundOf(order, now)}</p>${formOf(`cancel.php?no=${order.number}`, [box({ name: 'why', label: '取消原因' })], '確定取消')}`,
  )

const changePage = (order: Order, form: Record<string, string>, error: string): Html =>
  peoplePage(`change.php?no=${order.number}`, order.count, form, error)
