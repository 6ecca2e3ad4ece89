// Orders of huts and the draw. The draw is held late, when somebody next looks: every morning at ten
// that has passed since, in its order, so that the result is the same whenever one looks.

import { createHash } from 'node:crypto'
import {
  dayOf,
  daysBetween,
  hourOf,
  minusMonths,
  moment,
  plusDays,
  type SandboxClock,
} from '../clock.ts'
import type { Store } from '../store.ts'
import { findHut } from './huts.ts'

export type State =
  | '申請中'
  | '已抽中未繳款'
  | '已抽中已繳款'
  | '未抽中'
  | '逾期未繳款'
  | '已取消'
  | '已退件'
  | '已使用'

export interface Guest {
  name: string
  id: string
  birthday: string
  phone: string
  emergencyName: string
  emergencyPhone: string
}

export interface Night {
  night: string
  hut: string
}

export interface Draft {
  nights: Night[]
  count: number
  remark: string
  guests: Guest[]
}

export interface Order extends Draft {
  number: string
  account: string
  filedAt: string
  /** The day of its first draw, at ten. */
  drawOn: string
  state: State
  payBy: string | null
  permit: string
  reason: string
  amountTwd: number
  refundTwd: number
  /** Persons exchanged after payment. */
  exchanged: number
}

export interface Branch {
  store: Store
  clock: SandboxClock
}

const SHELF = 'forest order'
const DRAW_HOUR = '10:00'
const PAY_DAYS = 3
const LAST_REDRAW_DAYS = 4

export const listOrders = (branch: Branch): Order[] => branch.store.list<Order>(SHELF)

export const findOrder = (branch: Branch, number: string): Order | null =>
  branch.store.find<Order>(SHELF, number.trim())

export const saveOrder = (branch: Branch, order: Order): void =>
  branch.store.put(SHELF, order.number, order)

export const firstNight = (order: Draft): string => order.nights[0]?.night ?? ''

export function placeOrder(branch: Branch, account: string, draft: Draft): Order {
  const first = firstNight(draft)
  const equal = listOrders(branch).some(
    (other) =>
      other.state !== '已取消' &&
      other.guests[0]?.id === draft.guests[0]?.id &&
      JSON.stringify(other.nights) === JSON.stringify(draft.nights),
  )
  if (equal) branch.store.count('forestry duplicates')
  const day = first.replaceAll('-', '')
  const number = `F${day}-${String(branch.store.count(`forest number ${day}`)).padStart(4, '0')}`
  const fee = draft.nights.reduce((sum, { hut }) => sum + (findHut(hut)?.feeTwd ?? 0), 0)
  const now = branch.clock.now()
  const order: Order = {
    ...draft,
    number,
    account,
    filedAt: now.toISOString(),
    drawOn: drawDay(first, now),
    state: '申請中',
    payBy: null,
    permit: '',
    reason: '',
    amountTwd: fee * draft.count,
    refundTwd: 0,
    exchanged: 0,
  }
  saveOrder(branch, order)
  return order
}

export const bedsOn = (branch: Branch, hut: string, night: string): number =>
  branch.store.find<{ beds: number }>('forest beds', `${hut} ${night}`)?.beds ??
  findHut(hut)?.beds ??
  0

export const setBeds = (branch: Branch, hut: string, night: string, beds: number): void =>
  branch.store.put('forest beds', `${hut} ${night}`, { beds })

/** Beds that nobody has won yet. */
export function bedsLeft(branch: Branch, hut: string, night: string): number {
  const taken = listOrders(branch)
    .filter((order) => holdsBeds(order) && sleepsIn(order, hut, night))
    .reduce((sum, order) => sum + order.count, 0)
  return Math.max(0, bedsOn(branch, hut, night) - taken)
}

export const sleepsIn = (order: Order, hut: string, night: string): boolean =>
  order.nights.some((one) => one.hut === hut && one.night === night)

export const win = (order: Order, day: string): Order => ({
  ...order,
  state: '已抽中未繳款',
  payBy: moment(plusDays(day, PAY_DAYS), '23:59').toISOString(),
})

/** Holds the draws that are due and lets time do the rest. */
export function settle(branch: Branch): void {
  branch.store.together(() => {
    const now = branch.clock.now()
    const today = dayOf(now)
    const last = hourOf(now) >= DRAW_HOUR ? today : plusDays(today, -1)
    const kept = branch.store.find<{ day: string }>('forest drawn', 'last')
    const drawn = kept?.day ?? last
    const isWaiting = listOrders(branch).some((order) => order.state === '申請中')
    for (let day = plusDays(drawn, 1); isWaiting && day <= last; day = plusDays(day, 1)) {
      lapse(branch, moment(day, DRAW_HOUR))
      draw(branch, day)
    }
    if (kept?.day !== last) branch.store.put('forest drawn', 'last', { day: last })
    lapse(branch, now)
  })
}

function drawDay(first: string, now: Date): string {
  const day = minusMonths(first, 1)
  return now < moment(day, DRAW_HOUR) ? day : plusDays(dayOf(now), 1)
}

function draw(branch: Branch, day: string): void {
  const lots = listOrders(branch)
    .filter((order) => order.state === '申請中' && order.drawOn <= day)
    .map((order) => ({ order, lot: lotOf(order.number, day) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
  for (const { order } of lots) {
    const fits = order.nights.every(({ hut, night }) => bedsLeft(branch, hut, night) >= order.count)
    if (fits) saveOrder(branch, win(order, day))
    else if (!isDrawnAgain(order, day)) saveOrder(branch, { ...order, state: '未抽中' })
  }
}

const isDrawnAgain = (order: Order, day: string): boolean =>
  daysBetween(day, firstNight(order)) > LAST_REDRAW_DAYS &&
  order.nights.some(({ hut }) => findHut(hut)?.redraws)

const lotOf = (number: string, day: string): string =>
  createHash('sha256').update(`${number} ${day}`).digest('hex')

function lapse(branch: Branch, now: Date): void {
  for (const order of listOrders(branch)) {
    if (order.state === '已抽中未繳款' && order.payBy && now.toISOString() > order.payBy) {
      saveOrder(branch, { ...order, state: '逾期未繳款' })
    }
    const lastNight = order.nights.at(-1)?.night ?? ''
    if (order.state === '已抽中已繳款' && dayOf(now) > lastNight) {
      saveOrder(branch, { ...order, state: '已使用' })
    }
  }
}

const holdsBeds = (order: Order): boolean =>
  order.state === '已抽中未繳款' || order.state === '已抽中已繳款'
