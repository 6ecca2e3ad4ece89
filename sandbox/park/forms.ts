// The fields of each step. Keys are the program's own; labels and meaningless input names are what
// the outside sees, and differ by park.

import type { Park } from './parks.ts'
import { findRoute, routesOf } from './routes.ts'

export type Answers = Record<string, string>

export interface Field {
  key: string
  label: string
  kind: 'text' | 'select' | 'tick' | 'area'
  required: boolean
  options: string[]
  max: number
  check: 'day' | 'id' | 'none'
  /** The label stands in the cell before, without a <label>. */
  bare: boolean
}

export const CITIES =
  '臺北市 新北市 桃園市 臺中市 臺南市 高雄市 基隆市 新竹市 嘉義市 新竹縣 苗栗縣 彰化縣 南投縣 雲林縣 嘉義縣 屏東縣 宜蘭縣 花蓮縣 臺東縣 澎湖縣 金門縣 連江縣'.split(
    ' ',
  )
export const NATIONS = '中華民國 日本 韓國 香港 澳門 馬來西亞 新加坡 美國 其他'.split(' ')
export const MOST_VIAS = 6
const MOST_PERSONS = 12

export const teamSize = (park: Park, answers: Answers): number =>
  Number(answers.count ?? 0) + (park.countsLeader ? 0 : 1)

export function routeFields(park: Park): Field[] {
  const { words } = park
  const least = park.countsLeader ? 1 : 0
  const counts = Array.from({ length: MOST_PERSONS }, (_, index) => String(index + least))
  return [
    select(
      'route',
      words.route,
      true,
      routesOf(park.code).map((route) => route.name),
    ),
    ...(words.teamName === null ? [] : [text('teamName', words.teamName, true, 20)]),
    { ...text('entry', words.entry, true, 10), check: 'day', bare: park.code !== 'Y' },
    select('days', words.days, true, counting(10)),
    select('count', words.count, true, counts),
  ]
}

export function dayFields(park: Park, answers: Answers, day: number): Field[] {
  const route = findRoute(park.code, answers.route ?? '')
  if (!route) return []
  const last = day === Number(answers.days)
  const key = (name: string) => `day${day}.${name}`
  const vias = counting(MOST_VIAS).map((number) =>
    select(key(`via${number}`), `途經點${number}`, false, route.nodes),
  )
  return [
    ...(day === 1 ? [select(key('start'), '登山口', true, route.nodes)] : []),
    ...vias,
    last
      ? select(key('finish'), '下山口', true, route.nodes)
      : select(key('night'), '住宿地點', true, route.nights),
  ].map((field) => ({ ...field, bare: park.code === 'T' }))
}

export function peopleFields(park: Park, answers: Answers): Field[] {
  const leader = answers['leader.same'] === 'on' ? [] : essentials
  const members = counting(teamSize(park, answers) - 1)
  const fields = [
    ...person(park, 'applicant', '申請人', everything, allButPhone),
    tick('applicant.consent', '已取得全體隊員同意代為申請', true),
    tick('leader.same', '領隊同申請人', false),
    ...person(park, 'leader', '領隊', everything, leader),
    ...members.flatMap((n) =>
      person(park, `member${n}`, `隊員${n}`, ofMembers, ['name', 'nationality', 'id', 'birthday']),
    ),
    ...person(park, 'contact', '留守人', ofContact, ['name', 'mobile']),
    ...(park.code === 'Y' ? [text('satellite', '衛星電話或GPS號碼', false, 40)] : []),
    text('remark', '備註', false, 50),
  ]
  return fields.map((field) => ({ ...field, bare: isBare(park, field) }))
}

export function consentFields(park: Park, answers: Answers): Field[] {
  const alone = park.code === 'T' && teamSize(park, answers) === 1 ? ['單人入園切結'] : []
  const ticks = [...park.consents, ...alone]
  return [
    ...ticks.map((label, index) => tick(`consent${index + 1}`, label, true)),
    ...(park.code === 'S'
      ? [{ ...text('retreat', '撤退機制說明', true, 200), kind: 'area' as const }]
      : []),
  ]
}

/** Fields an officer may return for correction. */
export const correctable = (park: Park, answers: Answers): Field[] =>
  [...routeFields(park), ...peopleFields(park, answers)].filter(
    (field) => field.kind !== 'tick' && !['route', 'days', 'count'].includes(field.key),
  )

/** Input names mean nothing: kind and place on the page. */
export function nameOf(park: Park, field: Field, index: number): string {
  const kind = { text: 'txt', select: 'ddl', tick: 'chk', area: 'txa' }[field.kind]
  if (park.code === 'Y') return `${kind}${String(index + 1).padStart(2, '0')}`
  if (park.code === 'T') return `${kind}${letters(index)}`
  return `ctl00$${kind}${index * 2 + 1}`
}

const everything =
  'name nationality id birthday phone mobile email city town address emergencyName emergencyPhone'.split(
    ' ',
  )
const allButPhone = everything.filter((part) => part !== 'phone')
const essentials = 'name nationality id birthday mobile emergencyName emergencyPhone'.split(' ')
const ofMembers = 'name nationality id birthday mobile address emergencyName emergencyPhone'.split(
  ' ',
)
const ofContact = 'name phone mobile email birthday'.split(' ')

function person(
  park: Park,
  key: string,
  who: string,
  parts: string[],
  required: string[],
): Field[] {
  const { words } = park
  const labels: Record<string, string> = {
    name: '姓名',
    nationality: '國籍',
    id: words.id,
    birthday: words.birthday,
    phone: words.phone,
    mobile: words.mobile,
    email: words.email,
    city: '縣市',
    town: '鄉鎮市區',
    address: '地址',
    emergencyName: '緊急聯絡人姓名',
    emergencyPhone: '緊急聯絡人電話',
  }
  return parts.map((part) => {
    const label = `${who}${labels[part] ?? ''}`
    const full = `${key}.${part}`
    const needed = required.includes(part)
    if (part === 'nationality') return select(full, label, needed, NATIONS)
    if (part === 'city') return select(full, label, needed, CITIES)
    const field = text(full, label, needed, part === 'address' ? 100 : 60)
    return part === 'birthday'
      ? { ...field, check: 'day' }
      : { ...field, check: part === 'id' ? 'id' : 'none' }
  })
}

const isBare = (park: Park, field: Field): boolean =>
  field.kind !== 'tick' &&
  { Y: field.key.includes('emergency'), T: true, S: field.check === 'day' }[park.code]

const plain = { options: [], max: 200, check: 'none' as const, bare: false }

const text = (key: string, label: string, required: boolean, max: number): Field => ({
  ...plain,
  key,
  label,
  kind: 'text',
  required,
  max,
})

const select = (key: string, label: string, required: boolean, options: string[]): Field => ({
  ...plain,
  key,
  label,
  kind: 'select',
  required,
  options,
})

const tick = (key: string, label: string, required: boolean): Field => ({
  ...plain,
  key,
  label,
  kind: 'tick',
  required,
})

const counting = (most: number): string[] =>
  Array.from({ length: Math.max(0, most) }, (_, index) => String(index + 1))

const letters = (index: number): string =>
  (index >= 26 ? String.fromCharCode(64 + Math.floor(index / 26)) : '') +
  String.fromCharCode(65 + (index % 26))
