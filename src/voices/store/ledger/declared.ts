// Minutes that owners declared, and their notes to groups that a change costs time. What the city's
// file says replaces what it said before; notes are only added.

import type { Db } from '../../../core/db.ts'
import type { LocalText } from '../../../core/errors.ts'
import type { Language } from '../../../core/i18n.ts'
import type { Change, Declared, DeclaredChange, LedgerNote } from '../../schema/ledger.ts'
import type { Weighed, WeighedVersion } from '../../schema/weighing.ts'

const MOST_CHANGES = 100
const MOST_NOTES = 50

export async function replaceDeclared(tx: Db, changes: DeclaredChange[]): Promise<void> {
  await tx.deleteFrom('voices.ledger_changes').execute()
  if (changes.length === 0) return
  await tx
    .insertInto('voices.ledger_changes')
    .values(
      changes.map((change) => ({
        ...keyOf(change),
        starts_on: change.startsOn,
        title: JSON.stringify(change.title),
        note: change.note ? JSON.stringify(change.note) : null,
      })),
    )
    .execute()
  await tx
    .insertInto('voices.ledger_declared')
    .values(
      changes.flatMap((change) =>
        change.groups.map((declared, place) => ({
          ...keyOf(change),
          group_id: declared.group,
          place,
          before_minutes: declared.before?.minutes ?? null,
          before_source: declared.before ? JSON.stringify(declared.before.source) : null,
          after_minutes: declared.after.minutes,
          after_source: JSON.stringify(declared.after.source),
          per_week: declared.perWeek.cases,
          volume_source: JSON.stringify(declared.perWeek.source),
        })),
      ),
    )
    .execute()
}

const keyOf = ({ service, what, id, version }: DeclaredChange) => ({
  service_id: service,
  what,
  id,
  version,
})

/** Of one service, or of all; the newest first. */
export async function listChanges(db: Db, serviceId: string | null): Promise<Change[]> {
  const rows = await db
    .selectFrom('voices.ledger_changes')
    .select(['service_id as serviceId', 'what', 'id', 'version', 'starts_on as startsOn'])
    .select(['title', 'note'])
    .$if(serviceId !== null, (query) => query.where('service_id', '=', serviceId ?? ''))
    .orderBy('starts_on', 'desc')
    .orderBy('what')
    .orderBy('id')
    .orderBy('version', 'desc')
    .limit(MOST_CHANGES)
    .execute()
  return rows as Change[]
}

/** In the order of the file. */
export async function listDeclared(
  db: Db,
  of: WeighedVersion & { serviceId: string },
): Promise<Declared[]> {
  const rows = await db
    .selectFrom('voices.ledger_declared')
    .select([
      'group_id as groupId',
      'before_minutes as before',
      'before_source as beforeSource',
      'after_minutes as after',
      'after_source as afterSource',
      'per_week as perWeek',
      'volume_source as volumeSource',
    ])
    .where('service_id', '=', of.serviceId)
    .where('what', '=', of.what)
    .where('id', '=', of.id)
    .where('version', '=', of.version)
    .orderBy('place')
    .limit(MOST_CHANGES)
    .execute()
  return rows as unknown as (Declared & { beforeSource: LocalText })[]
}

export async function insertNote(tx: Db, noteId: string, note: LedgerNote): Promise<void> {
  await tx
    .insertInto('voices.ledger_notes')
    .values({
      note_id: noteId,
      service_id: note.serviceId,
      what: note.what,
      id: note.id,
      version: note.version,
      words: note.words,
      language: note.language,
      desk_id: note.deskId,
      noted_at: note.notedAt,
    })
    .execute()
}

/** Oldest first. */
export async function listNotes(db: Db, of: WeighedVersion): Promise<LedgerNote[]> {
  const rows = await db
    .selectFrom('voices.ledger_notes')
    .select(['service_id as serviceId', 'what', 'id', 'version', 'words', 'language'])
    .select(['desk_id as deskId', 'noted_at as notedAt'])
    .where('what', '=', of.what)
    .where('id', '=', of.id)
    .where('version', '=', of.version)
    .orderBy('noted_at')
    .orderBy('note_id')
    .limit(MOST_NOTES)
    .execute()
  return rows.map((row) => ({
    ...row,
    what: row.what as Weighed,
    language: row.language as Language,
  }))
}
