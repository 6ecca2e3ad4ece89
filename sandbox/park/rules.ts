// What the old site refuses, in its own words. Nothing here reads the clock or the disk.

import { dayOf, daysBetween, hourOf, minusMonths } from '../clock.ts'
import { type Answers, type Field, teamSize } from './forms.ts'
import type { Park } from './parks.ts'
import { fromRoc } from './roc.ts'
import { findRoute } from './routes.ts'

const OPENS_MONTHS = 2
const CLOSES_DAYS = 5

export const isOpenHour = (now: Date): boolean => hourOf(now) >= '07:00' && hourOf(now) < '23:00'

export function fieldErrors(fields: Field[], answers: Answers): string[] {
  return fields.flatMap((field) => fieldError(field, answers[field.key] ?? '', answers) ?? [])
}

export function routeErrors(park: Park, answers: Answers, now: Date): string[] {
  const entry = fromRoc(answers.entry ?? '')
  const route = findRoute(park.code, answers.route ?? '')
  if (!entry || !route) return []
  const days = Number(answers.days)
  const wrongDays =
    days < route.leastDays || days > route.mostDays
      ? [`此路線天數應為${route.leastDays}至${route.mostDays}天`]
      : []
  return [...wrongDays, ...windowErrors(park, entry, now)]
}

export function windowErrors(park: Park, entry: string, now: Date): string[] {
  const today = dayOf(now)
  const ahead = daysBetween(today, entry)
  if (today < minusMonths(entry, OPENS_MONTHS) || ahead < CLOSES_DAYS) {
    return ['申請日期不在受理期間(入園日前2個月至前5日)']
  }
  return ahead === CLOSES_DAYS && hourOf(now) >= park.cutOff
    ? [`已逾本日受理截止時間(${park.cutOff})`]
    : []
}

export function peopleErrors(park: Park, answers: Answers): string[] {
  const entry = fromRoc(answers.entry ?? '')
  if (!entry) return []
  const team = teamOf(park, answers)
  const errors: string[] = []
  if (isYounger(answers['leader.birthday'], park.leaderAge, entry)) {
    errors.push(`領隊年齡須滿${park.leaderAge}歲`)
  }
  if (isYounger(answers['applicant.birthday'], 18, entry)) errors.push('申請人須滿18歲')
  const ids = team.map((key) => answers[`${key}.id`] ?? '')
  const repeated = new Set(ids.filter((id, index) => id !== '' && ids.indexOf(id) !== index))
  errors.push(...[...repeated].map((id) => `隊員證號重複：${id}`))
  const names = team.map((key) => answers[`${key}.name`])
  if (answers['contact.name'] && names.includes(answers['contact.name']))
    errors.push('留守人不得為隊伍成員')
  return errors
}

/** Remarks for the eye; they never stop a filing. */
export function reminders(park: Park, answers: Answers): string[] {
  const entry = fromRoc(answers.entry ?? '') ?? ''
  const birthdays = teamOf(park, answers).map((key) => answers[`${key}.birthday`])
  return [
    ...(birthdays.some((day) => isYounger(day, 18, entry)) ? ['未滿18歲隊員請備妥家長同意書'] : []),
    ...(birthdays.some((day) => day && !isYounger(day, 70, entry))
      ? ['70歲以上隊員請審慎評估健康狀況']
      : []),
  ]
}

export const teamOf = (park: Park, answers: Answers): string[] => [
  'leader',
  ...Array.from({ length: teamSize(park, answers) - 1 }, (_, index) => `member${index + 1}`),
]

function fieldError(field: Field, value: string, answers: Answers): string | null {
  const called = `「${field.label}」`
  if (value === '') {
    if (!field.required) return null
    return field.kind === 'tick' ? `${called}未勾選` : `${called}未填寫`
  }
  if (field.kind === 'select' && !field.options.includes(value)) return `${called}選項錯誤`
  if ([...value].length > field.max) return `${called}不可超過${field.max}字`
  if (field.check === 'day' && fromRoc(value) === null) {
    return `${called}日期格式錯誤，請輸入民國年，例115/12/05`
  }
  const nation = answers[field.key.replace(/\.id$/, '.nationality')]
  return field.check === 'id' && !isRightId(value, nation) ? `${called}格式錯誤` : null
}

function isYounger(birthday: string | undefined, age: number, on: string): boolean {
  const day = fromRoc(birthday ?? '')
  if (!day) return false
  const years = Number(on.slice(0, 4)) - Number(day.slice(0, 4))
  return (on.slice(5) >= day.slice(5) ? years : years - 1) < age
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'
const WEIGHTS = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]

/** The check digit of a 身分證字號 or of a residence number of either form. */
function isRightId(id: string, nation: string | undefined): boolean {
  if (nation !== '中華民國') return /^[A-Z0-9]{6,20}$/.test(id)
  if (!/^[A-Z][A-D1289]\d{8}$/.test(id)) return false
  const area = LETTERS.indexOf(id[0] ?? '') + 10
  const second = /[A-D]/.test(id[1] ?? '')
    ? (LETTERS.indexOf(id[1] ?? '') + 10) % 10
    : Number(id[1])
  const digits = [Math.floor(area / 10), area % 10, second, ...[...id.slice(2)].map(Number)]
  const sum = digits.reduce((total, digit, index) => total + digit * (WEIGHTS[index] ?? 0), 0)
  return sum % 10 === 0
}
