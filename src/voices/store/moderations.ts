// SQL of what persons did to reports, and why. Never changed.

import { randomUUID } from 'node:crypto'
import type { Db } from '../../core/db.ts'

export interface Moderation {
  reportId: string
  what: 'hidden' | 'shown' | 'sorted' | 'moved' | 'quotable' | 'masked'
  why: string
  byAccount: string
  at: Date
}

export async function insertModeration(tx: Db, moderation: Moderation): Promise<void> {
  await tx
    .insertInto('voices.moderations')
    .values({
      moderation_id: randomUUID(),
      report_id: moderation.reportId,
      what: moderation.what,
      why: moderation.why,
      by_account: moderation.byAccount,
      at: moderation.at,
    })
    .execute()
}

/** Oldest first. */
export async function listModerations(db: Db, reportId: string): Promise<Moderation[]> {
  const rows = await db
    .selectFrom('voices.moderations')
    .select(['report_id as reportId', 'what', 'why', 'by_account as byAccount', 'at'])
    .where('report_id', '=', reportId)
    .orderBy('at')
    .execute()
  return rows as Moderation[]
}
