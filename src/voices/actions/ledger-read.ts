// The ledger as pages and programs read it. In public: whole weeks, a week after the desks saw them,
// small desks summed. For a desk: its own weeks as soon as they have ended.

import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import type { LocalText } from '../../core/errors.ts'
import { LANG_TAG } from '../../core/i18n.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { findAgency, findDesk, listDesks, worksAt } from '../../people/index.ts'
import { readLedgerFile } from '../ledger-file.ts'
import {
  deskOf,
  endedWeeks,
  isOfFew,
  isPublic,
  movedOnto,
  ownMinutesADay,
  type ShownLine,
  shownGroup,
  shownLines,
  shownPerCase,
  sumSmallDesks,
} from '../rules/ledger.ts'
import type { Basis, Change, Declared, Line, Objection, Overtime } from '../schema/ledger.ts'
import type { Service } from '../schema/service.ts'
import { listServices } from '../services.ts'
import { listChanges, listDeclared, listNotes } from '../store/ledger/declared.ts'
import { listLines, listObjections, listOvertime, listOwnWork } from '../store/ledger/lines.ts'
import { listRoundMinutes } from '../store/ledger/measured.ts'
import { readWeighing } from '../weighing-files.ts'
import { changeKey, WEEKS_TO_TELL } from './ledger.ts'

const WEEKS_SHOWN = 8

/** The city's desks in sums of at least three people, the same for every service. */
export const deskSums = (station: Station): string[][] =>
  sumSmallDesks(
    listDesks(station).map(({ id, agency, people }) => ({
      id,
      agency,
      people,
      near: findAgency(station, agency)?.kind ?? '',
    })),
  )

export interface AccountGroup {
  groupId: string
  /** Minutes per case. Null: nothing before to compare with. */
  before: number | null
  beforeSource: LocalText | null
  after: number
  /** Null: measured. */
  afterSource: LocalText | null
  basis: Basis
  perWeek: number
  minutesAWeek: number
  /** Minutes per case that it costs the group; null: none. */
  moved: number | null
}

export interface PublicNote {
  words: LocalText | string
  /** Tag of the words; undefined when they are in every language. */
  tag: string | undefined
}

export interface Account {
  change: Change | null
  groups: AccountGroup[]
  weeks: { weekOn: string; lines: ShownLine[] }[]
  notes: PublicNote[]
  overtime: { weekOn: string; groupId: string; hours: number }[]
  objections: (Objection & { groupId: string })[]
  isExample: boolean
}

/** What everybody may read of one service. */
export async function readAccount(station: Station, db: Db, service: Service): Promise<Account> {
  const today = taipeiDay(station.clock.now())
  const sums = deskSums(station)
  const weeks = publicWeeks(today)
  const change = (await listChanges(db, service.id)).find(({ startsOn }) => startsOn <= today)
  const declared = change ? await listDeclared(db, change) : []
  const lines = shownLines(await listLines(db, { serviceId: service.id, weeks }), sums)
  const desks = [...new Set(service.desks.flatMap((id) => sumOf(id, sums)))]
  const objections = await listObjections(db, { serviceId: service.id })
  return {
    change: change ?? null,
    groups: groupsOf(declared, lines, sums),
    weeks: weeks
      .map((weekOn) => ({ weekOn, lines: lines.filter((line) => line.weekOn === weekOn) }))
      .filter((week) => week.lines.length > 0),
    notes: change ? await notesOf(station, db, change) : [],
    overtime: shownOvertime(await listOvertime(db, { desks, weeks }), sums),
    objections: objections
      .filter(({ weekOn }) => isPublic(weekOn, today))
      .map((one) => ({ ...one, groupId: shownGroup(`clerks:${one.deskId}`, sums) })),
    isExample: readLedgerFile(station).isExample,
  }
}

const publicWeeks = (today: string): string[] =>
  endedWeeks(today, WEEKS_SHOWN + 1).filter((weekOn) => isPublic(weekOn, today))

const sumOf = (desk: string, sums: string[][]): string[] =>
  sums.find((ids) => ids.includes(desk)) ?? [desk]

/** What was measured stands in the place of what was declared. */
function groupsOf(declared: Declared[], lines: ShownLine[], sums: string[][]): AccountGroup[] {
  const rows = shownPerCase(declared, sums)
  const known = rows.map((row) => accountGroup(row, measuredOf(lines, row.groupId)))
  const undeclared = [...new Set(lines.map(({ groupId }) => groupId))]
    .filter((groupId) => !rows.some((row) => row.groupId === groupId))
    .flatMap((groupId) => {
      const found = perWeekOf(lines.filter((line) => line.groupId === groupId))
      const none = { groupId, before: null, beforeSource: null, afterSource: null }
      return found ? [{ ...none, ...found, moved: null }] : []
    })
  return [...known, ...undeclared]
}

function accountGroup(
  { groupId, before, beforeSource, after, afterSource, perWeek }: Declared,
  measured: ReturnType<typeof perWeekOf>,
): AccountGroup {
  const row = measured
    ? { ...measured, afterSource: null }
    : { after, perWeek, minutesAWeek: after * perWeek, basis: 'declared' as const, afterSource }
  const moved = movedOnto([{ groupId, before, after: row.after }])[0]?.minutes ?? null
  return { groupId, before, beforeSource, ...row, moved }
}

const measuredOf = (lines: ShownLine[], groupId: string) =>
  perWeekOf(lines.filter((line) => line.groupId === groupId && line.basis === 'measured'))

/** Over all weeks shown; null when there was nothing in them. */
function perWeekOf(all: ShownLine[]) {
  // A week of few is left out here too: it would be the difference between this and the other weeks.
  const lines = all.filter((line) => !isOfFew(line))
  const volume = lines.reduce((sum, line) => sum + line.volume, 0)
  const minutes = lines.reduce((sum, line) => sum + line.minutes, 0)
  const basis = lines[0]?.basis
  if (volume === 0 || !basis || isOfFew({ basis, volume })) return null
  return {
    after: minutes / volume,
    perWeek: Math.round(volume / lines.length),
    minutesAWeek: minutes / lines.length,
    basis,
  }
}

/** From the ledger's file, from the weighing of the same version, and from the owner's desk. */
async function notesOf(station: Station, db: Db, change: Change): Promise<PublicNote[]> {
  const weighing = change.what === 'journey' ? readWeighing(station, change) : null
  const written = [change.note, weighing?.timeNote].flatMap((words) => (words ? [words] : []))
  return [
    ...written.map((words) => ({ words, tag: undefined })),
    ...(await listNotes(db, change)).map(({ words, language }) => ({
      words,
      tag: LANG_TAG[language],
    })),
  ]
}

function shownOvertime(overtime: Overtime[], sums: string[][]): Account['overtime'] {
  const byKey = new Map<string, Account['overtime'][number]>()
  for (const { deskId, weekOn, hours } of overtime) {
    const groupId = shownGroup(`clerks:${deskId}`, sums)
    const known = byKey.get(`${weekOn} ${groupId}`)?.hours ?? 0
    byKey.set(`${weekOn} ${groupId}`, { weekOn, groupId, hours: known + hours })
  }
  return [...byKey.values()]
}

export interface OwnAccount {
  weekOn: string
  desks: { groupId: string; reports: number; minutesADay: number }[]
  /** Null: nobody said. */
  roundMinutes: number | null
}

/** What this program itself asked of the front line, in the newest week that is public. */
export async function readOwnAccount(station: Station, db: Db): Promise<OwnAccount | null> {
  const weekOn = publicWeeks(taipeiDay(station.clock.now()))[0]
  if (!weekOn) return null
  const sums = deskSums(station)
  const work = await listOwnWork(db, [weekOn])
  const desks = sums.flatMap((ids) => {
    const own = work.filter(({ deskId }) => ids.includes(deskId))
    if (own.length === 0) return []
    const known = ids.flatMap((id) => findDesk(station, id) ?? [])
    const minutes = own.reduce((sum, one) => sum + one.minutes, 0)
    const people = known.reduce((sum, desk) => sum + desk.people, 0)
    const days = Math.max(...known.map(({ hours }) => hours.days.length))
    const reports = own.reduce((sum, one) => sum + one.reports, 0)
    const minutesADay = ownMinutesADay({ minutes, people, days })
    return [{ groupId: shownGroup(`clerks:${ids[0]}`, sums), reports, minutesADay }]
  })
  const round = (await listRoundMinutes(db, [weekOn]))[0]
  return { weekOn, desks, roundMinutes: round?.minutes ?? null }
}

export interface DeskWeeks {
  deskId: string
  weeks: { weekOn: string; isPublic: boolean; lines: Line[]; hours: number | null }[]
  objections: Objection[]
}

/** The desks an actor works at, each with its own ended weeks, summed with nobody. */
export async function readDeskWeeks(station: Station, actor: Actor): Promise<DeskWeeks[]> {
  const { db, clock } = station
  const today = taipeiDay(clock.now())
  const weeks = endedWeeks(today, WEEKS_TO_TELL)
  const groups = actor.desks.map((id) => `clerks:${id}`)
  const lines = await listLines(db, { serviceId: null, groups, weeks })
  const overtime = await listOvertime(db, { desks: actor.desks, weeks })
  const objections = await listObjections(db, { desks: actor.desks })
  return actor.desks.map((deskId) => ({
    deskId,
    weeks: weeks.map((weekOn) => ({
      weekOn,
      isPublic: isPublic(weekOn, today),
      lines: lines.filter((line) => line.weekOn === weekOn && deskOf(line.groupId) === deskId),
      hours: overtime.find((one) => one.weekOn === weekOn && one.deskId === deskId)?.hours ?? null,
    })),
    objections: objections.filter((one) => one.deskId === deskId),
  }))
}

export interface OwnedChange {
  key: string
  title: LocalText
  moved: { groupId: string; minutes: number }[]
}

/** Versions of services this actor answers for that cost somebody time, for a public note. */
export async function listOwnedChanges(station: Station, actor: Actor): Promise<OwnedChange[]> {
  const owned: OwnedChange[] = []
  for (const { id, owner } of listServices(station)) {
    if (!worksAt(actor, owner.desk)) continue
    for (const change of await listChanges(station.db, id)) {
      const moved = movedOnto(await listDeclared(station.db, change))
      if (moved.length > 0) owned.push({ key: changeKey(change), title: change.title, moved })
    }
  }
  return owned
}
