// How voices says findings, small counts and decisions; each said in one way everywhere.

import type { Language, Translate } from '../../core/i18n.ts'
import type { State } from '../../ui/state.tsx'
import { isHidden, roundedDown } from '../rules/served.ts'
import type { Finding } from '../schema/finding.ts'
import { type FindingState, SMALLEST_SHOWN } from '../schema/words.ts'

/** In a person's words, or of group and barrier. */
export const titleOf = (
  { title, language, group, barrier }: Pick<Finding, 'title' | 'language' | 'group' | 'barrier'>,
  t: Translate,
  lang: Language,
): string =>
  title !== null && language === lang
    ? title
    : t('voices.finding.title', {
        group: t(`voices.group.${group}`),
        barrier: t(`voices.barrier.${barrier}`),
      })

/** Fewer than five are said as that, never by their number. */
export const sayPeople = (people: number, t: Translate): string =>
  people < SMALLEST_SHOWN
    ? t('voices.fewer', { count: SMALLEST_SHOWN })
    : t('voices.people', { count: people })

/**
 * For a list whose sum is public: beside a hidden count the others are rounded down to fives, so that
 * no subtraction finds it.
 */
export const sayPeopleBeside = (people: number, all: number[], t: Translate): string =>
  all.some(isHidden) && !isHidden(people)
    ? t('voices.at_least', { count: roundedDown(people) })
    : sayPeople(people, t)

export const LOOKS: Record<FindingState, State> = {
  open: 'waiting',
  changing: 'moving',
  answered: 'moving',
  quiet: 'waiting',
  closed: 'done',
  merged: 'withdrawn',
}
