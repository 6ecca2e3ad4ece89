// Answers that agencies have to do with: by whom they were verified and when, and where the person's
// word is another.

import type { Child } from 'hono/jsx'
import { say } from '../../../core/i18n.ts'
import { machineMoment, sayMoment } from '../../../core/moments.ts'
import type { PageFrame } from '../../../ui/layout.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import type { Verified, VerifiedView } from '../../schema/reads.ts'
import { answerWord, valueWord } from './words.ts'

export interface VerifiedLine extends Verified {
  label: string
  agencyName: string
}

/** In the reader's language. */
export const verifiedLine = (
  { label, part, agencyName, ...one }: VerifiedView,
  { t, lang }: Pick<PageFrame, 't' | 'lang'>,
): VerifiedLine => ({
  ...one,
  label: answerWord({ label, part }, { t, lang }),
  agencyName: say(agencyName, lang),
})

interface VerifiedProps {
  frame: PageFrame
  lines: VerifiedLine[]
  /** Of a draft's page: what the person may do about a line. */
  buttons?: (line: VerifiedLine) => Child
}

export function VerifiedList({ frame, lines, buttons }: VerifiedProps) {
  return (
    <SummaryList
      items={lines.map((line) => ({
        label: line.label,
        value: (
          <>
            {line.state === 'verified' && valueWord(line.value, frame.lang)}
            <By frame={frame} line={line} />
            {buttons?.(line)}
          </>
        ),
      }))}
    />
  )
}

function By({ frame, line }: { frame: PageFrame; line: VerifiedLine }) {
  const { t, lang } = frame
  const at = new Date(line.at)
  const values = {
    agency: line.agencyName,
    at: sayMoment(at, lang),
    value: valueWord(line.value, lang),
  }
  return (
    <p class="hint">
      <time datetime={machineMoment(at)}>
        {t(line.state === 'verified' ? 'cases.read_verified' : 'cases.read_own_word', values)}
      </time>
    </p>
  )
}

/** On the status page, the desk's task and before filing. */
export function VerifiedSection(props: VerifiedProps & { hint: string }) {
  const { frame, lines } = props
  if (lines.length === 0) return null
  return (
    <section>
      <h2>{frame.t('cases.read_title_verified')}</h2>
      <p class="hint">{props.hint}</p>
      <VerifiedList frame={frame} lines={lines} />
    </section>
  )
}
