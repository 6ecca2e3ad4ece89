// The open log as files anyone may keep: one line an entry, one file a day, each with the hash that
// its last entry had. Whoever kept yesterday's file can prove today's wrong.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, taipeiDay } from './clock.ts'
import type { Db } from './db.ts'
import type { JobDefinition } from './jobs.ts'
import { type LogDay, listEntriesAfter, listLogDays } from './openlog.ts'
import { lineOf } from './openlog-chain.ts'
import type { Station } from './station.ts'

const ENTRIES_AT_ONCE = 500
const DAYS_AT_ONCE = 400
/** Before the log of the first city began. */
const BEFORE_ALL = '2000-01-01'

/** Writes the files of finished days that are not there yet. */
export const publication: JobDefinition = {
  name: 'core.publish_log',
  everySeconds: 3600,
  handle: publishDays,
}

/** Lines with their line breaks, oldest first, in pieces of a few hundred. */
export async function* logText(
  db: Db,
  { first, last }: { first: number; last: number },
): AsyncGenerator<string> {
  let after = first - 1
  while (after < last) {
    const entries = await listEntriesAfter(db, after, Math.min(ENTRIES_AT_ONCE, last - after))
    if (entries.length === 0) return
    yield entries.map((entry) => `${lineOf(entry)}\n`).join('')
    after = entries.at(-1)?.sequence ?? last
  }
}

/** Null for a day without entries, and for one that is not over. */
export async function findLogDay(db: Db, day: string, today: string): Promise<LogDay | null> {
  const [found] = await listLogDays(db, { after: addDays(day, -1), today, limit: 1 })
  return found?.day === day ? found : null
}

async function publishDays(station: Station): Promise<void> {
  const { db, clock, config } = station
  const folder = join(config.dataDir, 'open')
  mkdirSync(folder, { recursive: true })
  const today = taipeiDay(clock.now())
  let after = BEFORE_ALL
  for (;;) {
    const days = await listLogDays(db, { after, today, limit: DAYS_AT_ONCE })
    for (const day of days) await publishDay(db, folder, day)
    if (days.length < DAYS_AT_ONCE) return
    after = days.at(-1)?.day ?? today
  }
}

async function publishDay(db: Db, folder: string, day: LogDay): Promise<void> {
  const file = join(folder, `log-${day.day}.jsonl`)
  if (existsSync(file)) return
  const pieces: string[] = []
  for await (const piece of logText(db, day)) pieces.push(piece)
  const text = pieces.join('')
  const sha256 = createHash('sha256').update(text).digest('hex')
  const digest = { ...day, entries: day.last - day.first + 1, sha256 }
  // The log last and by renaming: a file that is there is whole, and has its digest.
  writeFileSync(join(folder, `log-${day.day}.digest.json`), `${JSON.stringify(digest)}\n`)
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}
