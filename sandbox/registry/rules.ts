// What may be asked of the register and by whose leave: fields, purposes, consents, and how often.

import type { SandboxClock } from '../clock.ts'
import { dayOf, daysBetween, realDay } from '../clock.ts'
import type { Store } from '../store.ts'
import { findPerson, isNationalId, type Person } from './people.ts'

export interface Station {
  store: Store
  clock: SandboxClock
}

export const FIELDS = ['NAME', 'BIRTH', 'SEX', 'ADDR', 'SPOUSE', 'PARENTS', 'CHILDREN'] as const
export type Field = (typeof FIELDS)[number]

/** 查詢目的代碼, and what each may see. */
export const PURPOSES: { [code: string]: { title: string; fields: readonly Field[] } } = {
  B01: { title: '出生登記', fields: ['NAME', 'BIRTH', 'SEX', 'ADDR', 'SPOUSE', 'CHILDREN'] },
  S02: { title: '社會福利', fields: ['NAME', 'BIRTH', 'ADDR', 'CHILDREN'] },
  A09: { title: '一般申辦', fields: ['NAME', 'ADDR'] },
}

/** A query as kept: who asked what of whom, by which consent. The person may read it. */
export interface Query {
  number: string
  org: string
  txn: string
  idNo: string
  consent: string
  purpose: string
  fields: string[]
  code: string
  at: string
}

export interface Wish {
  org: string
  txn: string
  idNo: string
  birth: string
  purpose: string
  consent: string
  fields: string[]
}

export interface Verdict {
  code: keyof typeof MESSAGES
  field?: string
  person?: Person
}

export const MESSAGES = {
  '0000': '查詢成功',
  '0001': '查無資料',
  '0002': '資料不符',
  '0003': '同意書編號無效',
  '0004': '查詢目的代碼不允許該欄位',
  '0005': '當日查詢次數已達上限',
  '0006': '身分證統一編號檢查碼錯誤',
  '0007': '必要欄位未填或格式錯誤',
  '0010': '機關代碼與憑證不符',
} as const

const PERSON_A_DAY = 10
const ORG_A_DAY = 2000
const CONSENT_DAYS = 30
const QUERIES = 'registry query'

export const listQueries = (station: Station): Query[] => station.store.list<Query>(QUERIES)

/** Judges the wish and keeps it, whatever comes of it. */
export function query(station: Station, wish: Wish, certificateOf: string): Verdict {
  return station.store.together(() => {
    const verdict = judge(station, wish, certificateOf)
    keep(station, wish, verdict.code)
    return verdict
  })
}

function judge(station: Station, wish: Wish, certificateOf: string): Verdict {
  if (wish.org !== certificateOf) return { code: '0010', field: 'ORG_ID' }
  const wrong = wrongForm(wish)
  if (wrong) return { code: '0007', field: wrong }
  if (!isNationalId(wish.idNo)) return { code: '0006', field: 'PERSON_ID' }
  if (!isConsentGood(station, wish)) return { code: '0003', field: 'CONSENT_NO' }
  const allowed: readonly string[] = PURPOSES[wish.purpose]?.fields ?? []
  const beyond = wish.fields.find((field) => !allowed.includes(field))
  if (beyond) return { code: '0004', field: beyond }
  if (isTooOften(station, wish)) return { code: '0005' }
  const person = findPerson(station.store, wish.idNo)
  if (!person) return { code: '0001' }
  return person.birth === wish.birth ? { code: '0000', person } : { code: '0002' }
}

function wrongForm(wish: Wish): string | null {
  if (!/^\d{1,20}$/.test(wish.txn)) return 'TXN_ID'
  if (!dayOfRoc(wish.birth)) return 'BIRTH_YYYMMDD'
  if (wish.purpose === '') return 'PURPOSE_CODE'
  const known = wish.fields.every((field) => FIELDS.some((one) => one === field))
  return wish.fields.length > 0 && known ? null : 'FIELDS'
}

/** `C1151123` and ten letters or digits; good for 30 days, for one agency and one person. */
function isConsentGood(station: Station, { consent, idNo, org }: Wish): boolean {
  const [, given = ''] = /^C(\d{7})[0-9A-Z]{10}$/.exec(consent) ?? []
  const day = dayOfRoc(given)
  if (!day) return false
  const age = daysBetween(day, dayOf(station.clock.now()))
  if (age < 0 || age > CONSENT_DAYS) return false
  const first = listQueries(station).find((one) => one.consent === consent)
  return !first || (first.idNo === idNo && first.org === org)
}

function isTooOften(station: Station, { idNo, org }: Wish): boolean {
  const today = dayOf(station.clock.now())
  const ofToday = listQueries(station).filter(
    (one) => one.org === org && one.at.startsWith(today) && one.code !== '0005',
  )
  const ofPerson = ofToday.filter((one) => one.idNo === idNo)
  return ofPerson.length >= PERSON_A_DAY || ofToday.length >= ORG_A_DAY
}

function keep(station: Station, { birth: _birth, ...wish }: Wish, code: string): void {
  const at = new Date(station.clock.now().getTime() + TAIPEI_MS).toISOString().slice(0, 19)
  const number = `Q${String(station.store.count('household-registration received')).padStart(6, '0')}`
  station.store.put(QUERIES, number, { ...wish, number, code, at } satisfies Query)
}

const TAIPEI_MS = 8 * 3_600_000

/** `0750302` as `1986-03-02`; null when there is no such day. */
export function dayOfRoc(text: string): string | null {
  const [, year, month, date] = /^(\d{3})(\d\d)(\d\d)$/.exec(text) ?? []
  return year ? realDay(Number(year) + 1911, Number(month), Number(date)) : null
}
