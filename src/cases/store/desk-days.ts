// How much of each desk's day is planned. The table itself refuses to be overbooked.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

/** Minutes planned from `from` on, by day; days without a row have none. */
export async function listPlanned(
  db: Db,
  deskId: string,
  from: string,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('cases.desk_days')
    .select(sql<string>`to_char(day_on, 'YYYY-MM-DD')`.as('on'))
    .select('minutes_planned as minutes')
    .where('desk_id', '=', deskId)
    .where(sql<boolean>`day_on >= ${from}::date`)
    .orderBy('day_on')
    .limit(400)
    .execute()

  return new Map(rows.map((row) => [row.on, row.minutes]))
}

export interface Booking {
  deskId: string
  on: string
  minutes: number
  /** What the desk can give that day; what is planned stays planned when the desk shrinks. */
  minutesAble: number
}

/** Minutes now planned for that day, or null when somebody else took the room: look again. */
export async function bookDay(tx: Db, booking: Booking): Promise<number | null> {
  const { deskId, on, minutes, minutesAble } = booking
  const { rows } = await sql<{ planned: number }>`
    insert into cases.desk_days as d (desk_id, day_on, minutes_able, minutes_planned)
    values (${deskId}, ${on}::date, ${minutesAble}, ${minutes})
    on conflict (desk_id, day_on) do update
       set minutes_planned = d.minutes_planned + excluded.minutes_planned,
           minutes_able = greatest(excluded.minutes_able,
                                   d.minutes_planned + excluded.minutes_planned)
     where d.minutes_planned + excluded.minutes_planned <= excluded.minutes_able
    returning minutes_planned as planned`.execute(tx)
  return rows[0]?.planned ?? null
}

/** Gives the minutes of a task that was not needed back to its day. */
export async function freeDay(
  tx: Db,
  booking: { deskId: string; on: string; minutes: number },
): Promise<void> {
  await tx
    .updateTable('cases.desk_days')
    .set({
      minutes_planned: sql<number>`greatest(0, minutes_planned - ${booking.minutes}::integer)`,
    })
    .where('desk_id', '=', booking.deskId)
    .where(sql<boolean>`day_on = ${booking.on}::date`)
    .execute()
}

/** True for the one caller that shall tell the owner that this day is nearly full. */
export async function saveOwnerTold(
  tx: Db,
  day: { deskId: string; on: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.desk_days')
    .set({ owner_told_at: day.at })
    .where('desk_id', '=', day.deskId)
    .where(sql<boolean>`day_on = ${day.on}::date`)
    .where('owner_told_at', 'is', null)
    .executeTakeFirst()

  return numUpdatedRows === 1n
}
