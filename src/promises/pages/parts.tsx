// What the pages of promises share: the words as they were said, and where a promise stands.

import { LANG_TAG, type Translate } from '../../core/i18n.ts'
import { type State, StateTag } from '../../ui/state.tsx'
import { daysOverdue } from '../rules.ts'
import type { PromiseState, PublicPromise } from '../schema.ts'

const LOOKS: Record<PromiseState, State> = {
  open: 'moving',
  kept: 'done',
  partly: 'waiting',
  not: 'refused',
  handed_on: 'withdrawn',
}

/** A screen reader must not read Chinese with an English voice. */
export function InItsLanguage(props: { promise: PublicPromise; text: string }) {
  return <span lang={LANG_TAG[props.promise.language]}>{props.text}</span>
}

export function PromiseTag(props: { promise: PublicPromise; today: string; t: Translate }) {
  const { promise, today, t } = props
  const days = daysOverdue(promise, today)
  return days > 0 ? (
    <StateTag state="needs_you" text={t('promises.overdue', { count: days })} />
  ) : (
    <StateTag state={LOOKS[promise.state]} text={t(`promises.state.${promise.state}`)} />
  )
}
