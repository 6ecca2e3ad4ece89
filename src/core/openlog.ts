// The open log: what must reach everyone at the same moment, in one chain that nobody can change
// unseen. Appending takes turns, so append last in a transaction.

import { sql } from 'kysely'
import { canonicalJson } from './canonical.ts'
import { addDays, taipeiMoment } from './clock.ts'
import type { Db } from './db.ts'
import { type Entry, GENESIS, hashOf, type Unsealed } from './openlog-chain.ts'
import type { Station } from './station.ts'

/** Any number; whoever appends holds it until their transaction ends. */
const TURN = 7_355_610

/** A fact for everybody. No personal data: it can never be taken back. */
export interface OpenFact {
  /** `promises.made`: also the key of its words in locales/. */
  kind: `${string}.${string}`
  /** What it is about, e.g. `promise:<id>`. */
  subject: string
  data: Record<string, unknown>
}

export async function appendToLog(
  station: Station,
  tx: Db,
  fact: OpenFact,
): Promise<{ sequence: number; hash: string }> {
  await sql`select pg_advisory_xact_lock(${TURN})`.execute(tx)
  const head = await findHead(tx)
  // Clocks of several processes differ a little: time never runs backwards along the chain.
  const at = new Date(Math.max(station.clock.now().getTime(), head?.at.getTime() ?? 0))
  const unsealed: Unsealed = {
    sequence: (head?.sequence ?? 0) + 1,
    at: at.toISOString(),
    kind: fact.kind,
    subject: fact.subject,
    data: fact.data,
    previous: head?.hash ?? GENESIS,
  }
  const entry = canonicalJson(unsealed)
  const hash = hashOf(entry)
  await tx
    .insertInto('core.open_log')
    .values({
      sequence: String(unsealed.sequence),
      at,
      kind: unsealed.kind,
      subject: unsealed.subject,
      data: JSON.stringify(fact.data),
      entry,
      previous: unsealed.previous,
      hash,
    })
    .execute()
  return { sequence: unsealed.sequence, hash }
}

export interface Head {
  sequence: number
  hash: string
  at: Date
}

/** The newest entry; null while the log is empty. */
export async function findHead(db: Db): Promise<Head | null> {
  const row = await db
    .selectFrom('core.open_log')
    .select(['sequence', 'hash', 'at'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { ...row, sequence: Number(row.sequence) } : null
}

export async function findEntry(db: Db, sequence: number): Promise<Entry | null> {
  const row = await db
    .selectFrom('core.open_log')
    .select(['entry', 'hash'])
    .where('sequence', '=', String(sequence))
    .executeTakeFirst()
  return row ? entryOf(row) : null
}

/** Oldest first, after that number. */
export async function listEntriesAfter(db: Db, after: number, limit: number): Promise<Entry[]> {
  const rows = await db
    .selectFrom('core.open_log')
    .select(['entry', 'hash'])
    .where('sequence', '>', String(after))
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.map(entryOf)
}

/** Newest first, before that number. */
export async function listEntriesBefore(db: Db, before: number, limit: number): Promise<Entry[]> {
  const rows = await db
    .selectFrom('core.open_log')
    .select(['entry', 'hash'])
    .where('sequence', '<', String(before))
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()
  return rows.map(entryOf)
}

/** About one subject, oldest first. */
export async function listEntriesAbout(db: Db, subject: string, limit = 100): Promise<Entry[]> {
  const rows = await db
    .selectFrom('core.open_log')
    .select(['entry', 'hash'])
    .where('subject', '=', subject)
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.map(entryOf)
}

/** One day's stretch of the chain. */
export interface LogDay {
  /** `YYYY-MM-DD` in Taipei. */
  day: string
  first: number
  last: number
  /** Hash of the day's last entry. */
  head: string
}

/** Days that have entries and are over, oldest first, after that day. */
export async function listLogDays(
  db: Db,
  { after, today, limit }: { after: string; today: string; limit: number },
): Promise<LogDay[]> {
  const { rows } = await sql<LogDay>`
    select d.day, d.first::float8 as first, d.last::float8 as last, l.hash as head
      from (select to_char(at at time zone 'Asia/Taipei', 'YYYY-MM-DD') as day,
                   min(sequence) as first, max(sequence) as last
              from core.open_log
             where at < ${taipeiMoment(today)} and at >= ${taipeiMoment(addDays(after, 1))}
             group by 1) as d
      join core.open_log as l on l.sequence = d.last
     order by d.day
     limit ${limit}`.execute(db)
  return rows
}

/** The hashed text is what counts; the other columns are for finding it. */
const entryOf = (row: { entry: string; hash: string }): Entry => ({
  ...(JSON.parse(row.entry) as Unsealed),
  hash: row.hash,
})
