// What the police exchange reads out of a request, and the codes with which it refuses. Age is not
// its business.

import { dayOf, daysBetween, realDay } from '../clock.ts'
import type { Answer } from './exchange.ts'

export interface Person {
  name: string
  idNo: string
  birthday: string
  phone: string
  address: string
  emergencyName: string
  emergencyPhone: string
}

export interface Application {
  applyKey: string
  teamName: string
  routeName: string
  entryDate: string
  exitDate: string
  entryPoint: string
  exitPoint: string
  areas: string[]
  bureaus: string[]
  plan: string
  leader: Person
  members: Person[]
  contact: { name: string; phone: string }
}

const BUREAUS = '台北 新北 桃園 新竹 苗栗 台中 南投 嘉義 高雄 屏東 台東 花蓮 宜蘭'.split(' ')
const FIRST_DAY = 3
const LAST_DAY = 124
const MOST_MEMBERS = 11

type Node = Record<string, unknown>

export function readApplication(request: Node): Application {
  const contact = nodeOf(request.Contact)
  return {
    applyKey: textOf(request.ApplyKey),
    teamName: textOf(request.TeamName),
    routeName: textOf(request.RouteName),
    entryDate: textOf(request.EntryDate),
    exitDate: textOf(request.ExitDate),
    entryPoint: textOf(request.EntryPoint),
    exitPoint: textOf(request.ExitPoint),
    areas: listOf(nodeOf(request.Areas).Area).map(textOf),
    bureaus: listOf(nodeOf(request.Bureaus).Bureau).map(textOf),
    plan: textOf(request.Plan),
    leader: readPerson(nodeOf(request.Leader)),
    members: listOf(nodeOf(request.Members).Member).map((member) => readPerson(nodeOf(member))),
    contact: { name: textOf(contact.Name), phone: textOf(contact.Phone) },
  }
}

export function faultIn(application: Application, now: Date): Answer | null {
  return (
    missingIn(application) ??
    malformedIn(application) ??
    windowFault(application, now) ??
    peopleFault(application)
  )
}

/** Null unless `2026/12/05` is a day. */
export function dayFrom(text: string): string | null {
  const parts = /^(\d{4})\/(\d{2})\/(\d{2})$/.exec(text)
  return parts ? realDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) : null
}

function missingIn(application: Application): Answer | null {
  const { leader, members } = application
  const needed: [string, string][] = [
    ['ApplyKey', application.applyKey],
    ['EntryDate', application.entryDate],
    ['ExitDate', application.exitDate],
    ['EntryPoint', application.entryPoint],
    ['ExitPoint', application.exitPoint],
    ['Bureaus/Bureau', application.bureaus[0] ?? ''],
    ['Plan', application.plan],
    ['Leader/Name', leader.name],
    ['Leader/IdNo', leader.idNo],
    ['Leader/Birthday', leader.birthday],
    ['Leader/Phone', leader.phone],
    ...members.flatMap((member, index): [string, string][] => [
      [`${path(index)}/Name`, member.name],
      [`${path(index)}/IdNo`, member.idNo],
      [`${path(index)}/Birthday`, member.birthday],
    ]),
  ]
  const empty = needed.find(([, value]) => value === '')
  return empty ? { Code: 'E03', Message: '必要欄位未填', Field: empty[0] } : null
}

function malformedIn(application: Application): Answer | null {
  const { leader, members, entryDate, exitDate } = application
  const entry = dayFrom(entryDate)
  const exit = dayFrom(exitDate)
  const rules: [string, boolean][] = [
    ['ApplyKey', /^[\w.:-]{1,64}$/.test(application.applyKey)],
    ['TeamName', [...application.teamName].length <= 30],
    ['EntryDate', entry !== null],
    ['ExitDate', exit !== null && entry !== null && exit >= entry],
    ['Plan', [...application.plan].length <= 2000],
    ['Leader/IdNo', isIdNo(leader.idNo)],
    ['Leader/Birthday', dayFrom(leader.birthday) !== null],
    ...members.flatMap((member, index): [string, boolean][] => [
      [`${path(index)}/IdNo`, isIdNo(member.idNo)],
      [`${path(index)}/Birthday`, dayFrom(member.birthday) !== null],
    ]),
  ]
  const wrong = rules.find(([, isRight]) => !isRight)
  return wrong ? { Code: 'E06', Message: '欄位格式錯誤', Field: wrong[0] } : null
}

function windowFault({ entryDate, bureaus }: Application, now: Date): Answer | null {
  const ahead = daysBetween(dayOf(now), dayFrom(entryDate) ?? '')
  if (ahead < FIRST_DAY || ahead > LAST_DAY) {
    return { Code: 'E04', Message: '申請日期須於入山日前3日至124日', Field: 'EntryDate' }
  }
  return bureaus.every((bureau) => BUREAUS.includes(bureau))
    ? null
    : { Code: 'E05', Message: '警察局代碼錯誤', Field: 'Bureaus/Bureau' }
}

function peopleFault({ leader, members }: Application): Answer | null {
  if (members.length > MOST_MEMBERS) return { Code: 'E07', Message: '人數超過上限' }
  const ids = [leader, ...members].map((person) => person.idNo)
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  return repeated > 0
    ? { Code: 'E06', Message: '欄位格式錯誤', Field: `${path(repeated - 1)}/IdNo` }
    : null
}

const readPerson = (node: Node): Person => ({
  name: textOf(node.Name),
  idNo: textOf(node.IdNo).toUpperCase(),
  birthday: textOf(node.Birthday),
  phone: textOf(node.Phone),
  address: textOf(node.Address),
  emergencyName: textOf(node.EmergencyName),
  emergencyPhone: textOf(node.EmergencyPhone),
})

const path = (index: number) => `Members/Member[${index + 1}]`
const isIdNo = (text: string) => /^[A-Z0-9]{6,20}$/.test(text)
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const nodeOf = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
