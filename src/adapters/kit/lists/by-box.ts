// An agency that only collects lists: the author says what stands in a row, how a list is written and
// how an answer is read; batches, nights and what stands after which answer follow from that.

import { taipeiDay, taipeiTime } from '../../../core/clock.ts'
import type { LocalText, Problem } from '../../../core/errors.ts'
import type { Call, Outcome, Reason, Withdrawal } from '../../contract.ts'
import { collectionFor } from '../../wires/box/nights.ts'
import type {
  Answer,
  AnswerFile,
  Collections,
  Folders,
  ListFormat,
  Place,
  RowStanding,
} from '../../wires/box/schema.ts'
import type { ExchangeOptions } from '../../wires/box/visit.ts'
import type { By } from '../makers.ts'
import { words } from '../words.ts'
import { type Cells, isFormula, notHeld, type TableEncoding } from './tables.ts'

export type { Answer, Place } from '../../wires/box/schema.ts'

/** What a refusal of one row means. `repeated`: it has that row already, under that number. */
export type Refusal =
  | { kind: 'correction' | 'rejected' | 'gone'; reasons: Reason[] }
  | { kind: 'repeated'; number: string }

export interface Boxing<I> {
  place: Place
  folders?: Folders
  collects: Collections
  /** Of a list: the same for the same batch, for ever. `id`: six letters and digits of its own. */
  nameOf(batch: { number: number; id: string }): string
  /** What stands in the row; plant `item`, by which the agency answers, and `key`. */
  row(item: string, key: string, input: I): Cells
  /** Takes a row back that was handed over. Absent: the agency takes no such rows. */
  cancelRow?(item: string): Cells
  write(rows: Cells[]): Uint8Array
  /** For `check`: what the encoding cannot hold is refused there, at the field it came from. */
  encoding: TableEncoding
  /** Where a column comes from, as a pointer into the input. */
  fields?: Record<string, string>
  /** Which kind of answer to this list a file in `ack` is; null: none. */
  answers(file: string, list: string): AnswerFile | null
  readAnswers(bytes: Uint8Array): Answer[]
  refusal(reason: string): Refusal
}

interface ByBox<I> {
  submit(key: string, input: I, call: Call): Promise<Outcome>
  lookup(by: By, input: I, call: Call): Promise<Outcome | null>
  withdraw(reference: string, input: I, call: Call): Promise<Withdrawal>
  exchange(call: Call): Promise<{ ok: boolean; detail: string }>
  health(call: Call): Promise<{ ok: boolean; detail: string }>
}

const FOLDERS: Folders = { in: 'in', done: 'done', ack: 'ack' }

/** The functions of a `boxAdapter`: spread them into it. */
export function byBox<I>(boxing: Boxing<I>, options: ExchangeOptions = {}): ByBox<I> {
  const { place, collects, folders = FOLDERS, nameOf, answers, readAnswers } = boxing
  const write = (rows: unknown[]) => boxing.write(rows as Cells[])
  const format: ListFormat = { place, folders, collects, nameOf, write, answers, readAnswers }
  return {
    submit: async (key, input, call) => {
      const lineOf = (item: string) => {
        const cells = boxing.row(item, key, input)
        call.keep({ label: 'row', mediaType: 'application/json', body: JSON.stringify(cells) })
        return cells
      }
      return outcomeOf(boxing, await call.wires.box.add(collects, { key, lineOf }))
    },
    lookup: async (by, _, call) => {
      const found = await call.wires.box.find('key' in by ? by : { item: by.reference })
      return found && standing(boxing, found)
    },
    withdraw: (reference, _, call) => withdraw(boxing, reference, call),
    exchange: (call) => call.wires.box.exchange(format, options),
    health: async (call) => {
      const box = await call.wires.box.open(place)
      const lying = await box.list(folders.in)
      return { ok: true, detail: `${lying.length} files in ${folders.in}` }
    },
  }
}

/** The day of the collection that a filing of this moment reaches. */
export const nightFor = (collects: Collections, now: Date): string =>
  taipeiDay(collectionFor(collects, now))

/** Problems of a row's cells, for `check`. */
export function rowProblems<I>(
  { encoding, fields = {}, row }: Pick<Boxing<I>, 'encoding' | 'fields' | 'row'>,
  input: I,
): Problem[] {
  return Object.entries(row('ITEM0000', 'key', input)).flatMap(([column, cell]): Problem[] => {
    const pointer = fields[column] ?? ''
    const lost = notHeld(cell, encoding)
    const formula: Problem[] = isFormula(cell)
      ? [{ pointer, level: 'block', message: FORMULA }]
      : []
    const characters: Problem[] =
      lost.length > 0 ? [{ pointer, level: 'block', message: cannotHold(lost) }] : []
    return [...formula, ...characters]
  })
}

const FORMULA = words(
  '這一項不能用 =、+、- 或 @ 開頭，機關的試算表會當成公式。',
  'This may not begin with =, +, - or @: the agency’s spreadsheet would take it for a formula.',
)
const cannotHold = (lost: string[]) =>
  words(
    `機關的名單寫不出這些字：${lost.join('、')}。請改用其他寫法。`,
    `The agency’s list cannot hold these characters: ${lost.join(' ')}. Please write them otherwise.`,
  )

/** Of a filing just put into a list there is always an answer. */
const outcomeOf = <I>(boxing: Boxing<I>, row: RowStanding): Outcome =>
  standing(boxing, row) ?? { kind: 'unavailable', cause: 'not_handed_over' }

/** Null: no list that carries it ever reached the agency. */
function standing<I>({ refusal }: Boxing<I>, row: RowStanding): Outcome | null {
  const { item, state, batchState, cancelling } = row
  if (state === 'removed' || cancelling?.state === 'taken') return { ...WITHDRAWN, reference: item }
  if (state === 'taken') {
    return { kind: 'approved', reference: item, ...(row.number ? { number: row.number } : {}) }
  }
  if (state === 'silent') return { kind: 'unknown', cause: 'no_acknowledgement' }
  if (state === 'refused') return refused(refusal(row.reason ?? ''), item)
  if (batchState === 'given_up') return null
  return { kind: 'pending', reference: item, until: taipeiTime(row.collectsAt), note: noteOf(row) }
}

function refused(said: Refusal, item: string): Outcome {
  switch (said.kind) {
    case 'correction':
      return { kind: 'needs', what: 'correction', reasons: said.reasons }
    case 'gone':
      return { ...WITHDRAWN, reference: item, reasons: said.reasons }
    case 'rejected':
      return { kind: 'rejected', reference: item, reasons: said.reasons }
    case 'repeated':
      // We sent it once. A number we do not know may be anybody's: a person looks.
      return { kind: 'unknown', cause: 'called_duplicate' }
  }
}

const WITHDRAWN = {
  kind: 'rejected' as const,
  isWithdrawn: true as const,
  reasons: [{ text: words('已撤回。', 'Withdrawn.') }],
}

function noteOf({ collectsAt, nightsMissed, batchState }: RowStanding): LocalText {
  const at = taipeiTime(collectsAt).slice(5, 16)
  const [day = '', time = ''] = at.split('T')
  if (nightsMissed > 0 && batchState !== 'late') {
    return words(
      `機關 ${nightsMissed} 次沒有收到名單，${day} ${time} 再送一次。`,
      `The agency missed the list ${nightsMissed} times; it goes again for ${day} ${time}.`,
    )
  }
  return words(
    `跟著 ${day} ${time} 的名單送出，之後才有結果。`,
    `It goes with the list of ${day} ${time}; the answer comes after that.`,
  )
}

async function withdraw<I>(
  { collects, cancelRow, refusal }: Boxing<I>,
  reference: string,
  call: Call,
): Promise<Withdrawal> {
  const { box } = call.wires
  if (await box.takeBack(reference)) return { kind: 'withdrawn' }
  const row = await box.find({ item: reference })
  if (!row) return { kind: 'refused', reasons: [{ text: NOT_OURS }] }
  const isNowhere = ['removed', 'refused'].includes(row.state) || row.batchState === 'given_up'
  if (isNowhere || row.cancelling?.state === 'taken') return { kind: 'withdrawn' }
  if (!cancelRow) return { kind: 'refused', reasons: [{ text: HANDED_OVER }] }
  const { cancelling } = row.cancelling
    ? row
    : await box.cancel(collects, { item: reference, line: cancelRow(reference) })
  if (!cancelling) return { kind: 'unknown', cause: 'row_not_kept' }
  if (cancelling.state === 'refused') {
    const said = refusal(cancelling.reason ?? '')
    if (said.kind === 'gone' && row.state !== 'waiting') return { kind: 'withdrawn' }
    return { kind: 'refused', reasons: 'reasons' in said ? said.reasons : [{ text: HANDED_OVER }] }
  }
  if (cancelling.state !== 'waiting' || cancelling.batchState === 'given_up') {
    return { kind: 'refused', reasons: [{ text: NOBODY_ANSWERED }] }
  }
  const { collectsAt } = cancelling
  const answered = new Date(collectsAt.getTime() + collects.takesMinutes * 60_000)
  return { kind: 'unavailable', cause: 'waits_for_collection', retryAfter: taipeiTime(answered) }
}

const NOT_OURS = words('沒有這一件的名單紀錄。', 'No list of ours has this filing.')
const HANDED_OVER = words(
  '名單已經交給機關，這個機關不收取消，請直接聯絡機關。',
  'The list is with the agency, which takes no cancellations; please call it.',
)
const NOBODY_ANSWERED = words(
  '取消已經排進名單，但機關沒有回覆，請直接聯絡機關。',
  'The cancellation was put into a list, but the agency did not answer; please call it.',
)
