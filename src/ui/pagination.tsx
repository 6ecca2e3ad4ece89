// Earlier and later parts of a list. Lists are paged by key, so there are no page numbers.

import type { Translate } from '../core/i18n.ts'

export function Pagination(props: {
  t: Translate
  nextHref?: string | undefined
  previousHref?: string | undefined
}) {
  const { t, nextHref, previousHref } = props
  if (!nextHref && !previousHref) return null
  return (
    <nav class="pagination" aria-label={t('ui.pages')}>
      {previousHref && (
        <a class="pagination-previous" rel="prev" href={previousHref}>
          {t('ui.previous_page')}
        </a>
      )}
      {nextHref && (
        <a class="pagination-next" rel="next" href={nextHref}>
          {t('ui.next_page')}
        </a>
      )}
    </nav>
  )
}
