// How alike a report and a finding are: by their fields, and by pairs of characters in their words,
// which needs no list of Chinese words. Pure. Only suggests; a person decides.
// Source: Dice, Measures of the amount of ecologic association (1945).

import type { Finding } from '../schema/finding.ts'
import type { NewReport } from '../schema/report.ts'

export interface Likeness {
  /** 0 nothing alike, 1 the same. */
  score: number
  /** Which part of it is the words'. */
  words: number
}

const FIELD_WEIGHT = 0.3

export function likeness(
  report: Pick<NewReport, 'groups' | 'barriers' | 'words'>,
  finding: Pick<Finding, 'group' | 'barrier'>,
  words: string[],
): Likeness {
  const pairs = pairsOf(report.words)
  const alike = Math.max(0, ...words.map((other) => dice(pairs, pairsOf(other))))
  const fields =
    (report.groups.includes(finding.group) ? FIELD_WEIGHT : 0) +
    (report.barriers.includes(finding.barrier) ? FIELD_WEIGHT : 0)
  return { score: fields + alike * (1 - 2 * FIELD_WEIGHT), words: alike }
}

function pairsOf(text: string): Set<string> {
  const signs = [...text.normalize('NFKC').toLowerCase()].filter((sign) =>
    /[\p{L}\p{N}]/u.test(sign),
  )
  return new Set(signs.slice(1).map((sign, index) => `${signs[index]}${sign}`))
}

function dice(one: Set<string>, other: Set<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  const shared = [...one].filter((pair) => other.has(pair)).length
  return (2 * shared) / (one.size + other.size)
}
