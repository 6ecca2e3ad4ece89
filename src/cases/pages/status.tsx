// The status page: the case in plain words, each agency's part, what to do next, what was passed to
// whom. Print view and live page are the same HTML.

import type { Child } from 'hono/jsx'
import type { Language, Translate } from '../../core/i18n.ts'
import { say } from '../../core/i18n.ts'
import { machineMoment, sayMoment } from '../../core/moments.ts'
import { Button } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { LegsLine } from '../../ui/legs-line.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Reference } from '../../ui/reference.tsx'
import { StateTag } from '../../ui/state.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { sayWords } from '../rules/words.ts'
import type { CaseView, EventLine, LegView } from '../schema/view.ts'
import { fieldWord } from './field-words.ts'
import { LegSection, VisitNotice } from './leg.tsx'
import { VerifiedSection, verifiedLine } from './reads/verified.tsx'
import { caseLook, legLook, STAGES, stageOf } from './words.ts'

export interface StatusProps {
  frame: PageFrame
  view: CaseView
  /** Of this page, with its secret. */
  base: string
  /** How answers are shown when the person sends something wrong from this page. */
  problem?: string | undefined
  /** Just filed: say so. */
  isNew?: boolean
  isWithdrawn?: boolean
  phone: string
  /** The answers filed, as the person reads them back. */
  filed?: Child
}

export function StatusPage(props: StatusProps) {
  const { frame, view, base } = props
  const { t, lang } = frame
  return (
    <Layout {...frame} noIndex islands={['cases']}>
      <h1>{say(view.title, lang)}</h1>
      {props.problem && <Notice kind="danger" title={props.problem} />}
      {props.isNew && <JustFiled {...props} />}
      {props.isWithdrawn && (
        <Notice kind="success" title={t('cases.withdrawn_title')}>
          <p>{t('cases.withdrawn_next')}</p>
        </Notice>
      )}
      <div
        class="status-head"
        data-island="status"
        data-stamp={stamp(view)}
        data-address={`${base}/stamp`}
        data-news={t('cases.news')}
      >
        <Reference label={t('cases.reference')} value={view.reference} />
        <StateTag state={caseLook(view.state)} text={t(`cases.case_state.${view.state}`)} />
      </div>
      <p class="muted">{t('cases.filed_at', { at: sayMoment(view.filedAt, lang) })}</p>

      <h2>{t('cases.legs_title')}</h2>
      <LegsLine t={t} legs={view.legs.map((leg) => legLine(leg, t, lang))} />
      {view.visits.map((visit) => (
        <VisitNotice visit={visit} view={view} t={t} lang={lang} />
      ))}
      {view.legs.map((leg) => (
        <LegSection leg={leg} view={view} t={t} lang={lang} base={base} />
      ))}

      <WhatYouCanDo {...props} />
      {props.filed}
      <VerifiedSection
        frame={frame}
        lines={view.verified.map((one) => verifiedLine(one, frame))}
        hint={t('cases.read_hint_status')}
      />
      <Told view={view} t={t} lang={lang} />
      <History events={view.events} view={view} t={t} lang={lang} />
    </Layout>
  )
}

function JustFiled({ frame, view, base, phone }: StatusProps) {
  const { t } = frame
  return (
    <Notice kind="success" title={t('cases.filed_title')}>
      <p>{t('cases.filed_keep', { reference: view.reference })}</p>
      <p>
        <a href={base}>{t('cases.filed_link')}</a>
      </p>
      <p>{t('cases.filed_phone', { phone })}</p>
    </Notice>
  )
}

export function legLine(leg: LegView, t: Translate, lang: Language) {
  const reached = STAGES.indexOf(stageOf(leg))
  return {
    agency: say(leg.agencyName, lang),
    state: legLook(leg.state),
    stateText: sayWords(leg.stateWord, lang, t),
    next: sayWords(leg.next, lang, t),
    stages: STAGES.map((stage, index) => ({
      label: t(`cases.stage.${stage}`),
      done: index < reached || (index === reached && stage === 'answered'),
      current: index === reached,
    })),
  }
}

function WhatYouCanDo({ frame, view, base, phone }: StatusProps) {
  const { t } = frame
  return (
    <section class="no-print">
      <h2>{t('cases.can_do_title')}</h2>
      <ul>
        <li>
          <a href={`${base}/calendar.ics`}>{t('cases.calendar')}</a>
        </li>
        <li>{t('cases.print_hint')}</li>
        <li>{t('cases.call', { phone, reference: view.reference })}</li>
      </ul>
      {view.mayWithdraw && (
        <p>
          <a class="button button-secondary" href={`${base}/withdrawal`}>
            {t('cases.withdraw')}
          </a>
        </p>
      )}
    </section>
  )
}

function Told({ view, t, lang }: { view: CaseView; t: Translate; lang: Language }) {
  if (view.disclosures.length === 0) return null
  const nameOf = (agencyId: string) => {
    const leg = view.legs.find((one) => one.agencyId === agencyId)
    return leg ? say(leg.agencyName, lang) : agencyId
  }
  return (
    <section>
      <h2>{t('cases.told_title')}</h2>
      <p>{t('cases.told_hint')}</p>
      <Timeline
        items={view.disclosures.map((one) => ({
          at: machineMoment(one.at),
          atText: sayMoment(one.at, lang),
          title: nameOf(one.agencyId),
          body: t(one.deskId ? 'cases.told_by_desk' : 'cases.told_by_machine', {
            what: one.fields.map((field) => fieldWord(field, t)).join(t('ui.list_comma')),
          }),
        }))}
      />
    </section>
  )
}

export function History(props: {
  events: EventLine[]
  view: CaseView
  t: Translate
  lang: Language
}) {
  const { events, view, t, lang } = props
  const titleOf = (leg: string | null) => {
    const found = view.legs.find((one) => one.leg === leg)
    return found ? `${say(found.agencyName, lang)}${t('cases.colon')}` : ''
  }
  return (
    <details class="history">
      <summary>{t('cases.history_title')}</summary>
      <Timeline
        items={events.map((event) => ({
          at: machineMoment(event.at),
          atText: sayMoment(event.at, lang),
          title: `${titleOf(event.leg)}${sayWords(event.said, lang, t)}`,
          body: event.reasons.map((reason) => <p>{say(reason.text, lang)}</p>),
        }))}
      />
    </details>
  )
}

/** What withdrawing means for a part, as it stands. */
function withdrawalOf({ state, reference }: LegView): string {
  if (state === 'approved') return 'approved'
  if (['rejected', 'withdrawn', 'not_sent', 'withdraw_refused'].includes(state)) return 'over'
  return reference !== null || state === 'unknown' ? 'sent' : 'unsent'
}

/** Changes when anything on the page does, so that a page left open can say so. */
export const stamp = (view: CaseView): string => String(view.events.at(-1)?.seq ?? 0)

export function WithdrawalPage({ frame, view, base }: StatusProps) {
  const { t, lang } = frame
  return (
    <Layout {...frame} noIndex>
      <h1>{t('cases.withdraw_title')}</h1>
      <p>{t('cases.withdraw_explain')}</p>
      <ul>
        {view.legs.map((leg) => (
          <li>
            <strong>{say(leg.agencyName, lang)}</strong>
            {t('cases.colon')}
            {t(`cases.withdraw_leg.${withdrawalOf(leg)}`)}
          </li>
        ))}
      </ul>
      <form method="post" action={`${base}/withdrawal`}>
        <Button kind="danger">{t('cases.withdraw_confirm')}</Button>
      </form>
      <p>
        <a href={base}>{t('cases.withdraw_back')}</a>
      </p>
    </Layout>
  )
}
