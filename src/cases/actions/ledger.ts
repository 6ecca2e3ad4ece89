// One case, opened for change inside a transaction: its row is locked, its standing folded from the
// log. What is recorded counts at once and is written by `save`, in one go.

import { listAdapters } from '../../adapters/index.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { type CaseFacts, fold, legOf, step } from '../rules/fold.ts'
import type { LegFacts } from '../rules/leg-facts.ts'
import { caseStateOf } from '../rules/standing.ts'
import type { CaseEvent, NewEvent, OutcomeWords, Stamp } from '../schema/events.ts'
import type { LegSetup } from '../schema/legs.ts'
import { type CaseRow, lockCase } from '../store/cases.ts'
import { appendEvents, type EventRow, listEvents } from '../store/events.ts'
import { type LegRow, listLegs } from '../store/legs.ts'
import { helperOf } from './desk/desks.ts'
import { type Seal, sealWith } from './seal.ts'

export type By = Pick<Stamp, 'actor' | 'basis' | 'channel'>
export const ENGINE: By = { actor: 'system', basis: 'engine', channel: 'system' }

export interface Ledger {
  /** The transaction everything happens in. */
  db: Db
  row: CaseRow
  now: Date
  seal: Seal
  legs(): LegRow[]
  setups(): LegSetup[]
  facts(): CaseFacts
  /** @throws Failure not_found */
  leg(name: string): { row: LegRow; setup: LegSetup; facts: LegFacts }
  record(by: By, ...events: NewEvent[]): void
  /** After a correction changed rows. */
  replaceLegs(rows: LegRow[]): void
  /** Writes what was recorded. True when there was something. */
  save(): Promise<boolean>
}

/** @throws Failure not_found */
export async function openLedger(station: Station, tx: Db, caseId: string): Promise<Ledger> {
  const row = await lockCase(tx, caseId)
  if (!row) throw new Failure('not_found', 'cases.not_found')
  const legs = await listLegs(tx, caseId)
  const facts = fold((await listEvents(tx, caseId)).map(eventOf))
  return newLedger(station, tx, { row, legs, facts })
}

export function newLedger(
  station: Station,
  tx: Db,
  opened: { row: CaseRow; legs: LegRow[]; facts: CaseFacts; seal?: Seal },
): Ledger {
  const { row } = opened
  const now = station.clock.now()
  const seal = opened.seal ?? sealWith(station, tx, row.keyId)
  let { legs, facts } = opened
  let setups = legs.map((leg) => setupOf(station, leg, row.ownerDeskId))
  let unsaved: { event: CaseEvent; personal: OutcomeWords | null }[] = []

  return {
    db: tx,
    row,
    now,
    seal,
    legs: () => legs,
    setups: () => setups,
    facts: () => facts,
    leg(name) {
      const at = legs.findIndex((leg) => leg.leg === name)
      const [found, setup, known] = [legs[at], setups[at], legOf(facts, name)]
      if (!found || !setup || !known) throw new Failure('not_found', 'cases.leg_not_found')
      return { row: found, setup, facts: known }
    },
    record(by, ...events) {
      for (const event of events) {
        const stamp = { ...by, subject: 'applicant', at: now, seq: facts.lastSeq + 1 }
        const personal = 'personal' in event ? (event.personal ?? null) : null
        const recorded = { ...stamp, kind: event.kind, data: event.data, personal } as CaseEvent
        unsaved.push({ event: recorded, personal })
        facts = step(facts, recorded)
      }
    },
    replaceLegs(rows) {
      legs = rows
      setups = legs.map((leg) => setupOf(station, leg, row.ownerDeskId))
    },
    async save() {
      if (unsaved.length === 0) return false
      const rows = await Promise.all(unsaved.map((one) => rowOf(row, one, seal)))
      const { caseId } = row
      await appendEvents(tx, { caseId, lastSeq: facts.lastSeq, state: caseStateOf(facts) }, rows)
      unsaved = []
      return true
    },
  }
}

/**
 * What journey and adapter say of a leg, as the plan wants it. An adapter that the city no longer has
 * leaves its legs to the journey's owner: somebody must know them.
 */
export function setupOf(station: Station, row: LegRow, ownerDeskId: string): LegSetup {
  const { leg, legId, agencyId, adapterId, needs, opensAt, closesAt } = row
  const own = { leg, legId, agencyId, adapterId, needs, opensAt, closesAt }
  const describe = listAdapters(station).find((one) => one.describe.id === adapterId)?.describe
  if (!describe) return { ...own, ...NO_ADAPTER, deskId: ownerDeskId }
  const { semantics, kind, openingHours, limits, desk } = describe
  return {
    ...own,
    kind,
    openingHours,
    perMinute: limits.perMinute,
    lookup: semantics.lookup,
    canWithdraw: semantics.withdraw,
    canCorrect: semantics.correct,
    deskId: kind === 'desk' ? (desk?.deskId ?? ownerDeskId) : null,
    fallbacks: describe.fallbacks ?? [],
    helperDeskId: helperOf(station, row)?.deskId ?? null,
  }
}

const NO_ADAPTER: Pick<
  LegSetup,
  | 'kind'
  | 'openingHours'
  | 'perMinute'
  | 'lookup'
  | 'canWithdraw'
  | 'canCorrect'
  | 'fallbacks'
  | 'helperDeskId'
> = {
  kind: 'desk',
  openingHours: null,
  perMinute: 60,
  lookup: 'none',
  canWithdraw: false,
  canCorrect: false,
  fallbacks: [],
  helperDeskId: null,
}

/** The facts of an event need no key; its words stay sealed. */
export const eventOf = (row: EventRow): CaseEvent =>
  ({
    kind: row.kind,
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    subject: row.subject,
    basis: row.basis,
    channel: row.channel,
    data: row.data,
    personal: null,
  }) as CaseEvent

async function rowOf(
  { caseId, erasedAt }: CaseRow,
  { event, personal }: { event: CaseEvent; personal: OutcomeWords | null },
  seal: Seal,
): Promise<EventRow> {
  const { seq, at, actor, subject, basis, channel, kind, data } = event
  const sealed = personal && !erasedAt ? await seal.close(personal) : null
  return { caseId, seq, at, actor, subject, basis, channel, kind, data, sealed }
}
