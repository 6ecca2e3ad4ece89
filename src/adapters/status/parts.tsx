// Parts that both pages of the systems show.

import type { Translate } from '../../core/i18n.ts'
import { Button } from '../../ui/form.tsx'
import { isOpen } from '../rules.ts'
import type { Lane } from '../schema.ts'

type Hours = Pick<Lane, 'openingHours' | 'kind'>

export function hoursOf({ openingHours, kind }: Hours, now: Date, t: Translate): string {
  if (kind === 'desk') return t('adapters.hours_desk')
  if (!openingHours) return t('adapters.hours_always')
  const key = isOpen(openingHours, now) ? 'adapters.hours_open' : 'adapters.hours_closed'
  return t(key, openingHours)
}

export function StartButton({ t, adapterId }: { t: Translate; adapterId: string }) {
  return (
    <form method="post" action={`/adapters/${adapterId}/starts`}>
      <Button kind="secondary">{t('adapters.start')}</Button>
    </form>
  )
}
