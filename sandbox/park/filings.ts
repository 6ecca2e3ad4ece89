// Filings of the three parks: numbers, quotas, states. A state that time changes (a correction or a
// payment not made in time) is settled when the filing is next looked at.

import { dayOf, plusDays, type SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'
import { type Answers, teamSize } from './forms.ts'
import { type Park, parkByNumber } from './parks.ts'
import { fromRoc, toRoc } from './roc.ts'
import { CAMP_OF_FORESTRY, CAMP_SITES, findRoute, PERSONS_A_SITE, quotaOn } from './routes.ts'
import { teamOf } from './rules.ts'

export type State =
  | '審核中'
  | '退回補正'
  | '待繳費(林務系統)'
  | '核准'
  | '不予許可'
  | '已取消'
  | '逾期未補正'
  | '逾期未繳費'

export interface Filing {
  number: string
  park: Park['code']
  filedAt: string
  entry: string
  persons: number
  state: State
  reason: string
  /** Keys of the fields returned for correction. */
  returned: string[]
  correctBy: string | null
  permit: string
  payCode: string
  payBy: string | null
  answers: Answers
}

/** What the programs of this system work with. */
export interface Office {
  store: Store
  clock: SandboxClock
}

const SHELF = 'park filing'
const CLOSED: State[] = ['已取消', '不予許可', '逾期未補正', '逾期未繳費']

export const isClosed = (filing: Filing): boolean => CLOSED.includes(filing.state)

export const listFilings = (office: Office): Filing[] =>
  office.store.list<Filing>(SHELF).map((filing) => settleTime(office, filing))

export function findFiling(office: Office, number: string): Filing | null {
  const filing = office.store.find<Filing>(SHELF, number)
  return filing && settleTime(office, filing)
}

/** By number and ID number of applicant or leader. */
export function findFilingOf(office: Office, number: string, id: string): Filing | null {
  const filing = findFiling(office, number.trim())
  return filing && idsOf(filing).includes(id.trim().toUpperCase()) ? filing : null
}

export const idsOf = (filing: Filing): string[] => [
  filing.answers['applicant.id'] ?? '',
  filing.answers['leader.id'] ?? '',
]

export const saveFiling = (office: Office, filing: Filing): void =>
  office.store.put(SHELF, filing.number, filing)

export function fileApplication(office: Office, park: Park, answers: Answers): Filing {
  const entry = fromRoc(answers.entry ?? '') ?? ''
  const day = toRoc(entry).replaceAll('/', '')
  const equal = listFilings(office).some((other) => isEqual(other, park, entry, answers))
  if (equal) office.store.count(`${park.agency} duplicates`)
  const next = office.store.count(`park number ${park.code}${day}`)
  const filing: Filing = {
    number: `${park.mark}-${day}-${String(next).padStart(4, '0')}`,
    park: park.code,
    filedAt: office.clock.now().toISOString(),
    entry,
    persons: teamSize(park, answers),
    state: '審核中',
    reason: '',
    returned: [],
    correctBy: null,
    permit: '',
    payCode: '',
    payBy: null,
    answers,
  }
  saveFiling(office, filing)
  return filing
}

/** Quotas as they stand now; empty when there is room. */
export function roomErrors(office: Office, park: Park, answers: Answers): string[] {
  const entry = fromRoc(answers.entry ?? '')
  const route = findRoute(park.code, answers.route ?? '')
  if (!entry || !route) return []
  const persons = teamSize(park, answers)
  const standing = listFilings(office).filter(
    (filing) => filing.park === park.code && !isClosed(filing),
  )
  const taken = standing
    .filter((filing) => filing.entry === entry && filing.answers.route === route.name)
    .reduce((sum, filing) => sum + filing.persons, 0)
  const left = quotaOn(route, entry) - taken
  const errors = left < persons ? [`您申請的日期名額已滿(剩餘${Math.max(0, left)}人)`] : []
  for (const night of campNights(entry, answers)) {
    const free = CAMP_SITES - standing.reduce((sum, filing) => sum + sitesOn(filing, night), 0)
    if (free < Math.ceil(persons / PERSONS_A_SITE)) {
      errors.push(`${CAMP_OF_FORESTRY}營位不足(剩餘${Math.max(0, free)}位)`)
    }
  }
  return errors
}

/** Days on which the team sleeps at the camp that the forestry agency lends to this park. */
export function campNights(entry: string, answers: Answers): string[] {
  const days = Number(answers.days ?? 0)
  return Array.from({ length: days }, (_, index) => index + 1)
    .filter((day) => answers[`day${day}.night`] === CAMP_OF_FORESTRY)
    .map((day) => plusDays(entry, day - 1))
}

export function permitNumber(office: Office, park: Park): string {
  const day = toRoc(dayOf(office.clock.now())).replaceAll('/', '')
  const next = office.store.count(`park permit ${park.code}${day}`)
  return `${park.permitWord}第${day}${String(next).padStart(3, '0')}號`
}

const sitesOn = (filing: Filing, night: string): number =>
  campNights(filing.entry, filing.answers).includes(night)
    ? Math.ceil(filing.persons / PERSONS_A_SITE)
    : 0

const isEqual = (other: Filing, park: Park, entry: string, answers: Answers): boolean =>
  other.park === park.code &&
  other.state !== '已取消' &&
  other.entry === entry &&
  other.answers.route === answers.route &&
  other.answers['leader.id'] === answers['leader.id']

function settleTime(office: Office, filing: Filing): Filing {
  const now = office.clock.now().toISOString()
  const settled = settledState(office, filing, now)
  if (!settled) return filing
  saveFiling(office, settled)
  return settled
}

function settledState(office: Office, filing: Filing, now: string): Filing | null {
  const park = parkByNumber(filing.number)
  if (filing.state === '退回補正' && filing.correctBy && now > filing.correctBy) {
    return { ...filing, state: '逾期未補正' }
  }
  if (filing.state !== '待繳費(林務系統)' || !park) return null
  const paid = office.store.find<{ paidAt: string | null }>('camp fee', filing.payCode)
  if (paid?.paidAt) return { ...filing, state: '核准', permit: permitNumber(office, park) }
  return filing.payBy && now > filing.payBy ? { ...filing, state: '逾期未繳費' } : null
}

/** A filing with everything received, in plain words: for the oracle. */
export function receivedFields(park: Park, filing: Filing): Record<string, unknown> {
  const { answers } = filing
  const part = (prefix: string) =>
    Object.fromEntries(
      Object.entries(answers)
        .filter(([key]) => key.startsWith(`${prefix}.`))
        .map(([key, value]) => [key.slice(prefix.length + 1), value]),
    )
  const days = Array.from({ length: Number(answers.days) }, (_, index) => part(`day${index + 1}`))
  return {
    park: park.name,
    route: answers.route,
    teamName: answers.teamName ?? null,
    entry: filing.entry,
    days: Number(answers.days),
    persons: filing.persons,
    itinerary: days.map((day) => ({
      nodes: ['start', 'via1', 'via2', 'via3', 'via4', 'via5', 'via6', 'night', 'finish']
        .map((key) => day[key] ?? '')
        .filter((node) => node !== ''),
      night: day.night ?? null,
    })),
    applicant: part('applicant'),
    leader: part('leader'),
    members: teamOf(park, answers).slice(1).map(part),
    contact: part('contact'),
    satellite: answers.satellite ?? null,
    retreat: answers.retreat ?? null,
    consents: Object.keys(answers).filter((key) => key.startsWith('consent')).length,
    remark: answers.remark ?? '',
    permit: filing.permit,
    reason: filing.reason,
  }
}
