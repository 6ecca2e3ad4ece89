// How stock is said on the pages of owners and desks: never a number without what it means.

import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayDay, sayTime } from '../../core/moments.ts'
import type { State } from '../../ui/state.tsx'
import { writeWindows } from '../rules/windows.ts'
import type { Programme } from '../schema/programme.ts'
import type { Hours, Stock, StockState, WindowKind } from '../schema/stock.ts'
import { WINDOW_KINDS } from '../schema/stock.ts'

export type Item = Programme['items'][number]

/** `120 片`; words of their own for nothing and for not said yet. */
export function sayAmount(
  t: Translate,
  lang: Language,
  { amount, item }: { amount: number | null | undefined; item: Item },
): string {
  if (amount === undefined) return t('owners.never')
  if (amount === null) return t('owners.not_said')
  return t('owners.amount', { count: amount, unit: say(item.unit, lang) })
}

export const STATE_LOOK: Record<StockState, State> = {
  counted: 'done',
  finished: 'withdrawn',
  promised: 'moving',
  disputed: 'needs_you',
}

/** `今天發完了，到 11月24日（二）08:30`. */
export function sayState(
  t: Translate,
  lang: Language,
  { state, stateUntil }: Pick<Stock, 'state' | 'stateUntil'>,
): string {
  const words = t(`owners.state_${state}`)
  if (!stateUntil || state === 'counted') return words
  return t('owners.state_until', {
    state: words,
    day: sayDay(stateUntil, lang),
    time: sayTime(stateUntil),
  })
}

/** Lines such as `週一至週五 08:30-09:00`, by kind; kinds without windows are left out. */
export function sayHours(t: Translate, hours: Hours): { kind: WindowKind; lines: string[] }[] {
  return WINDOW_KINDS.filter((kind) => hours[kind]?.length).map((kind) => ({
    kind,
    lines: writeWindows(hours[kind] ?? [], (day) => t(`owners.day_${day}`)),
  }))
}
