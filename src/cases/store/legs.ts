// Legs as rows: what the sweep, the desks and the lists need without reading any log.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { LegState } from '../schema/legs.ts'

export interface LegRow {
  legId: string
  caseId: string
  leg: string
  agencyId: string
  adapterId: string
  needs: string[]
  state: LegState
  opensAt: Date | null
  closesAt: Date | null
  answerDays: number | null
  sealedInput: Uint8Array | null
  agencyReference: string | null
  wakeAt: Date | null
  lookAt: Date | null
  /** A process is calling the agency for it. */
  isLeased: boolean
  /** Given to another adapter in this transaction, which is not saved yet. */
  isMoved?: boolean
}

const LEG = [
  'leg_id as legId',
  'case_id as caseId',
  'leg',
  'agency_id as agencyId',
  'adapter_id as adapterId',
  'needs',
  'state',
  'opens_at as opensAt',
  'closes_at as closesAt',
  'answer_days as answerDays',
  'sealed_input as sealedInput',
  'agency_reference as agencyReference',
  'wake_at as wakeAt',
  'look_at as lookAt',
] as const

const isLeased = sql<boolean>`coalesce(leased_until > now(), false)`.as('isLeased')

/** Legs of a case in the order they are shown. */
export async function listLegs(db: Db, caseId: string): Promise<LegRow[]> {
  const rows = await db
    .selectFrom('cases.legs')
    .select(LEG)
    .select(isLeased)
    .where('case_id', '=', caseId)
    .orderBy('place')
    .limit(100)
    .execute()

  return rows as LegRow[]
}

/** Null also for what is no leg's id. */
export async function findLegById(db: Db, legId: string) {
  const row = await db
    .selectFrom('cases.legs')
    .select(['leg_id as legId', 'case_id as caseId', 'leg', 'adapter_id as adapterId'])
    .where(sql<boolean>`leg_id::text = ${legId}`)
    .executeTakeFirst()
  return row ?? null
}

export interface NewLeg
  extends Omit<LegRow, 'state' | 'agencyReference' | 'wakeAt' | 'lookAt' | 'isLeased' | 'isMoved'> {
  place: number
}

export async function insertLegs(tx: Db, legs: NewLeg[]): Promise<void> {
  if (legs.length === 0) return
  await tx
    .insertInto('cases.legs')
    .values(
      legs.map((leg) => ({
        leg_id: leg.legId,
        case_id: leg.caseId,
        leg: leg.leg,
        place: leg.place,
        agency_id: leg.agencyId,
        adapter_id: leg.adapterId,
        needs: leg.needs,
        state: 'received' as const,
        opens_at: leg.opensAt,
        closes_at: leg.closesAt,
        answer_days: leg.answerDays,
        sealed_input: leg.sealedInput,
      })),
    )
    .execute()
}

/** Legs whose agency is asked again and again. */
export async function countPending(db: Db, adapterId: string): Promise<number> {
  const { rows } = await sql<{ pending: number }>`
    select count(*)::integer as pending from cases.legs
     where adapter_id = ${adapterId} and look_at is not null and wake_at is null`.execute(db)
  return rows[0]?.pending ?? 0
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MOST_CONCERNED = 20

/** Legs at this adapter with that id, or with that number of the agency's. */
export async function findLegsConcerned(
  db: Db,
  by: { adapterId: string; key: string | null; reference: string | null },
): Promise<Pick<LegRow, 'caseId' | 'leg' | 'legId' | 'isLeased'>[]> {
  const { adapterId, key, reference } = by
  const legs = db
    .selectFrom('cases.legs')
    .select(['case_id as caseId', 'leg', 'leg_id as legId'])
    .select(isLeased)
    .where('adapter_id', '=', adapterId)
    .orderBy('leg_id')
    .limit(MOST_CONCERNED)
  if (key !== null) return UUID.test(key) ? legs.where('leg_id', '=', key).execute() : []
  return reference === null ? [] : legs.where('agency_reference', '=', reference).execute()
}

export interface LegStanding {
  legId: string
  adapterId: string
  state: LegState
  agencyReference: string | null
  deadlineAt: Date | null
  wakeAt: Date | null
  /** Real seconds until the engine looks again by itself; null: it does not. */
  lookAfterSeconds: number | null
  /** Our call is over: the leg is free again. */
  isReleased: boolean
}

/** All legs that changed, in one statement. */
export async function saveLegs(tx: Db, legs: LegStanding[]): Promise<void> {
  if (legs.length === 0) return
  const rows = legs.map(
    (leg) => sql`(
      ${leg.legId}::uuid, ${leg.adapterId}::text, ${leg.state}::text, ${leg.agencyReference}::text,
      ${leg.deadlineAt}::timestamptz, ${leg.wakeAt}::timestamptz,
      ${leg.lookAfterSeconds}::float8, ${leg.isReleased}::boolean)`,
  )
  await sql`
    update cases.legs l
       set state = x.state, adapter_id = x.adapter_id, agency_reference = x.reference, deadline_at = x.deadline_at,
           wake_at = x.wake_at, look_at = now() + make_interval(secs => x.look_after),
           leased_until = case when x.is_released then null else l.leased_until end
      from (values ${sql.join(rows)})
        as x (leg_id, adapter_id, state, reference, deadline_at, wake_at, look_after, is_released)
     where l.leg_id = x.leg_id`.execute(tx)
}

export async function saveInput(
  tx: Db,
  legId: string,
  sent: { sealedInput: Uint8Array | null; opensAt: Date | null; closesAt: Date | null },
): Promise<void> {
  await tx
    .updateTable('cases.legs')
    .set({ sealed_input: sent.sealedInput, opens_at: sent.opensAt, closes_at: sent.closesAt })
    .where('leg_id', '=', legId)
    .execute()
}

/** False when another process holds the leg. A lease of a killed process runs out by itself. */
export async function takeLease(db: Db, legId: string, seconds: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('cases.legs')
    .set({ leased_until: afterSeconds(seconds), look_at: afterSeconds(seconds) })
    .where('leg_id', '=', legId)
    .where((eb) =>
      eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', sql<Date>`now()`)]),
    )
    .executeTakeFirst()

  return numUpdatedRows === 1n
}

/** Keeps a leg while its call goes on. */
export async function renewLease(db: Db, legId: string, seconds: number): Promise<void> {
  await db
    .updateTable('cases.legs')
    .set({ leased_until: afterSeconds(seconds), look_at: afterSeconds(seconds) })
    .where('leg_id', '=', legId)
    .where('leased_until', 'is not', null)
    .execute()
}

export async function giveBackLease(db: Db, legId: string): Promise<void> {
  await db
    .updateTable('cases.legs')
    .set({ leased_until: null })
    .where('leg_id', '=', legId)
    .execute()
}

export interface DueLeg {
  caseId: string
  leg: string
  legId: string
  adapterId: string
}

/**
 * Legs whose time has come, and until when nobody else is told of them: a job that gets lost is
 * found again by the next sweep.
 */
export async function claimDueLegs(
  db: Db,
  { now, limit, againAfterSeconds }: { now: Date; limit: number; againAfterSeconds: number },
): Promise<DueLeg[]> {
  const { rows } = await sql<DueLeg>`
    update cases.legs
       set wake_at = null, look_at = now() + make_interval(secs => ${againAfterSeconds})
     where leg_id in (
       select leg_id from cases.legs
        where (wake_at <= ${now} or look_at <= now())
          and (leased_until is null or leased_until <= now())
        order by coalesce(look_at, wake_at), leg_id
        limit ${limit}
          for update skip locked)
    returning case_id as "caseId", leg, leg_id as "legId", adapter_id as "adapterId"`.execute(db)
  return rows
}

export interface LegsOf {
  adapterIds: string[]
  states: LegState[]
  /** The last leg of the page before. */
  after: string | null
  limit: number
}

/** Legs that some adapters hold in some states, a page at a time. */
export async function listLegsOf(db: Db, { adapterIds, states, after, limit }: LegsOf) {
  const rows = await db
    .selectFrom('cases.legs')
    .select(['leg_id as legId', 'case_id as caseId', 'leg'])
    .where('adapter_id', 'in', adapterIds)
    .where('state', 'in', states)
    .$if(after !== null, (query) => query.where('leg_id', '>', after))
    .orderBy('leg_id')
    .limit(limit)
    .execute()
  return rows
}

const afterSeconds = (seconds: number | null) =>
  seconds === null ? null : sql<Date>`now() + make_interval(secs => ${seconds})`
