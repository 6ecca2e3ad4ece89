// Check your answers: every answer with a link to change it, which agency gets what, what happens
// next and how long it takes. Filing is the one button.

import type { Child } from 'hono/jsx'
import { taipeiDay } from '../../core/clock.ts'
import { say } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import type { Disclosure, Journey, LegPlan, Page } from '../../journeys/index.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Steps } from '../../ui/steps.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import type { CorrectionPreview } from '../actions/correction.ts'
import { type Correcting, CorrectingNotice } from './correcting.tsx'
import { PassedOn } from './passed-on.tsx'

export interface ReviewProps {
  frame: PageFrame
  journey: Journey
  pages: Page[]
  token: string
  revision: number
  errors: { href: string; text: string }[]
  notes: string[]
  /** Null while something is wrong: then no agency can be named for sure. */
  legs: LegPlan[] | null
  disclosures: Disclosure[]
  agencyName(agencyId: string): string
  /** `YYYY-MM-DD`; null when this agency draws nothing. */
  drawDay(agencyId: string): string | null
  /** Null for a new application. */
  correcting: Correcting | null
  preview: CorrectionPreview | null
  answersOf(page: Page): { label: string; value: Child }[]
  now: Date
  /** What agencies answered of it. */
  verified: Child
  /** Of a closed test: stands in the place of filing. */
  trial: Child
}

export function ReviewPage(props: ReviewProps) {
  const { frame, journey, pages, token, revision, errors, notes, legs } = props
  const { t, lang } = frame
  return (
    <Layout {...frame} hasError={errors.length > 0} noIndex>
      {!props.correcting && (
        <Steps
          t={t}
          current={pages.length + 1}
          total={pages.length + 1}
          label={say(journey.title, lang)}
        />
      )}
      {errors.length > 0 && <ErrorSummary t={t} errors={errors} />}
      <h1>{t('cases.review_title')}</h1>
      <CorrectingNotice frame={frame} correcting={props.correcting} />
      {notes.map((note) => (
        <Notice kind="info">
          <p>{note}</p>
        </Notice>
      ))}
      {pages.map((page) => (
        <ReviewedPage page={page} props={props} />
      ))}
      {props.verified}
      {legs && <Agencies legs={legs.filter(isToldIn(props))} props={props} />}
      {props.trial}
      {legs && !props.trial && (
        <form method="post" action={`/drafts/${token}/filing`}>
          <Hidden name="revision" value={String(revision)} />
          <p>{t('cases.review_promise')}</p>
          <Button>{t('cases.file')}</Button>
        </form>
      )}
    </Layout>
  )
}

function ReviewedPage({ page, props }: { page: Page; props: ReviewProps }) {
  const { t, lang } = props.frame
  const href = `/drafts/${props.token}/pages/${page.id}`
  return (
    <section>
      <h2>{say(page.title, lang)}</h2>
      <SummaryList
        items={props.answersOf(page).map(({ label, value }) => ({
          label,
          value,
          changeHref: href,
          changeText: t('cases.change'),
          changeHidden: label,
        }))}
      />
    </section>
  )
}

function Agencies({ legs, props }: { legs: LegPlan[]; props: ReviewProps }) {
  const { t, lang } = props.frame
  const { disclosures } = props
  return (
    <section>
      <h2>{t('cases.review_agencies', { count: legs.length })}</h2>
      <ul class="agency-plan">
        {legs.map((leg) => (
          <li>
            <strong>{props.agencyName(leg.agencyId)}</strong>
            {t('cases.colon')}
            {say(leg.title, lang)}
            <p class="hint">{whenSent(leg, props)}</p>
            <AnswerTime leg={leg} props={props} />
            <PassedOn
              frame={props.frame}
              agency={props.agencyName(leg.agencyId)}
              questions={disclosures.find(({ legId }) => legId === leg.legId)?.questions ?? []}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** An agency that draws answers nobody before the draw, however quick it is then. */
function AnswerTime({ leg, props }: { leg: LegPlan; props: ReviewProps }) {
  const { t, lang } = props.frame
  const drawnOn = props.drawDay(leg.agencyId)
  const isAhead = drawnOn !== null && drawnOn >= taipeiDay(props.now)
  if (isAhead) return <p class="hint">{t('cases.review_draw', { on: sayDay(drawnOn, lang) })}</p>
  if (leg.answerDays === null) return null
  return <p class="hint">{t('cases.review_answer_days', { count: leg.answerDays })}</p>
}

/** Of a correction, only those whom it concerns. */
const isToldIn =
  ({ preview }: ReviewProps) =>
  ({ legId }: LegPlan): boolean =>
    !preview || preview.changed.includes(legId) || preview.added.includes(legId)

function whenSent(leg: LegPlan, { frame, now, preview }: ReviewProps): string {
  const { t, lang } = frame
  if (preview?.approved.includes(leg.legId)) return t('cases.review_change_approved')
  if (preview?.changed.includes(leg.legId)) return t('cases.review_change')
  if (leg.opensAt && leg.opensAt > now) {
    return t('cases.review_sent_at', { at: sayMoment(leg.opensAt, lang) })
  }
  return leg.needs.length > 0 ? t('cases.review_sent_after') : t('cases.review_sent_now')
}
