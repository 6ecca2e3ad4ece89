// Seats held, paid for and freed again. A hold is good for twenty minutes of the demo's time; what
// is not paid by then expires, noticed at the next look.

import { randomBytes } from 'node:crypto'
import { dayOf, type SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'
import { type Departure, departuresOf, leavesAt } from './timetable.ts'

export type State = 'REVIEWING' | 'HELD' | 'PAID' | 'EXPIRED' | 'CANCELLED' | 'REFUSED'

export interface Wish {
  external_ref: string
  service_day: string
  from_stop: string
  to_stop: string
  /** Null takes the first bus of the day with seats. */
  leaves: string | null
  back: { service_day: string; from_stop: string } | null
  persons: number
  contact: { name: string; phone: string; email: string | null }
}

export interface Hold {
  id: string
  wish: Wish
  key: string
  state: State
  departure: Departure
  back: Departure | null
  payCode: string
  payBy: string | null
  ticket: string | null
  reason: string | null
  heldAt: string
  changedAt: string
}

export interface Depot {
  store: Store
  clock: SandboxClock
  /** What the store has, kept at hand: each call asks several times which seats are free. */
  holds: Map<string, Hold>
  /** Called after every change of state. */
  told(hold: Hold): void
}

export const HOLD_MINUTES = 20
/** Groups above this are looked at first. */
export const GROUP = 8
const REVIEW_MINUTES = 2
const CLOSES_HOURS = 6
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SHELF = 'shuttle hold'

export const loadHolds = (store: Store): Map<string, Hold> =>
  new Map(store.list<Hold>(SHELF).map((hold) => [hold.id, hold]))

export const listHolds = (depot: Depot): Hold[] => [...depot.holds.values()]

export const findHold = (depot: Depot, id: string): Hold | null => depot.holds.get(id) ?? null

export const isLive = ({ state }: Hold): boolean =>
  state === 'REVIEWING' || state === 'HELD' || state === 'PAID'

export function saveHold(depot: Depot, hold: Hold, change: Partial<Hold>): Hold {
  const saved = { ...hold, ...change, changedAt: depot.clock.now().toISOString() }
  depot.store.put(SHELF, hold.id, saved)
  depot.holds.set(hold.id, saved)
  depot.told(saved)
  return saved
}

/** Null when no bus of that day has the seats. */
export function chooseBus(depot: Depot, wish: Wish): Pick<Hold, 'departure' | 'back'> | null {
  const hasRoom = (bus: Departure) => seatsLeft(depot, bus) >= wish.persons && !isClosed(depot, bus)
  const departure = departuresOf(wish.service_day, wish.from_stop, wish.to_stop)
    .filter(({ leaves }) => wish.leaves === null || leaves === wish.leaves)
    .find(hasRoom)
  if (!departure) return null
  if (!wish.back) return { departure, back: null }
  const { service_day, from_stop } = wish.back
  const back = departuresOf(service_day, from_stop, wish.from_stop).find(hasRoom)
  return back ? { departure, back } : null
}

export function makeHold(
  depot: Depot,
  wish: Wish,
  key: string,
  buses: Pick<Hold, 'departure' | 'back'>,
): Hold {
  const now = depot.clock.now()
  const day = dayOf(now).replaceAll('-', '')
  const number = String(depot.store.count(`shuttle hold ${day}`)).padStart(4, '0')
  const isGroup = wish.persons > GROUP
  const hold: Hold = {
    id: `H-${day}-${number}`,
    wish,
    key,
    state: isGroup ? 'REVIEWING' : 'HELD',
    ...buses,
    payCode: randomBytes(9).toString('base64url'),
    payBy: isGroup ? null : payByFrom(now),
    ticket: null,
    reason: null,
    heldAt: now.toISOString(),
    changedAt: now.toISOString(),
  }
  return saveHold(depot, hold, {})
}

export function payHold(depot: Depot, hold: Hold): Hold {
  const day = hold.departure.day.replaceAll('-', '')
  const number = String(depot.store.count(`shuttle ticket ${day}`)).padStart(4, '0')
  return saveHold(depot, hold, { state: 'PAID', ticket: `T${day}-${number}`, payBy: null })
}

export const acceptGroup = (depot: Depot, hold: Hold): Hold =>
  saveHold(depot, hold, { state: 'HELD', payBy: payByFrom(depot.clock.now()) })

/** Lets time do its work: groups looked at, holds run out. */
export function passTime(depot: Depot): void {
  const now = depot.clock.now()
  for (const hold of listHolds(depot)) {
    const reviewedMs = Date.parse(hold.heldAt) + REVIEW_MINUTES * MINUTE_MS
    if (hold.state === 'REVIEWING' && now.getTime() >= reviewedMs) acceptGroup(depot, hold)
    if (hold.state === 'HELD' && hold.payBy !== null && now.toISOString() > hold.payBy) {
      saveHold(depot, hold, { state: 'EXPIRED', payBy: null, reason: '逾時未付款，座位已釋出' })
    }
  }
}

export function seatsLeft(depot: Depot, bus: Departure): number {
  const seats = depot.store.find<{ seats: number }>('shuttle seats', bus.id)?.seats ?? bus.seats
  const taken = listHolds(depot)
    .filter(isLive)
    .filter(({ departure, back }) => departure.id === bus.id || back?.id === bus.id)
    .reduce((sum, { wish }) => sum + wish.persons, 0)
  return Math.max(0, seats - taken)
}

/** Nothing is sold or given back any more. */
export const isClosed = (depot: Depot, bus: Departure): boolean =>
  leavesAt(bus).getTime() - depot.clock.now().getTime() < CLOSES_HOURS * HOUR_MS

const payByFrom = (now: Date) => new Date(now.getTime() + HOLD_MINUTES * MINUTE_MS).toISOString()
