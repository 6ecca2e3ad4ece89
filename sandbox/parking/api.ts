// The endpoints behind the page's script. Always status 200; what came of it is in `code`. Every POST
// carries the token that the answer before gave.

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { dayOf, plusDays } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import {
  AGENCY,
  type Booking,
  book,
  carError,
  findBooking,
  holds,
  isInWindow,
  kinds,
  listBookings,
  lots,
  nameOf,
  type Office,
  personError,
  placesLeft,
  saveBooking,
  type Wish,
} from './bookings.ts'

export type Tokens = Map<string, string>

const COOKIE = 'PKSID'
/** The lists come from another old machine. */
const LATE_MS = 150

type Answer = Record<string, unknown> & { code: string }
type Turn = (body: Record<string, string>, asked: Asked) => Answer | Promise<Answer>

export function addApi(app: Hono<SandboxEnv>, office: Office, tokens: Tokens): void {
  addLists(app, office)
  app.post('/parking/api/session', (asked) => {
    const session = randomBytes(9).toString('hex')
    setCookie(asked, COOKIE, session, { path: '/parking', httpOnly: true })
    return withNext(asked, tokens, session, { code: '0000' })
  })
  const post = (path: string, turn: Turn) =>
    app.post(`/parking/api/${path}`, async (asked) => {
      const session = getCookie(asked, COOKIE) ?? ''
      const isKnown = tokens.has(session) && tokens.get(session) === asked.req.header('X-Token')
      if (!isKnown) return asked.json({ code: '4031', msg: '連線逾時，請重新整理' })
      const body = (await asked.req.json().catch(() => ({}))) as Record<string, string>
      return withNext(asked, tokens, session, await turn(body, asked))
    })
  post('check', (body) => {
    const wish = wishOf(body)
    const wrong = body.part === 'car' ? carError(office, wish) : personError(wish)
    return wrong === '' ? { code: '0000' } : { code: '1001', msg: wrong }
  })
  post('preview', (body) => ({ code: '0000', rows: rowsOf(wishOf(body)) }))
  post('orders', (body, asked) => file(office, wishOf(body), asked))
  post('mine', ({ id = '', q = '' }) => mine(office, id.trim().toUpperCase(), q.trim()))
  post('cancel', ({ no = '' }) => cancel(office, no))
}

function withNext(asked: Asked, tokens: Tokens, session: string, answer: Answer) {
  const token = randomBytes(8).toString('hex')
  tokens.set(session, token)
  asked.header('X-Next-Token', token)
  return asked.json(answer)
}

function addLists(app: Hono<SandboxEnv>, office: Office): void {
  app.get('/parking/api/days', (asked) => {
    const wanted = asked.req.query('ym') ?? ''
    const ym = /^\d{6}$/.test(wanted) ? wanted : dayOf(office.clock.now()).replaceAll('-', '')
    return asked.json(monthOf(office, ym.slice(0, 6)))
  })
  app.get('/parking/api/kinds', async (asked) => {
    await sleep(LATE_MS)
    const day = asked.req.query('d') ?? ''
    const list = kinds.filter(({ k }) => placesLeft(office, k, day) > 0)
    return asked.json({ code: '0000', list: list.map(({ k, t }) => ({ k, t })) })
  })
  app.get('/parking/api/lots', async (asked) => {
    await sleep(LATE_MS)
    const kind = asked.req.query('k') ?? ''
    const list = lots.filter(({ takes }) => takes.includes(kind))
    return asked.json({ code: '0000', list: list.map(({ k, t }) => ({ k, t })) })
  })
}

function monthOf(office: Office, ym: string) {
  const [year, month] = [Number(ym.slice(0, 4)), Number(ym.slice(4))]
  const first = new Date(Date.UTC(year, month - 1, 1))
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const other = (by: number) =>
    new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 7).replace('-', '')
  const days = Array.from({ length: count }, (_, at) => {
    const d = plusDays(first.toISOString().slice(0, 10), at)
    const left = isInWindow(office, d)
      ? kinds.reduce((sum, { k }) => sum + placesLeft(office, k, d), 0)
      : 0
    return { d, n: at + 1, left }
  })
  const title = `民國${year - 1911}年${month}月`
  const blanks = first.getUTCDay()
  return { code: '0000', ym, title, blanks, before: other(-1), after: other(1), days }
}

function wishOf(body: Record<string, unknown>): Wish {
  const text = (key: string) => (typeof body[key] === 'string' ? String(body[key]).trim() : '')
  return {
    date: text('date'),
    days: Number(text('days')),
    kind: text('kind'),
    lot: text('lot'),
    plate: text('plate').toUpperCase(),
    name: text('name'),
    id: text('id').toUpperCase(),
    phone: text('phone'),
    mail: text('mail'),
    remark: text('remark'),
  }
}

const rowsOf = (wish: Wish): [string, string][] => [
  ['入場日期', wish.date],
  ['停放天數', `${wish.days}天`],
  ['車種', nameOf(kinds, wish.kind)],
  ['停車區', nameOf(lots, wish.lot)],
  ['車牌號碼', wish.plate],
  ['申請人姓名', wish.name],
  ['身分證字號', wish.id],
  ['行動電話', wish.phone],
  ['電子郵件', wish.mail],
  ['備註', wish.remark],
]

function file(office: Office, wish: Wish, asked: Asked): Answer {
  const refusal = asked.get('pretendDuplicate')
    ? '重複送件'
    : carError(office, wish) || personError(wish)
  return office.store.together(() => {
    office.store.count(`${AGENCY} received`)
    if (refusal !== '') return { code: '2001', msg: refusal }
    return { code: '0000', msg: `預約完成，預約編號 ${book(office, wish).number}` }
  })
}

function mine(office: Office, id: string, wanted: string): Answer {
  if (id === '') return { code: '1001', msg: '請輸入身分證字號' }
  const list = listBookings(office)
    .filter((one) => one.id === id)
    .filter((one) => one.number.includes(wanted) || one.remark.includes(wanted))
    .reverse()
  return { code: '0000', list: list.map((one) => ({ cells: cellsOf(one), open: holds(one) })) }
}

const cellsOf = (one: Booking): string[] => [
  ...[one.number, one.date, String(one.days), one.plate],
  ...[one.state, one.reason, one.remark],
]

function cancel(office: Office, number: string): Answer {
  const booking = findBooking(office, number)
  if (!booking) return { code: '3001', msg: '查無預約' }
  if (!holds(booking)) return { code: '3002', msg: '目前狀態無法取消' }
  if (dayOf(office.clock.now()) >= booking.date) return { code: '3003', msg: '入場日起無法取消' }
  saveBooking(office, { ...booking, state: '已取消' })
  return { code: '0000', msg: `${number} 已取消` }
}
