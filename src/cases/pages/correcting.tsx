// Above the pages of a correction: that it is one, of which case, and what the agency said.

import { sayMoment } from '../../core/moments.ts'
import type { PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'

export interface Correcting {
  reference: string
  asked: { agency: string; reasons: string[]; by: Date | null }[]
}

export function CorrectingNotice(props: { frame: PageFrame; correcting: Correcting | null }) {
  const { frame, correcting } = props
  if (!correcting) return null
  const { t, lang } = frame
  return (
    <Notice kind="info" title={t('cases.correcting', { reference: correcting.reference })}>
      {correcting.asked.map(({ agency, reasons, by }) => (
        <>
          <p>{t('cases.reasons_title', { agency })}</p>
          <ul>
            {reasons.map((reason) => (
              <li>{reason}</li>
            ))}
          </ul>
          {by && <p>{t('cases.correcting_by', { at: sayMoment(by, lang) })}</p>}
        </>
      ))}
    </Notice>
  )
}
