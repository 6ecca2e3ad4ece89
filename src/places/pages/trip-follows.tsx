// What follows from a trip so far: which agencies decide, by which rules, what is still to come and
// how long one waits. Shown before anything is filed.

import { type SummaryItem, SummaryList } from '../../ui/summary-list.tsx'
import { limitsFor, stepsOf, type WaitStep } from '../rules/limits.ts'
import type { AgencyLimits, Places, TripFacts } from '../schema.ts'
import { amountText, dayText, type Voice } from './words.ts'

interface Props extends Voice {
  places: Places
  facts: TripFacts
  today: string
  /** False while nobody has said when the trip begins. */
  hasDay: boolean
}

export function TripFollows({ places, facts, today, hasDay, ...voice }: Props) {
  const { t, lang } = voice
  const limits = limitsFor(places, facts)
  const names = limits.map((one) => one.agencyName[lang]).join(t('places.list_comma'))
  return (
    <section class="trip-follows" aria-labelledby="trip-follows">
      <h2 id="trip-follows">{t('places.trip_agencies')}</h2>
      <p role="status">
        {limits.length === 0
          ? t('places.trip_no_agency')
          : t('places.trip_agencies_are', { count: limits.length, agencies: names })}
      </p>
      {!hasDay && limits.length > 0 && <p class="hint">{t('places.say_day_first')}</p>}
      {limits.map((one) => (
        <section>
          <h3>
            {t('places.agency_permit', { agency: one.agencyName[lang], permit: one.permit[lang] })}
          </h3>
          <SummaryList items={itemsOf(places, one, { ...voice, today, hasDay })} />
        </section>
      ))}
    </section>
  )
}

type Asked = Voice & { today: string; hasDay: boolean }

function itemsOf(places: Places, one: AgencyLimits, asked: Asked): SummaryItem[] {
  const { t, lang, hasDay } = asked
  const item = (key: string, value: SummaryItem['value']) => ({ label: t(key), value })
  return [
    item('places.because', becauseOf(places, one, asked)),
    ...(hasDay ? [item('places.accepts', windowOf(one, asked))] : []),
    ...(hasDay ? [item('places.still_to_come', <Waits {...asked} limits={one} />)] : []),
    item('places.leader_age', <Age {...asked} limits={one} />),
    item('places.team_max', t('places.people', { count: one.teamMax.value })),
    ...(hasDay && one.quotas.length > 0
      ? [item('places.quotas', <Quotas {...asked} limits={one} />)]
      : []),
    ...(hasDay && one.fees.length > 0
      ? [item('places.fee', <Fees {...asked} limits={one} />)]
      : []),
    ...(one.bureaus.length > 0
      ? [
          item(
            'places.copied_to',
            one.bureaus.map((bureau) => bureau[lang]).join(t('places.list_comma')),
          ),
        ]
      : []),
    ...one.notes.map((note) => item('places.good_to_know', note[lang])),
  ]
}

/** Three places are enough to see why; the days above name them all. */
const MOST_NAMED = 3

function becauseOf(places: Places, one: AgencyLimits, { t, lang }: Asked): string {
  const nodes = one.nodes.map((id) => places.nodes.get(id)?.name[lang] ?? id)
  const named = nodes.slice(0, MOST_NAMED).join(t('places.list_comma'))
  const passes =
    nodes.length > MOST_NAMED
      ? t('places.passes_and_more', { nodes: named, count: nodes.length })
      : t('places.passes', { nodes: named })
  const nights = [...new Set(one.lodgings.map((night) => night.lodging))]
    .map((id) => places.lodgings.get(id)?.name[lang] ?? id)
    .join(t('places.list_comma'))
  return [
    nodes.length > 0 ? passes : '',
    nights ? t('places.sleeps', { lodgings: nights }) : '',
  ].join('')
}

function windowOf({ window }: AgencyLimits, asked: Asked): string {
  return [
    asked.t('places.window_days', {
      opens: dayText(asked, window.opensOn),
      closes: dayText(asked, window.closesOn),
    }),
    window.cutOff ? asked.t('places.cut_off', { time: window.cutOff.value }) : '',
    window.note?.[asked.lang] ?? '',
  ].join('')
}

function Waits({ limits, ...asked }: Asked & { limits: AgencyLimits }) {
  return (
    <ol>
      {stepsOf(limits, asked.today).map((step) => (
        <li>{waitText(step, asked)}</li>
      ))}
    </ol>
  )
}

const waitText = (step: WaitStep, asked: Asked): string =>
  asked.t(`places.wait_${step.kind}`, {
    count: step.days,
    on: step.on === null ? '' : dayText(asked, step.on),
  })

/** Without its source: the route's page has that. */
function Age({ limits: { minLeaderAge: age }, t }: Asked & { limits: AgencyLimits }) {
  if (!age) return <>{t('places.not_asked')}</>
  return (
    <>
      {t('places.years', { count: age.value })}{' '}
      {!age.verified && <span class="hint">{t('places.number_unconfirmed')}</span>}
    </>
  )
}

function Quotas({ limits, ...asked }: Asked & { limits: AgencyLimits }) {
  const { t, lang } = asked
  return (
    <ul>
      {limits.quotas.map((quota) => (
        <li>
          {t('places.quota_line', {
            what: quota.what[lang],
            amount: t(`places.unit_${quota.unit}`, { amount: amountText(asked, quota.value) }),
          })}{' '}
          {!quota.verified && <span class="hint">{t('places.number_unconfirmed')}</span>}
        </li>
      ))}
    </ul>
  )
}

function Fees({ limits, ...asked }: Asked & { limits: AgencyLimits }) {
  const { t, lang } = asked
  return (
    <ul>
      {limits.fees.map((fee) => (
        <li>
          {t('places.fee_line', {
            on: dayText(asked, fee.on),
            what: fee.what[lang],
            fee: t(`places.fee_${fee.per}`, { amount: amountText(asked, fee.amountTwd) }),
            agency: fee.paidTo[lang],
          })}{' '}
          {!fee.verified && <span class="hint">{t('places.number_unconfirmed')}</span>}
        </li>
      ))}
    </ul>
  )
}
