// SQL of rounds. A round is closed once.

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Round } from '../schema/finding.ts'

const ROUND = [
  'round_id as roundId',
  'held_on as heldOn',
  'starts_on as startsOn',
  'state',
  'opened_at as openedAt',
  'closed_at as closedAt',
  'minutes',
] as const

/** False when the round of that day is there already. */
export async function insertRound(
  tx: Db,
  round: { heldOn: string; startsOn: string; at: Date },
): Promise<boolean> {
  const made = await tx
    .insertInto('voices.rounds')
    .values({
      round_id: randomUUID(),
      held_on: round.heldOn,
      starts_on: round.startsOn,
      state: 'open',
      opened_at: round.at,
    })
    .onConflict((conflict) => conflict.column('held_on').doNothing())
    .executeTakeFirst()
  return Number(made.numInsertedOrUpdatedRows ?? 0) > 0
}

/** Newest first. */
export async function listRounds(
  db: Db,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<(Round & { decided: number })[]> {
  const rows = await db
    .selectFrom('voices.rounds as r')
    .select(ROUND)
    .select((eb) =>
      eb
        .selectFrom('voices.decisions as d')
        .whereRef('d.round_id', '=', 'r.round_id')
        .select(sql<number>`count(*)::int`.as('n'))
        .as('decided'),
    )
    .$if(before !== undefined, (query) => query.where('held_on', '<', before as string))
    .orderBy('held_on', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...roundOf(row), decided: row.decided ?? 0 }))
}

export async function findRound(
  db: Db,
  by: { heldOn: string } | { roundId: string },
): Promise<Round | null> {
  const query = db.selectFrom('voices.rounds').select(ROUND)
  const row = await ('heldOn' in by
    ? query.where('held_on', '=', by.heldOn)
    : query.where('round_id', '=', by.roundId)
  ).executeTakeFirst()
  return row ? roundOf(row) : null
}

const selectOpen = (db: Db) =>
  db
    .selectFrom('voices.rounds')
    .select(ROUND)
    .where('state', '=', 'open')
    .orderBy('held_on', 'desc')
    .limit(1)

/** Decisions are taken in it and in no other. Null: none is open. */
export async function findOpenRound(db: Db): Promise<Round | null> {
  const row = await selectOpen(db).executeTakeFirst()
  return row ? roundOf(row) : null
}

/** Until the transaction ends nobody else decides or closes. */
export async function lockOpenRound(tx: Db): Promise<Round | null> {
  const row = await selectOpen(tx).forUpdate().executeTakeFirst()
  return row ? roundOf(row) : null
}

export async function saveClosed(
  tx: Db,
  roundId: string,
  { minutes, at }: { minutes: number | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('voices.rounds')
    .set({ state: 'closed', closed_at: at, minutes })
    .where('round_id', '=', roundId)
    .where('state', '=', 'open')
    .execute()
}

type RoundRow = Omit<Round, 'state'> & { state: string }
const roundOf = (row: RoundRow): Round => ({
  roundId: row.roundId,
  heldOn: row.heldOn,
  startsOn: row.startsOn,
  state: row.state as Round['state'],
  openedAt: row.openedAt,
  closedAt: row.closedAt,
  minutes: row.minutes,
})
