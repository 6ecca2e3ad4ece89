// How often an agency was asked about a person in a day. The person is a keyed hash.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

/** Counts one more and gives the day's number. */
export async function countReading(
  db: Db,
  about: { adapterId: string; subjectHash: string; dayOn: string },
): Promise<number> {
  const { asked } = await db
    .insertInto('adapters.readings')
    .values({
      adapter_id: about.adapterId,
      subject_hash: about.subjectHash,
      day_on: about.dayOn,
      asked: 1,
    })
    .onConflict((same) =>
      same
        .columns(['adapter_id', 'subject_hash', 'day_on'])
        .doUpdateSet({ asked: sql`readings.asked + 1` }),
    )
    .returning('asked')
    .executeTakeFirstOrThrow()
  return asked
}

export async function deleteReadingsBefore(db: Db, dayOn: string): Promise<void> {
  await db.deleteFrom('adapters.readings').where('day_on', '<', dayOn).execute()
}
