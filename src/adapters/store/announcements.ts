// Maintenance that officers of an agency have announced.

import type { Db } from '../../core/db.ts'
import type { Announcement } from '../status/schema.ts'

const ANNOUNCEMENT = [
  'announcement_id as announcementId',
  'adapter_id as adapterId',
  'agency_id as agencyId',
  'from_at as fromAt',
  'to_at as toAt',
  'reason',
  'announced_at as announcedAt',
] as const
const MOST = 500

export async function insertAnnouncement(
  db: Db,
  { announcementId, ...one }: Announcement & { announcedBy: string },
): Promise<void> {
  await db
    .insertInto('adapters.announcements')
    .values({
      announcement_id: announcementId,
      adapter_id: one.adapterId,
      agency_id: one.agencyId,
      from_at: one.fromAt,
      to_at: one.toAt,
      reason: one.reason,
      announced_by: one.announcedBy,
      announced_at: one.announcedAt,
    })
    .execute()
}

/** Under way or to come, soonest first. */
export async function listAnnouncements(
  db: Db,
  { now, adapterId }: { now: Date; adapterId?: string },
): Promise<Announcement[]> {
  return db
    .selectFrom('adapters.announcements')
    .select(ANNOUNCEMENT)
    .where('withdrawn_at', 'is', null)
    .where('to_at', '>', now)
    .$if(adapterId !== undefined, (query) => query.where('adapter_id', '=', adapterId ?? ''))
    .orderBy('from_at')
    .limit(MOST)
    .execute()
}

/** False when there is none that still stands. */
export async function saveWithdrawn(
  db: Db,
  { adapterId, announcementId, at }: { adapterId: string; announcementId: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('adapters.announcements')
    .set({ withdrawn_at: at })
    .where('announcement_id', '=', announcementId)
    .where('adapter_id', '=', adapterId)
    .where('withdrawn_at', 'is', null)
    .where('to_at', '>', at)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
