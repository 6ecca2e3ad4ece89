// Where a value comes from, and whether anybody has looked it up again. A long address may break
// after each stroke, so that no table grows wider than a phone.

import type { Voice } from './words.ts'

export function Source({ t, source, verified }: Voice & { source: string; verified: boolean }) {
  return (
    <span class="hint">
      {t('places.source_label')}
      <span lang="zh-Hant-TW">{source.replaceAll('/', '/\u200b')}</span>
      {!verified && ` ${t('places.unverified')}`}
    </span>
  )
}
