// The ledger as it is read and written: a service's account for everybody, a desk's own weeks, what
// desks and owners add, and what stops a version that costs a group time without a word about it.

import { randomUUID } from 'node:crypto'
import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure, type LocalText } from '../../core/errors.ts'
import { LANGUAGES, type Language } from '../../core/i18n.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { worksAt } from '../../people/index.ts'
import { groupName } from '../group-names.ts'
import { readLedgerFile } from '../ledger-file.ts'
import { endedWeeks, isSeenByDesk, movedOnto } from '../rules/ledger.ts'
import type { NewNote, NewObjection, NewOvertime } from '../schema/ledger.ts'
import type { WeighedVersion } from '../schema/weighing.ts'
import { getService } from '../services.ts'
import { insertNote, listChanges, listNotes } from '../store/ledger/declared.ts'
import { insertObjection, saveOvertime } from '../store/ledger/lines.ts'

/** A week can be completed by its desk for this long. */
export const WEEKS_TO_TELL = 8

/** Which groups a version costs time, in words; empty when none, or when its owner said why in public. */
export async function ledgerWarnings(
  station: Station,
  db: Db,
  version: WeighedVersion,
): Promise<LocalText[]> {
  const declared = readLedgerFile(station).changes.filter(
    ({ what, id, version: number }) =>
      what === version.what && id === version.id && number === version.version,
  )
  const silent = declared.filter(({ note }) => !note)
  if (silent.length === 0 || (await listNotes(db, version)).length > 0) return []
  return silent.flatMap(({ groups }) => {
    const rows = groups.map(({ group, before, after }) => ({
      groupId: group,
      before: before?.minutes ?? null,
      after: after.minutes,
    }))
    return movedOnto(rows).map((moved) => movedWords(station, moved))
  })
}

function movedWords(station: Station, moved: { groupId: string; minutes: number }): LocalText {
  const [zh = '', en = ''] = LANGUAGES.map((language) =>
    station.words[language]('voices.ledger.moved_onto', {
      group: groupName(station, moved.groupId, language),
      minutes: round(moved.minutes),
    }),
  )
  return { 'zh-TW': zh, en }
}

/** One decimal is what a declared minute can carry. */
export const round = (minutes: number): number => Math.round(minutes * 10) / 10

/** @throws Failure forbidden, invalid when the week cannot be told of */
export async function declareOvertime(
  station: Station,
  actor: Actor,
  told: NewOvertime,
): Promise<void> {
  checkWeek(station, actor, told)
  const { desk, week, hours } = told
  await station.db
    .transaction()
    .execute((tx) => saveOvertime(tx, { deskId: desk, weekOn: week, hours }, station.clock.now()))
}

/** @throws Failure forbidden, not_found, invalid when the week cannot be told of */
export async function object(
  station: Station,
  actor: Actor,
  { language, ...said }: NewObjection & { language: Language },
): Promise<void> {
  checkWeek(station, actor, said)
  getService(station, said.service)
  await station.db.transaction().execute((tx) =>
    insertObjection(tx, {
      objectionId: randomUUID(),
      deskId: said.desk,
      serviceId: said.service,
      weekOn: said.week,
      words: said.words,
      language,
      at: station.clock.now(),
    }),
  )
}

/** The owner's public words. @throws Failure forbidden, not_found */
export async function addNote(
  station: Station,
  actor: Actor,
  { change, words, language }: NewNote & { language: Language },
): Promise<void> {
  const found = (await listChanges(station.db, null)).find((one) => changeKey(one) === change)
  if (!found) throw new Failure('not_found', 'voices.ledger.no_change')
  const { owner } = getService(station, found.serviceId)
  if (!worksAt(actor, owner.desk)) throw new Failure('forbidden', 'voices.ledger.not_the_owner')
  const { what, id, version, serviceId } = found
  const notedAt = station.clock.now()
  const note = { what, id, version, serviceId, words, language, deskId: owner.desk, notedAt }
  await station.db.transaction().execute((tx) => insertNote(tx, randomUUID(), note))
}

export const changeKey = ({ what, id, version }: WeighedVersion): string =>
  `${what}:${id}:${version}`

/** Weeks a desk may complete: those that have ended, and not too long ago. */
export const weeksToTell = (station: Station): string[] =>
  endedWeeks(taipeiDay(station.clock.now()), WEEKS_TO_TELL)

function checkWeek(station: Station, actor: Actor, told: { desk: string; week: string }): void {
  if (!worksAt(actor, told.desk)) throw new Failure('forbidden', 'voices.ledger.other_desk')
  const isOpen =
    weeksToTell(station).includes(told.week) &&
    isSeenByDesk(told.week, taipeiDay(station.clock.now()))
  if (!isOpen) throw new Failure('invalid', 'voices.ledger.choose_week')
}
