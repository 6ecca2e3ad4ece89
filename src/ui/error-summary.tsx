// What is wrong on this page, on top, each line a link to its field. It takes the focus, so that
// a screen reader starts here.

import type { Translate } from '../core/i18n.ts'

export function ErrorSummary(props: {
  t: Translate
  errors: { href: string; text: string }[]
  /** False where several stand on one page. */
  autofocus?: boolean | undefined
}) {
  const { t, errors } = props
  if (errors.length === 0) return null
  return (
    <div
      class="error-summary"
      role="alert"
      aria-labelledby="error-summary-title"
      tabindex={-1}
      autofocus={props.autofocus ?? true}
    >
      <h2 id="error-summary-title">{t('ui.error_summary_title', { count: errors.length })}</h2>
      <ul>
        {errors.map(({ href, text }) => (
          <li>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
