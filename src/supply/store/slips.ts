// Number slips. Whoever gives or calls one holds the round's row.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Round, RoundNow, Slip } from '../schema/slips.ts'

const ROUND =
  sql.raw(`r.round_id as "roundId", r.programme_id as "programmeId", r.site_id as "siteId",
  r.item, r.on_day as "onDay", r.numbers, r.late_numbers as "lateNumbers", r.late_from as "lateFrom",
  r.starts_at as "startsAt", r.ends_at as "endsAt", r.seconds_each as "secondsEach",
  r.key_id as "keyId", r.closed_at as "closedAt"`)
const NOW = sql.raw(`count(s.number)::integer as given,
  count(s.number) filter (where s.state = 'waiting')::integer as waiting,
  count(s.number) filter (where s.state = 'served')::integer as served,
  count(s.number) filter (where s.state = 'released')::integer as released,
  max(s.number) filter (where s.called_at is not null) as "calledNumber",
  min(s.called_at) as "firstCalledAt"`)
const SLIP = sql.raw(
  'round_id as "roundId", number, door, state, reference, called_at as "calledAt"',
)

/** Null when that day has one. */
export async function insertRound(
  tx: Db,
  round: Omit<Round, 'roundId' | 'closedAt'> & { by: string; at: Date },
): Promise<string | null> {
  const { rows } = await sql<{ roundId: string }>`
    insert into supply.slip_rounds (programme_id, site_id, item, on_day, numbers, late_numbers, late_from,
                                    starts_at, ends_at, seconds_each, opened_by, opened_at, key_id)
    values (${round.programmeId}, ${round.siteId}, ${round.item}, ${round.onDay}::date, ${round.numbers},
            ${round.lateNumbers}, ${round.lateFrom}, ${round.startsAt}, ${round.endsAt},
            ${round.secondsEach}, ${round.by}, ${round.at}, ${round.keyId}::uuid)
    on conflict do nothing
    returning round_id as "roundId"`.execute(tx)
  return rows[0]?.roundId ?? null
}

/** Holds the round until the transaction ends. */
export async function lockRound(tx: Db, roundId: string): Promise<void> {
  await sql`select from supply.slip_rounds where round_id = ${roundId}::uuid for update`.execute(tx)
}

export async function findRound(db: Db, roundId: string): Promise<RoundNow | null> {
  const { rows } = await sql<RoundNow>`
    select ${ROUND}, ${NOW} from supply.slip_rounds r left join supply.slips s using (round_id)
     where r.round_id = ${roundId}::uuid group by r.round_id`.execute(db)
  return rows[0] ?? null
}

/** Of a site on a day, by item. */
export async function listRounds(
  db: Db,
  { programmeId, siteId, onDay }: { programmeId: string; siteId: string; onDay: string },
): Promise<RoundNow[]> {
  const { rows } = await sql<RoundNow>`
    select ${ROUND}, ${NOW} from supply.slip_rounds r left join supply.slips s using (round_id)
     where r.programme_id = ${programmeId} and r.site_id = ${siteId} and r.on_day = ${onDay}::date
     group by r.round_id order by r.item`.execute(db)
  return rows
}

/** The next numbers of a round the caller holds. @returns the first and last of them */
export async function insertSlips(
  tx: Db,
  slips: Pick<Slip, 'roundId' | 'door' | 'reference'> & {
    count: number
    sealedPhone: Uint8Array | null
    clientKey: string | null
    at: Date
  },
): Promise<{ first: number; last: number }> {
  const phone = slips.sealedPhone ? Buffer.from(slips.sealedPhone) : null
  const { rows } = await sql<{ number: number }>`
    insert into supply.slips (round_id, number, door, reference, sealed_phone, given_at, client_key)
    select ${slips.roundId}::uuid, newest.number + n, ${slips.door}, ${slips.reference}, ${phone}::bytea,
           ${slips.at}, ${slips.clientKey}
      from (select coalesce(max(number), 0) as number from supply.slips
             where round_id = ${slips.roundId}::uuid) newest,
           generate_series(1, ${slips.count}::integer) n
    returning number`.execute(tx)
  const numbers = rows.map(({ number }) => number)
  return { first: Math.min(...numbers), last: Math.max(...numbers) }
}

export async function findSlipByKey(
  db: Db,
  roundId: string,
  clientKey: string,
): Promise<Slip | null> {
  const { rows } = await sql<Slip>`
    select ${SLIP} from supply.slips
     where round_id = ${roundId}::uuid and client_key = ${clientKey}`.execute(db)
  return rows[0] ?? null
}

export async function findSlip(db: Db, reference: string): Promise<Slip | null> {
  const { rows } = await sql<Slip>`
    select ${SLIP} from supply.slips where reference = ${reference}`.execute(db)
  return rows[0] ?? null
}

/** Numbers before this one that still wait. */
export async function countAhead(db: Db, roundId: string, number: number): Promise<number> {
  const { rows } = await sql<{ ahead: number }>`
    select count(*)::integer as ahead from supply.slips
     where round_id = ${roundId}::uuid and number < ${number} and state = 'waiting'`.execute(db)
  return rows[0]?.ahead ?? 0
}

/** Those that were called and have not come. */
export async function listCalled(db: Db, roundId: string): Promise<Slip[]> {
  const { rows } = await sql<Slip>`
    select ${SLIP} from supply.slips
     where round_id = ${roundId}::uuid and state = 'called' order by number limit 200`.execute(db)
  return rows
}

/** The lowest number that waits. @returns null when none does */
export async function callNext(tx: Db, roundId: string, at: Date): Promise<number | null> {
  const { rows } = await sql<{ number: number }>`
    update supply.slips set state = 'called', called_at = ${at}
     where round_id = ${roundId}::uuid and number = (
       select min(number) from supply.slips where round_id = ${roundId}::uuid and state = 'waiting')
    returning number`.execute(tx)
  return rows[0]?.number ?? null
}

/** False when it was not called, or is settled. */
export async function settleSlip(
  tx: Db,
  {
    roundId,
    number,
    state,
    at,
  }: { roundId: string; number: number; state: 'served' | 'released'; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update supply.slips set state = ${state}, settled_at = ${at}
     where round_id = ${roundId}::uuid and number = ${number} and state = 'called'`.execute(tx)
  return Number(numAffectedRows ?? 0) === 1
}

/** Of a round the caller holds: called before that moment and not come. @returns how many */
export async function releaseSlips(
  tx: Db,
  { roundId, calledBefore, at }: { roundId: string; calledBefore: Date; at: Date },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update supply.slips set state = 'released', settled_at = ${at}
     where round_id = ${roundId}::uuid and state = 'called' and called_at < ${calledBefore}`.execute(
    tx,
  )
  return Number(numAffectedRows ?? 0)
}

/** Rounds whose day is over: nothing of their holders stays. @returns their keys */
export async function closeRounds(tx: Db, at: Date): Promise<string[]> {
  const { rows } = await sql<{ keyId: string }>`
    with closed as (
      update supply.slip_rounds set closed_at = ${at}
       where closed_at is null and ends_at <= ${at} returning round_id, key_id
    ),
    forgotten as (
      update supply.slips s set sealed_phone = null, client_key = null
        from closed where closed.round_id = s.round_id
    )
    select key_id as "keyId" from closed`.execute(tx)
  return rows.map(({ keyId }) => keyId)
}

/** Rounds in which somebody was called before that moment and has not come. */
export async function listOverdueRounds(
  db: Db,
  programmeId: string,
  calledBefore: Date,
): Promise<string[]> {
  const { rows } = await sql<{ roundId: string }>`
    select r.round_id as "roundId" from supply.slip_rounds r
     where r.programme_id = ${programmeId} and r.closed_at is null
       and exists (select from supply.slips s
                    where s.round_id = r.round_id and s.state = 'called' and s.called_at < ${calledBefore})
     order by r.round_id limit 10000`.execute(db)
  return rows.map(({ roundId }) => roundId)
}
