// What was filed, read back on the status page and in print: the same lines as before filing.

import type { Child } from 'hono/jsx'
import { say } from '../../core/i18n.ts'
import type { PageFrame } from '../../ui/layout.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'

export interface FiledPart {
  title: { 'zh-TW': string; en: string }
  lines: { label: string; value: Child }[]
  /** Where it is changed; null when no agency takes changes any more. */
  changeHref: string | null
}

export function FiledContent({ frame, parts }: { frame: PageFrame; parts: FiledPart[] }) {
  const { t, lang } = frame
  if (parts.length === 0) return null
  return (
    <details class="filed">
      <summary>{t('cases.filed_content')}</summary>
      {parts.map((part) => (
        <section>
          <h3>{say(part.title, lang)}</h3>
          <SummaryList items={part.lines} />
          {part.changeHref && (
            <p class="no-print">
              <a href={part.changeHref}>
                {t('cases.change_filed', { what: say(part.title, lang) })}
              </a>
            </p>
          )}
        </section>
      ))}
    </details>
  )
}
