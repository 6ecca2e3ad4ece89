// Where a value comes from, and whether anybody has looked it up again.

import type { Voice } from './words.ts'

export function Source({ t, source, verified }: Voice & { source: string; verified: boolean }) {
  return (
    <span class="hint">
      {t('places.source', { source })}
      {!verified && ` ${t('places.unverified')}`}
    </span>
  )
}
