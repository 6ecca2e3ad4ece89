// One agency's part of the status page: state, its number, its reasons, what to do and until when.

import type { Child } from 'hono/jsx'
import type { LocalText } from '../../core/errors.ts'
import type { Language, Translate } from '../../core/i18n.ts'
import { say } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import { Button } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import type { CaseView, LegView, Needed, Visit } from '../schema/view.ts'
import { OwnWay } from './own-way.tsx'

interface LegProps {
  leg: LegView
  view: CaseView
  t: Translate
  lang: Language
  base: string
}

export function LegSection(props: LegProps) {
  const { leg, t, lang } = props
  return (
    <section class="leg-section" id={leg.leg}>
      <h3>
        {say(leg.agencyName, lang)}
        {t('cases.colon')}
        {say(leg.title, lang)}
      </h3>
      {leg.note && <p>{say(leg.note, lang)}</p>}
      <Reasons {...props} />
      {leg.needs && !isVisit(leg) && <Needs needs={leg.needs} t={t} lang={lang} />}
      <SummaryList items={facts(leg, t, lang)} />
      {leg.mayJoin && <OwnWay {...props} />}
    </section>
  )
}

function Reasons({ leg, t, lang, base }: LegProps) {
  if (leg.reasons.length === 0) return null
  const kind = leg.state === 'rejected' ? 'danger' : 'warning'
  return (
    <Notice
      kind={kind}
      level={3}
      title={t('cases.reasons_title', { agency: say(leg.agencyName, lang) })}
    >
      <ul>
        {leg.reasons.map((reason) => (
          <li>
            {say(reason.text, lang)}
            {leg.mayCorrect && reason.question && (
              <>
                {' '}
                <a href={`${base}/correction?question=${encodeURIComponent(reason.question)}`}>
                  {t('cases.mend')}
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
      {leg.state === 'rejected' && base && (
        <form method="post" action={`${base}/again`}>
          <p class="hint">{t('cases.again_hint')}</p>
          <Button kind="secondary">{t('cases.again')}</Button>
        </form>
      )}
      {leg.mayCorrect && (
        <p>
          <a class="button" href={`${base}/correction`}>
            {t('cases.mend_all')}
          </a>
        </p>
      )}
    </Notice>
  )
}

export function VisitNotice(props: { visit: Visit; view: CaseView; t: Translate; lang: Language }) {
  const { visit, view, t, lang } = props
  const titles = view.legs
    .filter(({ leg }) => visit.legs.includes(leg))
    .map(({ title }) => say(title, lang))
  return (
    <Notice kind={visit.isAsked ? 'warning' : 'info'} title={t('cases.visit_title')}>
      {!visit.isAsked && <p>{t('cases.visit_ahead')}</p>}
      <p>{t('cases.visit_together', { what: titles.join(t('ui.list_comma')) })}</p>
      {visit.where && <p>{t('cases.needs.where', { where: say(visit.where, lang) })}</p>}
      {visit.by && <p>{t('cases.visit_by', { at: sayMoment(visit.by, lang) })}</p>}
      {visit.bring.length > 0 && <Bring things={visit.bring} t={t} lang={lang} />}
    </Notice>
  )
}

function Bring({ things, t, lang }: { things: LocalText[]; t: Translate; lang: Language }) {
  return (
    <>
      <p>{t('cases.needs.bring')}</p>
      <ul>
        {things.map((thing) => (
          <li>{say(thing, lang)}</li>
        ))}
      </ul>
    </>
  )
}

function Needs({ needs, t, lang }: { needs: Needed; t: Translate; lang: Language }) {
  if (!needs.where && needs.bring.length === 0 && !needs.url) return null
  return (
    <Notice kind="warning" level={3} title={t(`cases.needs.${needs.what}`)}>
      {needs.where && <p>{t('cases.needs.where', { where: say(needs.where, lang) })}</p>}
      {needs.bring.length > 0 && <Bring things={needs.bring} t={t} lang={lang} />}
      {needs.url && (
        <p>
          <a href={needs.url} rel="noreferrer">
            {t('cases.needs.open')}
          </a>
        </p>
      )}
    </Notice>
  )
}

/** Said once for all parts it settles, above. */
const isVisit = (leg: LegView): boolean => leg.needs?.what === 'visit'

const OVER: readonly LegView['state'][] = ['approved', 'rejected', 'withdrawn', 'not_sent']

function facts(leg: LegView, t: Translate, lang: Language): { label: string; value: Child }[] {
  // The agency's window matters only while the agency does not have it.
  const isSent = leg.reference !== null
  const isOver = OVER.includes(leg.state)
  const number = leg.state === 'withdrawn' ? null : leg.number
  const lines: [string, Child | null][] = [
    ['cases.leg_reference', leg.reference],
    ['cases.leg_number', number],
    ['cases.leg_opens', isSent || isOver ? null : leg.opensAt && sayMoment(leg.opensAt, lang)],
    ['cases.leg_draw', isOver || !leg.drawnOn ? null : sayDay(leg.drawnOn, lang)],
    [
      'cases.leg_desk_day',
      isOver || isVisit(leg) ? null : leg.desk && sayDay(leg.desk.dayOn, lang),
    ],
    ['cases.leg_deadline', isOver ? null : leg.deadlineAt && sayMoment(leg.deadlineAt, lang)],
    [
      'cases.leg_closes',
      isSent || isOver || isVisit(leg) ? null : leg.closesAt && sayMoment(leg.closesAt, lang),
    ],
    ['cases.leg_change', isOver && leg.state !== 'approved' ? null : say(leg.change, lang)],
  ]
  return lines
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ({ label: t(key), value }))
}
