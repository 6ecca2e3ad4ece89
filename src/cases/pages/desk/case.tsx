// A case as the counter sees it: the same words the person reads, without the person's secret link.

import type { Child } from 'hono/jsx'
import { say } from '../../../core/i18n.ts'
import { sayMoment } from '../../../core/moments.ts'
import { Button, Hidden } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { LegsLine } from '../../../ui/legs-line.tsx'
import { Reference } from '../../../ui/reference.tsx'
import { StateTag } from '../../../ui/state.tsx'
import type { CaseView } from '../../schema/view.ts'
import { LegSection } from '../leg.tsx'
import { History, legLine } from '../status.tsx'
import { caseLook } from '../words.ts'

/** Two presses: the second one says what it does. */
function Withdrawal({ frame, reference }: { frame: PageFrame; reference: string }) {
  const { t } = frame
  return (
    <details>
      <summary>{t('cases.withdraw')}</summary>
      <p>{t('cases.desk_withdraw_explain')}</p>
      <form method="post" action="/desk/cases/withdrawal">
        <Hidden name="reference" value={reference} />
        <Button kind="danger">{t('cases.withdraw_confirm')}</Button>
      </form>
    </details>
  )
}

export function CasePage({ frame, view, part }: { frame: PageFrame; view: CaseView; part: Child }) {
  const { t, lang } = frame
  const read = { ...view, mayCorrect: false, mayWithdraw: false }
  return (
    <Layout {...frame} noIndex wide>
      <p>
        <a href="/desk">{t('cases.desk_back')}</a>
      </p>
      <h1>{say(view.title, lang)}</h1>
      <div class="status-head">
        <Reference label={t('cases.reference')} value={view.reference} />
        <StateTag state={caseLook(view.state)} text={t(`cases.case_state.${view.state}`)} />
      </div>
      <p class="muted">{t('cases.filed_at', { at: sayMoment(view.filedAt, lang) })}</p>
      <LegsLine t={t} legs={view.legs.map((leg) => legLine(leg, t, lang))} />
      {view.legs.map((leg) => (
        <LegSection
          leg={{ ...leg, mayCorrect: false, mayJoin: false }}
          view={read}
          t={t}
          lang={lang}
          base=""
        />
      ))}
      {view.mayWithdraw && <Withdrawal frame={frame} reference={view.reference} />}
      {part}
      <History events={view.events} view={view} t={t} lang={lang} />
    </Layout>
  )
}
