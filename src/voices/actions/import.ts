// Keeps every answer of a form that somebody else collected. A row is refused only when its text is
// empty; a bad code or time never loses what was written.

import { createHash } from 'node:crypto'
import { taipeiDay } from '../../core/clock.ts'
import type { Station } from '../../core/station.ts'
import type { FormRow } from '../rules/form-row.ts'
import { maskNumbers } from '../rules/masking.ts'
import { repairCode } from '../rules/repair.ts'
import { sortNote } from '../rules/sorting.ts'
import type { NewReport } from '../schema/report.ts'
import type { Service } from '../schema/service.ts'
import { keepReport } from './reports.ts'

export interface ImportCount {
  /** Without the header and blank lines. */
  rows: number
  /** Those whose text is in the database now, from this time or an earlier one. */
  kept: number
  /** Those whose site code was put right. */
  repaired: number
  /** Those with no text. */
  refused: number
}

export interface Form {
  service: Service
  programme: NonNullable<Service['programme']>
  rows: AsyncIterable<FormRow>
}

const ROWS_A_TRANSACTION = 500
const LONGEST_WORDS = 2000

/** `count` grows while it works: when the file is torn, it says what was kept before. */
export async function importReports(
  station: Station,
  form: Form,
  count: ImportCount,
): Promise<void> {
  const seen = new Map<string, number>()
  let batch: NewReport[] = []
  const keepBatch = async () => {
    const reports = batch
    batch = []
    await keepTogether(station, reports)
    count.kept += reports.length
  }
  try {
    for await (const row of form.rows) {
      count.rows += 1
      const words = wordsOf(row.note)
      if (words === '') {
        count.refused += 1
        continue
      }
      const { code, isRepaired } = repairCode(row.siteCode, form.programme.siteCodeLength)
      if (isRepaired) count.repaired += 1
      const sourceKey = sourceKeyOf(form.programme.id, row, seen)
      batch.push(reportOf(station, form.service, { row, words, siteCode: code, sourceKey }))
      if (batch.length >= ROWS_A_TRANSACTION) await keepBatch()
    }
  } finally {
    // Also what was read before a tear; a batch that could not be kept is not tried again.
    await keepBatch()
  }
}

/** Voices last and by finding: two imports at once then wait for each other in the same order. */
async function keepTogether(station: Station, reports: NewReport[]): Promise<void> {
  if (reports.length === 0) return
  const rank = ({ sortedAs, groups, barriers }: NewReport) =>
    sortedAs === 'voice' ? `2 ${groups[0]} ${barriers[0]}` : '1'
  const ordered = reports.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))
  await station.db.transaction().execute(async (tx) => {
    for (const report of ordered) await keepReport(station, tx, report)
  })
}

interface ReadRow {
  row: FormRow
  words: string
  siteCode: string | null
  sourceKey: string
}

function reportOf(
  station: Station,
  service: Service,
  { row, words, siteCode, sourceKey }: ReadRow,
): NewReport {
  const now = station.clock.now()
  // A time that has not come yet is a slip of whoever wrote it.
  const saidAt = row.saidAt && row.saidAt <= now ? row.saidAt : null
  const { sort, kind, severity, people, groups, barriers, minutes } = sortNote(words)
  return {
    serviceId: service.id,
    kind,
    shape: 'form',
    severity,
    happenedOn: taipeiDay(saidAt ?? now),
    door: 'file',
    language: /\p{Script=Han}/u.test(words) ? 'zh-TW' : 'en',
    deskId: null,
    districtId: null,
    siteCode,
    placeWords: null,
    people: people ?? 1,
    isEstimate: people === null,
    groups,
    barriers,
    groupWords: null,
    words,
    wouldHelp: null,
    link: linkOf(row.link),
    minutes,
    afterHours: false,
    sinceOn: null,
    isKeptFromSuperiors: false,
    accountId: null,
    deviceHash: null,
    sourceKey,
    saidAt,
    sortedAs: sort,
    sortedBy: 'rule',
  }
}

/** Without numbers of persons and unseen signs; '' says nothing. */
function wordsOf(note: string): string {
  const seen = note
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}|\u200B|\uFEFF/gu, '')
  const words = [...maskNumbers(seen).masked.trim()]
  return words.length > LONGEST_WORDS
    ? `${words.slice(0, LONGEST_WORDS - 1).join('')}…`
    : words.join('')
}

/** An address with somebody's number in it is not kept; a page's own number of 16 digits is nobody's. */
const linkOf = (link: string): string | null =>
  link === '' || maskNumbers(link).numbers.some(({ kind }) => kind !== 'card') ? null : link

/**
 * The same row again, in this file or another, is the same report. Rows without a time may be alike and
 * yet of two people: they are told apart by their place among the like.
 */
function sourceKeyOf(programmeId: string, row: FormRow, seen: Map<string, number>): string {
  const hash = createHash('sha256').update(JSON.stringify(row.written)).digest('hex')
  if (row.saidAt) return `form:${programmeId}:${hash}`
  const before = seen.get(hash) ?? 0
  seen.set(hash, before + 1)
  return `form:${programmeId}:${hash}:${before}`
}
