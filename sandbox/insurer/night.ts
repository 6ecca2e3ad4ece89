// The collection at half past eleven. It is held late, when somebody next looks; what lay in `in/`
// then was there before it was due, since every look catches up first.

import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { dayOf, moment, plusDays, type SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'
import type { Drawer, Kept } from './drawer.ts'
import { type BoxFaults, happens } from './faults.ts'
import { COLUMNS, takeRow, type Verdict } from './groups.ts'

export interface Company {
  store: Store
  clock: SandboxClock
  drawer: Drawer
  faults: BoxFaults
  /** The sandbox's fault of a false duplicate, taken once a night. */
  takeFalseDuplicate(): boolean
}

const HOUR = '23:30'
const SECOND_HALF = '06:00'
const NAME = /^in\/([A-Z0-9_-]{1,32})\.csv$/
const ACK_HEADER = ['序號', '件號', '結果', '保單號碼或原因']

/** Lets the nights pass that are due, and second halves come. */
export function catchUp(company: Company): void {
  const { store, clock } = company
  store.together(() => {
    const now = clock.now()
    const next = store.find<{ at: string }>('insurer night', 'next')
    // A clock that was set back has its nights again.
    if (!next || new Date(next.at) > nextNight(now)) {
      store.put('insurer night', 'next', { at: nextNight(now).toISOString() })
    } else if (now >= new Date(next.at)) {
      collect(company, new Date(next.at))
      store.put('insurer night', 'next', { at: nextNight(now).toISOString() })
    }
    bringLateHalves(company, now)
  })
}

function nextNight(now: Date): Date {
  const tonight = moment(dayOf(now), HOUR)
  return now < tonight ? tonight : moment(plusDays(dayOf(now), 1), HOUR)
}

/** Reads every list that lies there. */
export function collect(company: Company, at: Date): number {
  const { store, drawer } = company
  return store.together(() => {
    const lists = drawer.list('in').filter(({ path }) => NAME.test(path))
    const isFalse = lists.length > 0 && company.takeFalseDuplicate()
    for (const [turn, list] of lists.entries()) readList(company, list, at, isFalse && turn === 0)
    return lists.length
  })
}

function readList(company: Company, list: Kept, at: Date, isFalse: boolean): void {
  const { store, drawer } = company
  const name = NAME.exec(list.path)?.[1] ?? ''
  drawer.remove(list.path)
  if (store.find('insurer taken', name)) {
    store.count('insurer lists again')
    drawer.write(`ack/${name}.dup`, iconv.encode('重複檔案\r\n', 'cp950'))
    return
  }
  store.put('insurer taken', name, { at: at.toISOString() })
  drawer.write(`done/${name}.csv`, list.bytes)
  const lines = linesOf(list.bytes)
  if (!lines) {
    drawer.write(`ack/${name}.err`, iconv.encode('檔頭不符\r\n', 'cp950'))
    return
  }
  const answers = lines.map((cells, turn): string[] => {
    const books = { store, now: at, pretendDuplicate: isFalse && turn === 0 }
    return [String(turn + 1), cells[0] ?? '', ...said(takeRow(books, cells))]
  })
  acknowledge(company, name, answers, at)
}

const said = (verdict: Verdict): string[] =>
  verdict.taken ? ['收件', verdict.number] : ['退件', verdict.reason]

/** Null when it is not our list at all. */
function linesOf(bytes: Buffer): string[][] | null {
  const isUtf8 = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
  const text = isUtf8 ? bytes.subarray(3).toString('utf8') : iconv.decode(bytes, 'cp950')
  if (!text.startsWith(`${COLUMNS.join(',')}\r\n`)) return null
  const cells = parse(text, {
    record_delimiter: '\r\n',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }) as string[][]
  return cells.slice(1)
}

function acknowledge(company: Company, name: string, answers: string[][], at: Date): void {
  const { drawer, faults, store } = company
  if (happens(faults, 'no_ack')) return
  const lines = happens(faults, 'ack_line_missing') ? answers.slice(0, -1) : answers
  const header = happens(faults, 'ack_spaces')
    ? ACK_HEADER.map((column, turn) => `${column}${' '.repeat(turn + 1)}`)
    : ACK_HEADER
  if (!happens(faults, 'ack_in_two')) {
    drawer.write(`ack/${name}.ack.csv`, ackBytes(header, lines))
    return
  }
  const half = Math.ceil(lines.length / 2)
  drawer.write(`ack/${name}.ack1.csv`, ackBytes(header, lines.slice(0, half)))
  store.put('insurer late half', name, {
    name,
    due: moment(plusDays(dayOf(at), 1), SECOND_HALF).toISOString(),
    base64: ackBytes(header, lines.slice(half)).toString('base64'),
  } satisfies LateHalf)
}

interface LateHalf {
  name: string
  due: string
  base64: string
}

function bringLateHalves({ store, drawer }: Company, now: Date): void {
  for (const { name, due, base64 } of store.list<LateHalf>('insurer late half')) {
    const path = `ack/${name}.ack2.csv`
    if (now < new Date(due) || drawer.find(path)) continue
    drawer.write(path, Buffer.from(base64, 'base64'))
  }
}

const ackBytes = (header: string[], lines: string[][]): Buffer =>
  iconv.encode([header, ...lines].map((cells) => `${cells.join(',')}\r\n`).join(''), 'cp950')
