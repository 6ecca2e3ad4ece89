// Reads what the agency left about one list: all files there are, as often as one likes. The first
// answer to a row counts.

import { listRows, type RowAnswer, saveAnswers } from '../../store/batch-rows.ts'
import type { Answer, Batch } from './schema.ts'
import { nameOf, type Visiting } from './visit.ts'

/** `all`: no row waits. A cause: the agency would not have the list as a whole. */
export async function readAnswers(
  visit: Visiting,
  batch: Batch,
): Promise<'all' | 'some' | 'list_refused' | 'list_repeated'> {
  const { ground, format, box, seen } = visit
  const name = nameOf(visit, batch)
  const files = [...seen.ack].sort().flatMap((file) => {
    const kind = format.answers(file, name)
    return kind ? [{ file, kind }] : []
  })
  const lines: Answer[] = []
  for (const { file } of files.filter(({ kind }) => kind === 'lines')) {
    const bytes = await box.read(`${format.folders.ack}/${file}`)
    if (bytes) lines.push(...format.readAnswers(bytes))
  }
  await saveLines(visit, batch, lines)

  const rows = await listRows(ground.station.db, batch.batchId)
  const isAll = rows.every(({ state }) => state === 'taken' || state === 'refused')
  if (isAll) return 'all'
  if (lines.length > 0) return 'some'
  if (files.some(({ kind }) => kind === 'refused')) return 'list_refused'
  return files.some(({ kind }) => kind === 'repeated') ? 'list_repeated' : 'some'
}

async function saveLines(
  { ground }: Visiting,
  { batchId, keyId }: Batch,
  lines: Answer[],
): Promise<void> {
  if (lines.length === 0) return
  const { db, secrets } = ground.station
  const sealer = await secrets.withKey(db, keyId)
  const first = new Map(lines.toReversed().map((line) => [line.item, line]))
  const answers = [...first.values()].map(
    (line): RowAnswer => ({
      item: line.item,
      state: line.isTaken ? 'taken' : 'refused',
      sealedAnswer: sealer.seal(line.isTaken ? (line.number ?? '') : line.reason),
    }),
  )
  await saveAnswers(db, { batchId, at: ground.now, answers })
}
