// One line of the list: read, priced, and taken or refused with a reason.

import { dayOf, daysBetween, realDay } from '../clock.ts'
import type { Store } from '../store.ts'

export const COLUMNS = [
  '件號',
  '異動別',
  '團體名稱',
  '要保人',
  '要保人證號',
  '聯絡電話',
  '活動地點',
  '起保日',
  '止保日',
  '人數',
  '每人保額',
  '保險費',
  '名冊',
  '備註',
] as const
type Row = Record<(typeof COLUMNS)[number], string>

export interface Group {
  number: string
  itemNo: string
  remark: string
  name: string
  leader: string
  from: string
  to: string
  premium: number
  cover: number
  people: { name: string; idNo: string; birthday: string; beneficiary: string; relation: string }[]
  status: '承保' | '已取消'
  takenAt: string
}

export type Verdict = { taken: true; number: string } | { taken: false; reason: string }

export interface Books {
  store: Store
  /** The night of collection. */
  now: Date
  pretendDuplicate: boolean
}

const SHELF = 'insurer group'
const MOST_DAYS = 15
const MOST_AHEAD = 60
const MOST_PEOPLE = 30
const NT_A_MILLION = 25
const RELATIONS = ['配偶', '父母', '子女', '祖父母', '兄弟姊妹']
const LEGAL_HEIRS = '法定繼承人'

export const listGroups = (store: Store): Group[] => store.list<Group>(SHELF)

export function takeRow(books: Books, cells: string[]): Verdict {
  if (cells.length !== COLUMNS.length) return no('欄位數不符')
  const row = Object.fromEntries(COLUMNS.map((name, at) => [name, cells[at] ?? ''])) as Row
  if (!/^[A-Za-z0-9-]{1,20}$/.test(row.件號)) return no('件號錯誤')
  if (row.異動別 === '取消') return cancelGroup(books, row.件號)
  if (row.異動別 !== '新增') return no('異動別錯誤')
  books.store.count('hike-insurer received')
  if (books.pretendDuplicate) return no('重複件號(H1151101-0007)')
  const standing = books.store.find<Group>(SHELF, row.件號)
  if (standing?.status === '已取消') return no('件號已取消')
  if (standing) {
    books.store.count('hike-insurer duplicates')
    return no(`重複件號(${standing.number})`)
  }
  const people = row.名冊.split('；').map((one) => one.split('/'))
  const wrong = formFault(row) ?? dayFault(row, books.now) ?? peopleFault(row, people)
  return wrong ? no(wrong) : insure(books, row, people)
}

const no = (reason: string): Verdict => ({ taken: false, reason })

function insure({ store, now }: Books, row: Row, people: string[][]): Verdict {
  const roc = rocOf(dayOf(now))
  const number = `H${roc}-${String(store.count(`insurer number ${roc}`)).padStart(4, '0')}`
  const group: Group = {
    number,
    itemNo: row.件號,
    remark: row.備註,
    name: row.團體名稱,
    leader: row.要保人,
    from: dayFrom(row.起保日) ?? '',
    to: dayFrom(row.止保日) ?? '',
    premium: amountFrom(row.保險費) ?? 0,
    cover: amountFrom(row.每人保額) ?? 0,
    people: people.map(
      ([name = '', idNo = '', birthday = '', beneficiary = '', relation = '']) => ({
        name,
        idNo,
        birthday,
        beneficiary,
        relation,
      }),
    ),
    status: '承保',
    takenAt: now.toISOString(),
  }
  store.put(SHELF, group.itemNo, group)
  return { taken: true, number }
}

function cancelGroup({ store, now }: Books, itemNo: string): Verdict {
  const group = store.find<Group>(SHELF, itemNo)
  if (!group) return no('查無保單')
  if (group.status === '已取消') return no('件號已取消')
  if (dayOf(now) >= group.from) return no('已起保不得取消')
  store.put(SHELF, itemNo, { ...group, status: '已取消' })
  return { taken: true, number: group.number }
}

function formFault(row: Row): string | null {
  const needed = COLUMNS.filter((name) => name !== '備註')
  const empty = needed.find((name) => row[name].trim() === '')
  if (empty) return `「${empty}」未填`
  const rules: [keyof Row, boolean][] = [
    ['團體名稱', [...row.團體名稱].length <= 20],
    ['要保人證號', isIdNo(row.要保人證號)],
    ['活動地點', [...row.活動地點].length <= 60],
    ['起保日', dayFrom(row.起保日) !== null],
    ['止保日', dayFrom(row.止保日) !== null],
    ['人數', /^\d{1,2}$/.test(row.人數)],
    ['保險費', amountFrom(row.保險費) !== null],
    ['備註', [...row.備註].length <= 80],
  ]
  const wrong = rules.find(([, isRight]) => !isRight)
  return wrong ? `「${wrong[0]}」格式錯誤` : null
}

function dayFault(row: Row, now: Date): string | null {
  const ahead = daysBetween(dayOf(now), dayFrom(row.起保日) ?? '')
  if (ahead < 1 || ahead > MOST_AHEAD) return '起保日不在受理期間'
  const days = daysOf(row)
  return days < 1 || days > MOST_DAYS ? '保險期間錯誤' : null
}

function peopleFault(row: Row, people: string[][]): string | null {
  const count = Number(row.人數)
  if (count < 1 || count > MOST_PEOPLE || count !== people.length) return '人數與名冊不符'
  if (!people.every(isPerson)) return '「名冊」格式錯誤'
  const cover = amountFrom(row.每人保額) ?? 0
  if (![1_000_000, 2_000_000, 3_000_000].includes(cover)) return '保額錯誤'
  const premium = (count * daysOf(row) * NT_A_MILLION * cover) / 1_000_000
  if (amountFrom(row.保險費) !== premium) return '保費不符'
  const ids = people.map(([, idNo]) => idNo ?? '')
  if (!ids.includes(row.要保人證號)) return '要保人不在名冊'
  if (new Set(ids).size < ids.length) return '證號重複'
  const from = dayFrom(row.起保日) ?? ''
  const names = people.map(([name]) => name)
  for (const [, , birthday = '', beneficiary = '', relation = ''] of people) {
    const age = ageOn(dayFrom(birthday) ?? '', from)
    if (age < 0 || age > 80) return '年齡不符'
    if (beneficiary === LEGAL_HEIRS ? relation !== '無' : !RELATIONS.includes(relation)) {
      return '受益人不符規定'
    }
    if (beneficiary !== LEGAL_HEIRS && (age < 15 || names.includes(beneficiary))) {
      return '受益人不符規定'
    }
  }
  return null
}

const isPerson = (parts: string[]): boolean =>
  parts.length === 5 &&
  parts.every((part) => part.trim() !== '') &&
  isIdNo(parts[1] ?? '') &&
  dayFrom(parts[2] ?? '') !== null

const isIdNo = (text: string) => /^[A-Z0-9]{6,20}$/.test(text)

const daysOf = (row: Row): number =>
  daysBetween(dayFrom(row.起保日) ?? '', dayFrom(row.止保日) ?? '') + 1

function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return day.slice(5) < born.slice(5) ? years - 1 : years
}

/** With its commas where they belong, or not at all. */
function amountFrom(text: string): number | null {
  return /^\d{1,3}(,\d{3})*$/.test(text) ? Number(text.replaceAll(',', '')) : null
}

function dayFrom(text: string): string | null {
  const [, year, month, date] = /^(\d{3})(\d{2})(\d{2})$/.exec(text) ?? []
  return year ? realDay(Number(year) + 1911, Number(month), Number(date)) : null
}

const rocOf = (day: string): string =>
  `${Number(day.slice(0, 4)) - 1911}${day.slice(5).replace('-', '')}`
