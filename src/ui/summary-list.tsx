// Check your answers: what was asked, what was answered, where to change it.

import type { Child } from 'hono/jsx'

export interface SummaryItem {
  label: string
  value: Child
  changeHref?: string | undefined
  changeText?: string | undefined
  /** What exactly changes, for those who hear the links without their line. */
  changeHidden?: string | undefined
}

export function SummaryList(props: { items: SummaryItem[] }) {
  return (
    <dl class="summary">
      {props.items.map(({ label, value, changeHref, changeText, changeHidden }) => (
        <div class="summary-line">
          <dt>{label}</dt>
          <dd class="summary-value">{value}</dd>
          {changeHref && (
            <dd class="summary-change">
              <a href={changeHref}>
                {changeText}
                {changeHidden && <span class="unseen">{changeHidden}</span>}
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
