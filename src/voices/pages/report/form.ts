// What somebody typed about a voice: as the page shows it again, and as the action takes it.

import type { Problem } from '../../../core/errors.ts'
import { problemsOf } from '../../../core/problems.ts'
import { bothYears } from '../../../ui/roc-year.ts'
import { VoiceRequest } from '../../schema/report.ts'
import { BARRIERS, GROUPS } from '../../schema/words.ts'

/** Field by field, as sent. Nothing of it is lost when something is wrong. */
export type Typed = Record<string, string>

export const textsOf = (form: Record<string, unknown>): Typed =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.slice(0, 4000)]] : [],
    ),
  )

/** The ticked ones of a list. */
export const tickedOf = <Id extends string>(typed: Typed, name: string, ids: readonly Id[]): Id[] =>
  ids.filter((id) => typed[`${name}.${id}`] === 'yes')

export function readReport(
  typed: Typed,
): { request: VoiceRequest; problems: null } | { request: null; problems: Problem[] } {
  const happenedOn = dayOf(typed, 'happenedOn')
  const sinceOn = dayOf(typed, 'sinceOn')
  const read = VoiceRequest.safeParse({
    service: typed.service ?? '',
    kind: typed.kind || 'missed',
    ...(typed.severity ? { severity: typed.severity } : {}),
    groups: tickedOf(typed, 'groups', GROUPS),
    groupWords: typed.groupWords ?? '',
    barriers: tickedOf(typed, 'barriers', BARRIERS),
    people: numberOf(typed.people) ?? 1,
    isEstimate: typed.isEstimate === 'yes',
    place: typed.place ?? '',
    ...(happenedOn === null ? {} : { happenedOn }),
    words: typed.words ?? '',
    wouldHelp: typed.wouldHelp ?? '',
    ...(typed.minutes ? { minutes: numberOf(typed.minutes) } : {}),
    afterHours: typed.afterHours === 'yes',
    ...(sinceOn === null ? {} : { sinceOn }),
    isKeptFromSuperiors: typed.isKeptFromSuperiors === 'yes',
    isNamed: typed.isNamed === 'yes',
  })
  if (read.success) return { request: read.data, problems: null }
  return { request: null, problems: problemsOf(read.error).map(inOurWords) }
}

const OWN_WORDS: Record<string, string> = {
  '/service': 'voices.no_such_service',
  '/people': 'voices.report.error.people',
  '/minutes': 'voices.report.error.minutes',
  '/happenedOn': 'voices.report.error.day',
  '/sinceOn': 'voices.report.error.day',
}

const inOurWords = (problem: Problem): Problem => {
  const message = OWN_WORDS[problem.pointer]
  return message ? { ...problem, message } : problem
}

/** Not a number stays wrong; nothing typed is none. */
function numberOf(text: string | undefined): number | null {
  const plain = (text ?? '').normalize('NFKC').trim()
  return plain === '' ? null : Number(plain)
}

/** `YYYY-MM-DD` from a day of either calendar; null when no part of it is typed. */
export function dayOf(typed: Typed, name: string): string | null {
  const part = (which: string) => (typed[`${name}.${which}`] ?? '').normalize('NFKC').trim()
  if (['year', 'month', 'day'].every((which) => part(which) === '')) return null
  const western = bothYears(part('year'))?.western ?? ''
  return `${western}-${part('month').padStart(2, '0')}-${part('day').padStart(2, '0')}`
}
