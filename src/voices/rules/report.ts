// What follows from a report by itself: where it belongs, and what is wrong with it. Pure.

import { addDays } from '../../core/clock.ts'
import type { Problem } from '../../core/errors.ts'
import type { NewReport, VoiceRequest } from '../schema/report.ts'
import type { Barrier, Group } from '../schema/words.ts'
import { maskNumbers } from './masking.ts'

/** What somebody forgot to tell for a year is told as memory, not as a report of a day. */
const OLDEST_DAYS = 366

/** Texts in which a person's number may stand. */
export const FREE_TEXTS = ['words', 'wouldHelp', 'groupWords', 'place'] as const
export type FreeText = (typeof FREE_TEXTS)[number]

/** Null: the fields do not say it, and a person decides. */
export function placeInFindings({
  kind,
  sortedAs,
  groups,
  barriers,
}: Pick<NewReport, 'kind' | 'sortedAs' | 'groups' | 'barriers'>): {
  group: Group
  barrier: Barrier
} | null {
  if (sortedAs !== 'voice') return null
  const group = groups[0] ?? (kind === 'burden' ? 'front_line' : 'other')
  const barrier = barriers[0] ?? (kind === 'burden' ? 'workload' : 'other')
  return group === 'other' || barrier === 'other' ? null : { group, barrier }
}

/** Everything that is wrong, each with its field. */
export function reportProblems(request: VoiceRequest, { today }: { today: string }): Problem[] {
  const problems: Problem[] = []
  const wrong = (pointer: string, message: string) => problems.push({ pointer, message })
  const { kind, groups, barriers, words, groupWords, wouldHelp } = request
  const isEmpty = [words, groupWords, wouldHelp].every((text) => text === '')
  if (kind === 'missed' && isEmpty && groups.length === 0 && barriers.length === 0)
    wrong('/groups', 'voices.report.error.nothing_said')
  if (kind === 'missed' && request.severity === undefined)
    wrong('/severity', 'voices.report.error.severity')
  if (kind === 'burden' && words === '' && request.minutes === undefined && barriers.length === 0)
    wrong('/words', 'voices.report.error.burden_empty')
  if (kind === 'idea' && words === '') wrong('/words', 'voices.report.error.idea_empty')
  if (groups.includes('other') && groupWords === '' && words === '')
    wrong('/groupWords', 'voices.report.error.other_who')
  if (request.isKeptFromSuperiors && kind !== 'idea')
    wrong('/isKeptFromSuperiors', 'voices.report.error.only_ideas')
  for (const field of ['happenedOn', 'sinceOn'] as const) {
    const day = request[field]
    if (day !== undefined && day > today) wrong(`/${field}`, 'voices.report.error.future')
  }
  if (request.happenedOn !== undefined && request.happenedOn < addDays(today, -OLDEST_DAYS))
    wrong('/happenedOn', 'voices.report.error.too_old')
  for (const field of FREE_TEXTS)
    if (maskNumbers(request[field]).found) wrong(`/${field}`, 'voices.report.error.numbers')
  return problems
}

/** With numbers of persons covered, to be shown and sent again. */
export const maskRequest = <R extends Partial<Record<FreeText, string>>>(request: R): R => ({
  ...request,
  ...Object.fromEntries(
    FREE_TEXTS.flatMap((field) => {
      const text = request[field]
      return text === undefined ? [] : [[field, maskNumbers(text).masked]]
    }),
  ),
})
