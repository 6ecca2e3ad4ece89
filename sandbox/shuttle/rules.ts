// What the operator asks of a hold, checked by hand, field by field.

import { dayOf, daysBetween, realDay } from '../clock.ts'
import type { Wish } from './holds.ts'
import { departuresOf, isStop } from './timetable.ts'

export interface FieldError {
  pointer: string
  detail: string
}

const MOST_PERSONS = 40
const OPENS_DAYS = 60

type Bag = Record<string, unknown>

export function readWish(body: Bag): Wish {
  const contact = bagOf(body.contact)
  const back = body.return === undefined || body.return === null ? null : bagOf(body.return)
  return {
    external_ref: textOf(body.external_ref),
    service_day: textOf(body.service_day),
    from_stop: textOf(body.from_stop),
    to_stop: textOf(body.to_stop),
    leaves: textOf(body.leaves) || null,
    back: back && { service_day: textOf(back.service_day), from_stop: textOf(back.from_stop) },
    persons: typeof body.persons === 'number' ? body.persons : 0,
    contact: {
      name: textOf(contact.name),
      phone: textOf(contact.phone).replaceAll(/[\s-]/g, ''),
      email: textOf(contact.email) || null,
    },
  }
}

export function errorsIn(wish: Wish, now: Date): FieldError[] {
  const { contact, back, persons } = wish
  const checks: [boolean, string, string][] = [
    [/^[\w.:-]{1,64}$/.test(wish.external_ref), '/external_ref', '必填，1–64 字'],
    [isOpen(wish.service_day, now), '/service_day', `僅受理今日起 ${OPENS_DAYS} 日內班次`],
    [isStop(wish.from_stop), '/from_stop', '查無此站'],
    [isStop(wish.to_stop), '/to_stop', '查無此站'],
    [isRun(wish.service_day, wish.from_stop, wish.to_stop), '/to_stop', '此區間無班次'],
    [wish.leaves === null || /^\d\d:\d\d$/.test(wish.leaves), '/leaves', '格式為 HH:MM'],
    [
      Number.isInteger(persons) && persons >= 1 && persons <= MOST_PERSONS,
      '/persons',
      '人數為 1–40',
    ],
    [contact.name !== '' && contact.name.length <= 40, '/contact/name', '必填，40 字以內'],
    [/^\+?\d{8,15}$/.test(contact.phone), '/contact/phone', '電話格式有誤'],
    [contact.email === null || /.@./.test(contact.email), '/contact/email', '電子郵件格式有誤'],
  ]
  if (back) checks.push(...backChecks(wish, back, now))
  return checks.filter(([isRight]) => !isRight).map(([, pointer, detail]) => ({ pointer, detail }))
}

const backChecks = (
  wish: Wish,
  back: NonNullable<Wish['back']>,
  now: Date,
): [boolean, string, string][] => [
  [
    isOpen(back.service_day, now) && back.service_day >= wish.service_day,
    '/return/service_day',
    '回程日期有誤',
  ],
  [
    isRun(back.service_day, back.from_stop, wish.from_stop),
    '/return/from_stop',
    '此區間無回程班次',
  ],
]

const isRun = (day: string, from: string, to: string) => departuresOf(day, from, to).length > 0

function isOpen(day: string, now: Date): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  if (realDay(year, month, date) !== day) return false
  const ahead = daysBetween(dayOf(now), day)
  return ahead >= 0 && ahead <= OPENS_DAYS
}

const bagOf = (value: unknown): Bag =>
  typeof value === 'object' && value !== null ? (value as Bag) : {}
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
