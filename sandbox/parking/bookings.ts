// The parking office's bookings, and what it refuses.

import { dayOf, daysBetween, plusDays, type SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'

export type State = '受理中' | '已核准' | '不核准' | '已取消'

export interface Wish {
  /** `2026-12-12` */
  date: string
  days: number
  kind: string
  lot: string
  plate: string
  name: string
  id: string
  phone: string
  mail: string
  remark: string
}

export interface Booking extends Wish {
  number: string
  state: State
  reason: string
  filedAt: string
}

export interface Office {
  store: Store
  clock: SandboxClock
}

export const AGENCY = 'trailhead-parking'
const SHELF = 'parking booking'
const OPENS_DAYS = 60
const MOST_DAYS = 10

export const kinds = [
  { k: 'S', t: '小型車', places: 40 },
  { k: 'L', t: '中型巴士', places: 4 },
  { k: 'M', t: '機車', places: 20 },
]
export const lots = [
  { k: 'A', t: '第一停車場（登山口旁）', takes: 'SM' },
  { k: 'B', t: '第二停車場（遊樂區內）', takes: 'SL' },
]

export const listBookings = ({ store }: Office): Booking[] => store.list<Booking>(SHELF)

export const findBooking = ({ store }: Office, number: string): Booking | null =>
  store.find<Booking>(SHELF, number)

export const saveBooking = ({ store }: Office, booking: Booking): void =>
  store.put(SHELF, booking.number, booking)

export const holds = ({ state }: Booking): boolean => state === '受理中' || state === '已核准'

export const nameOf = (list: { k: string; t: string }[], k: string): string =>
  list.find((one) => one.k === k)?.t ?? ''

export const placesOn = ({ store }: Office, kind: string, day: string): number =>
  store.find<{ places: number }>('parking places', `${kind} ${day}`)?.places ??
  kinds.find((one) => one.k === kind)?.places ??
  0

export const setPlaces = ({ store }: Office, kind: string, day: string, places: number): void =>
  store.put('parking places', `${kind} ${day}`, { places })

export function placesLeft(office: Office, kind: string, day: string): number {
  const taken = listBookings(office).filter(
    (one) =>
      holds(one) &&
      one.kind === kind &&
      one.date <= day &&
      daysBetween(one.date, day) < Number(one.days),
  ).length
  return Math.max(0, placesOn(office, kind, day) - taken)
}

export function isInWindow({ clock }: Office, day: string): boolean {
  const ahead = daysBetween(dayOf(clock.now()), day)
  return ahead >= 1 && ahead <= OPENS_DAYS
}

/** Empty when the page may be left. */
export function carError(office: Office, wish: Wish): string {
  if (!isInWindow(office, wish.date)) return '入場日期不在受理期間(次日起60日內)'
  if (!Number.isInteger(wish.days) || wish.days < 1 || wish.days > MOST_DAYS)
    return '請選擇停放天數'
  if (!kinds.some((one) => one.k === wish.kind)) return '請選擇車種'
  if (!lots.some((one) => one.k === wish.lot && one.takes.includes(wish.kind)))
    return '請選擇停車區'
  if (!/^[A-Z0-9]{2,4}-?[A-Z0-9]{2,4}$/.test(wish.plate)) return '車牌格式錯誤'
  const days = Array.from({ length: wish.days }, (_, at) => plusDays(wish.date, at))
  const full = days.find((day) => placesLeft(office, wish.kind, day) === 0)
  return full ? `${full} 車位已滿` : ''
}

export function personError({ name, id, phone, mail, remark }: Wish): string {
  if (name === '') return '「申請人姓名」未填寫'
  if (!/^[A-Z0-9]{6,20}$/.test(id)) return '「身分證字號」格式錯誤'
  if (!/^09\d{8}$/.test(phone)) return '「行動電話」格式錯誤'
  if (mail !== '' && !mail.includes('@')) return '「電子郵件」格式錯誤'
  return [...remark].length > 40 ? '「備註」過長' : ''
}

/** The office does not look whether it has the same already; it only counts it for the sandbox. */
export function book(office: Office, wish: Wish): Booking {
  const { store, clock } = office
  const equal = listBookings(office).some(
    (one) =>
      one.state !== '已取消' &&
      one.id === wish.id &&
      one.date === wish.date &&
      one.plate === wish.plate,
  )
  if (equal) store.count(`${AGENCY} duplicates`)
  const today = dayOf(clock.now())
  const stamp = `${Number(today.slice(0, 4)) - 1911}${today.slice(5, 7)}${today.slice(8)}`
  const serial = String(store.count(`parking number ${stamp}`)).padStart(4, '0')
  const booking: Booking = {
    ...wish,
    number: `PK${stamp}-${serial}`,
    state: '受理中',
    reason: '',
    filedAt: clock.now().toISOString(),
  }
  saveBooking(office, booking)
  return booking
}
