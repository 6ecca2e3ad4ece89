// Sorts the note of a form's row: is it stock in dispute, somebody not served, hours of a site, or
// nothing? The first that applies, in this order, because that is what would be lost in the others.
// What the classes mean and how often this is right stands in docs/voices-sorting.md.

import type { Barrier, Group, Kind, Severity, Sort } from '../schema/words.ts'
import { minutesIn, peopleIn } from './counted-words.ts'
import {
  BARRIER_WORDS,
  BURDEN,
  CORRECTION,
  EMPTY_WORDS,
  GROUP_WORDS,
  IDEA,
  MISSED,
  NOTICE,
} from './sorting-words.ts'

export interface SortedNote {
  sort: Sort
  /** The words that decided, or which rule did without any. */
  why: string
  groups: Group[]
  barriers: Barrier[]
  kind: Kind
  severity: Severity
  people: number | null
  minutes: number | null
}

/** An unknown text of fewer signs is a stump; a longer one is for a person to read. */
const FEWEST_SIGNS_TO_READ = 10

export function sortNote(note: string): SortedNote {
  const text = fold(note)
  const empty = emptiness(text)
  if (empty !== null) return unsaid('junk', empty)
  const correction = CORRECTION.exec(text)
  if (correction) return unsaid('correction', correction[0])
  const burden = BURDEN.exec(text)
  const missed = MISSED.exec(text)
  const idea = IDEA.exec(text)
  const said = missed ?? burden ?? idea
  if (said) {
    const kind = missed ? 'missed' : burden ? 'burden' : 'idea'
    return voiceOf(text, { why: said[0], kind, isBurden: burden !== null })
  }
  const notice = NOTICE.exec(text)
  if (notice) return unsaid('notice', notice[0])
  return [...text].length < FEWEST_SIGNS_TO_READ
    ? unsaid('junk', 'nothing known, and short')
    : voiceOf(text, { why: 'nothing known: for a person to read', kind: 'missed', isBurden: false })
}

const fold = (note: string): string =>
  note
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[、,，]/g, ',')
    .replace(/\s+/g, ' ')
    .trim()

/** Why a text says nothing; null: it says something. */
function emptiness(text: string): string | null {
  const bare = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  if (!/[\p{L}\p{N}]/u.test(bare)) return 'no words'
  // `9-23` are hours; `1` or `5901` is a slip of the hand.
  if (/^\d{1,3}$|^\d{5,}$/.test(bare) || /^(.)\1*$/u.test(bare)) return 'one sign or number'
  return EMPTY_WORDS.test(bare) ? bare : null
}

/** What is no voice has no group: nobody in it was counted. */
const unsaid = (sort: Sort, why: string): SortedNote => ({
  sort,
  why,
  groups: [],
  barriers: [],
  kind: 'missed',
  severity: 'hard',
  people: null,
  minutes: null,
})

interface Said {
  why: string
  kind: Kind
  isBurden: boolean
}

function voiceOf(text: string, { why, kind, isBurden }: Said): SortedNote {
  const known = <T>(list: [T, RegExp][]): T[] =>
    list.filter(([, words]) => words.test(text)).map(([id]) => id)
  // Hours and queues in a note about too few hands are its notice, not what stood in the way.
  const isOnlyBurden = kind === 'burden'
  const groups: Group[] = isOnlyBurden ? ['front_line'] : known(GROUP_WORDS)
  const barriers: Barrier[] = isOnlyBurden ? [] : known(BARRIER_WORDS)
  if (isBurden) barriers.push('workload')
  return {
    sort: 'voice',
    why,
    groups: groups.length > 0 ? groups : ['other'],
    barriers: barriers.length > 0 ? barriers : ['other'],
    kind,
    severity: kind === 'missed' ? severityOf(text) : 'hard',
    people: isOnlyBurden ? null : peopleIn(text),
    minutes: isBurden ? minutesIn(text) : null,
  }
}

const CANNOT =
  /[買領拿排申辦趕搶約進上叫找]不[到了上來去]|無法|沒辦?法|沒有?(?:健保卡|身分證|居留證|證件)|白跑|空手|撲空|被拒|拒收|沒[買領拿]|can ?no?'?t|could not|couldn't|unable|turned away|left without/
const LATE =
  /等了?[很太好兩二三四五六七八九十\d].{0,4}[久時天週月]|[太很]晚才|延後|拖了?|排了?[^,。;]{0,4}小時|late|waited|delay/

function severityOf(text: string): Severity {
  if (CANNOT.test(text)) return 'cannot'
  return LATE.test(text) ? 'late' : 'hard'
}
