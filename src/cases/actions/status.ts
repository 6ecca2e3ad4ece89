// The status of a case: one view for the page, the API, the counter and the telephone.

import type { Reason } from '../../adapters/index.ts'
import { taipeiDay } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import {
  drawDayFor,
  type Filed,
  getJourney,
  type Journey,
  questionForField,
  readingContext,
  tripDaysIn,
} from '../../journeys/index.ts'
import { findAgency } from '../../people/index.ts'
import { fold, legOf } from '../rules/fold.ts'
import type { LegFacts } from '../rules/leg-facts.ts'
import { mayCorrect, mayJoin, mayWithdraw } from '../rules/permissions.ts'
import { caseStateOf } from '../rules/standing.ts'
import { plannedVisitOf, visitsOf } from '../rules/visits.ts'
import { historyLine, nextStep } from '../rules/words.ts'
import type { CaseEvent, OutcomeWords } from '../schema/events.ts'
import type { LegSetup, LegState } from '../schema/legs.ts'
import type {
  CaseView,
  Disclosure,
  EventLine,
  LegView,
  Needed,
  PlannedVisit,
} from '../schema/view.ts'
import { type CaseRow, findCase } from '../store/cases.ts'
import { type EventRow, listEvents } from '../store/events.ts'
import { type LegRow, listLegs } from '../store/legs.ts'
import { agencyName } from './desk/desks.ts'
import type { KeptAnswers } from './inputs.ts'
import { eventOf, setupOf } from './ledger.ts'
import { verifiedOf } from './reads/kept.ts'
import { openOrGone, type Seal, sealWith } from './seal.ts'

/** @throws Failure not_found */
export async function readStatus(station: Station, caseId: string): Promise<CaseView> {
  const row = await findCase(station.db, caseId)
  if (!row) throw new Failure('not_found', 'cases.not_found')
  const journey = await getJourney(station.db, row.journeyId, row.journeyVersion)
  const rows = await listLegs(station.db, caseId)
  const events = await openEvents(station, row, await listEvents(station.db, caseId))
  const facts = fold(events)
  const lines = events.flatMap((event) => lineOf(event) ?? [])
  const filed = await filedOf(station, row)

  const planned = await plannedVisits(station, row, rows)
  const legs = rows.flatMap((leg, index) => {
    const known = legOf(facts, leg.leg)
    const setup = setupOf(station, leg, row.ownerDeskId)
    const around = { station, journey, row: leg, setup, events, lines, filed }
    if (!known) return []
    const isAhead = NOT_YET_ASKED.includes(known.state)
    return [legView({ ...around, known, planned: isAhead ? (planned[index] ?? null) : null })]
  })
  return {
    caseId,
    reference: row.reference,
    journeyId: row.journeyId,
    journeyVersion: row.journeyVersion,
    title: journey.title,
    state: caseStateOf(facts),
    filedAt: row.filedAt,
    channel: row.channel,
    language: row.language,
    isErased: row.erasedAt !== null,
    mayWithdraw: !row.erasedAt && facts.legs.some(mayWithdraw),
    mayCorrect: !row.erasedAt && facts.legs.some(mayCorrect),
    legs,
    days: filed ? tripDaysIn(journey, filed.answers, readingContext(station)) : [],
    visits: visitsOf(legs, journey.english),
    otherDoors: journey.start.otherWays.flatMap(({ url, text }) => (url ? [] : [text])),
    events: lines,
    verified: filed
      ? await verifiedOf(station, row, {
          journey,
          answers: filed.answers,
          seal: sealWith(station, station.db, row.keyId),
        })
      : [],
    disclosures: withoutRepeats(events.flatMap((event) => disclosureOf(event, rows) ?? [])),
  }
}

const NOT_YET_ASKED: readonly LegState[] = ['received', 'waiting_desk', 'in_review']

/** By leg, from the `visit` part of what it sends; null where it has none. */
async function plannedVisits(
  station: Station,
  { keyId, erasedAt }: CaseRow,
  legs: LegRow[],
): Promise<(PlannedVisit | null)[]> {
  if (erasedAt) return []
  const seal = sealWith(station, station.db, keyId)
  return Promise.all(
    legs.map(async ({ sealedInput }) => {
      const input = await openOrGone<Record<string, unknown>>(seal, sealedInput)
      return plannedVisitOf(input?.visit)
    }),
  )
}

/** An agency's word for a field needs the answers (which member it means), and so do the trip's days. */
async function filedOf(station: Station, row: CaseRow): Promise<Filed | undefined> {
  if (row.erasedAt) return undefined
  const seal = sealWith(station, station.db, row.keyId)
  const kept = await openOrGone<KeptAnswers>(seal, row.sealedAnswers)
  if (!kept) return undefined
  return {
    answers: kept.answers,
    known: { today: taipeiDay(station.clock.now()), references: {} },
  }
}

/** Told again, with the same fields, to the same eyes: once is enough to know. */
const withoutRepeats = (told: Disclosure[]): Disclosure[] =>
  told.filter((one, index) => !told.slice(0, index).some((before) => isSame(one, before)))

const isSame = (a: Disclosure, b: Disclosure) =>
  a.leg === b.leg && a.deskId === b.deskId && a.fields.join() === b.fields.join()

async function openEvents(
  station: Station,
  { keyId, erasedAt }: CaseRow,
  rows: EventRow[],
): Promise<CaseEvent[]> {
  const seal: Seal = sealWith(station, station.db, keyId)
  const open = async (row: EventRow) => ({
    ...eventOf(row),
    personal: erasedAt ? null : await openOrGone<OutcomeWords>(seal, row.sealed),
  })
  return Promise.all(rows.map(open))
}

interface Around {
  station: Station
  journey: Journey
  row: LegRow
  setup: LegSetup
  known: LegFacts
  filed: Filed | undefined
  planned: PlannedVisit | null
  events: CaseEvent[]
  lines: EventLine[]
}

function legView(around: Around): LegView {
  const { station, journey, row, setup, known, events, lines, filed } = around
  const definition = journey.legs.find((leg) => leg.id === row.leg)
  const words = lastWords(events, row.leg)
  const { task } = known
  return {
    leg: row.leg,
    legId: row.legId,
    title: definition?.title ?? agencyName(station, row.agencyId),
    agencyId: row.agencyId,
    agencyName: agencyName(station, row.agencyId),
    door: doorOf(station, row.agencyId),
    adapterId: row.adapterId,
    state: known.state,
    stateWord: { message: `cases.state.${known.state}`, values: {} },
    reference: known.reference,
    number: known.number,
    reasons: (words.reasons ?? []).map(({ text, field }) => ({
      text,
      question: field ? questionForField(journey, row.leg, field, filed) : null,
    })),
    next: nextStep(known, setup),
    deadlineAt: known.by ? new Date(known.by) : null,
    opensAt: row.opensAt,
    closesAt: row.closesAt,
    drawnOn: filed
      ? drawDayFor(journey, filed.answers, row.agencyId, readingContext(station))
      : null,
    desk: task ? { deskId: task.deskId, dayOn: task.dayOn, task: task.kind } : null,
    needs: neededOf(known, words),
    planned: around.planned,
    note: words.note ?? null,
    change: definition?.change ?? { 'zh-TW': '', en: '' },
    mayJoin: mayJoin(known),
    mayCorrect: mayCorrect(known),
    history: lines.filter((line) => line.leg === row.leg),
  }
}

function doorOf(station: Station, agencyId: string): LegView['door'] {
  const agency = findAgency(station, agencyId)
  return { phone: agency?.phone ?? null, site: agency?.oldSite ?? agency?.url ?? null }
}

/** The words of the newest answer; an older reason must not outlive a later approval. */
function lastWords(events: CaseEvent[], leg: string): OutcomeWords {
  const kinds = ['leg_outcome', 'leg_withdrawal', 'leg_not_sent']
  const silent = ['unavailable', 'unknown']
  const last = events.findLast((event) => {
    if (!kinds.includes(event.kind) || !('leg' in event.data) || event.data.leg !== leg)
      return false
    const outcome = 'outcome' in event.data ? event.data.outcome : null
    const kind = typeof outcome === 'string' ? outcome : outcome?.kind
    return !silent.includes(kind ?? '')
  })
  return last?.personal ?? {}
}

function neededOf(known: LegFacts, words: OutcomeWords): Needed | null {
  if (!known.needs || !known.state.startsWith('needs_')) return null
  return {
    what: known.needs,
    where: words.where ?? null,
    bring: words.bring ?? [],
    url: words.url ?? null,
  }
}

function lineOf(event: CaseEvent): EventLine | null {
  const said = historyLine(event)
  if (!said) return null
  const reasons: Reason[] = event.personal?.reasons ?? []
  const leg = 'leg' in event.data ? event.data.leg : null
  const { seq, at, actor, basis, kind } = event
  return { seq, at, leg, actor, basis, kind, said, reasons, isTold: kind === 'told' }
}

function disclosureOf(event: CaseEvent, legs: LegRow[]): Disclosure | null {
  if (!('fields' in event.data) || !('leg' in event.data)) return null
  const { leg, fields } = event.data
  const agencyId = legs.find((row) => row.leg === leg)?.agencyId ?? ''
  const deskId = 'deskId' in event.data ? event.data.deskId : null
  return fields.length > 0 ? { at: event.at, leg, agencyId, fields, deskId } : null
}
