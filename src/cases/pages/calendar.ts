// A calendar file of a case: the days of its trip, draws, deadlines and when agencies accept.

import { createEvents, type EventAttributes } from 'ics'
import { addDays } from '../../core/clock.ts'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayWords } from '../rules/words.ts'
import type { CaseView, LegView } from '../schema/view.ts'

export function caseCalendar(view: CaseView, lang: Language, t: Translate): string {
  const events = [
    ...tripEvents(view, lang, t),
    ...view.legs.flatMap((leg) => [
      ...drawEvents(view, leg, lang, t),
      ...legEvents(view, leg, lang, t),
    ]),
  ]
  const { error, value } = createEvents(events, { productId: 'yizhan', method: 'PUBLISH' })
  if (error) throw error
  return value ?? ''
}

const OVER: readonly LegView['state'][] = ['approved', 'rejected', 'withdrawn', 'not_sent']

/** Nobody goes when every agency has said no, or the person has withdrawn. */
const CALLED_OFF: readonly CaseView['state'][] = ['refused', 'withdrawn']

function tripEvents(view: CaseView, lang: Language, t: Translate): EventAttributes[] {
  if (CALLED_OFF.includes(view.state)) return []
  const title = say(view.title, lang)
  return view.days.map(({ on, stops, night }, index) => ({
    uid: `${view.caseId}-day-${index + 1}`,
    title: `${t('cases.calendar_trip_day', { count: index + 1, title })} ${view.reference}`,
    description: stops.map((stop) => say(stop, lang)).join(' → '),
    ...(night ? { location: say(night, lang) } : {}),
    ...wholeDay(on),
  }))
}

function drawEvents(view: CaseView, leg: LegView, lang: Language, t: Translate): EventAttributes[] {
  if (leg.drawnOn === null || OVER.includes(leg.state)) return []
  const agency = say(leg.agencyName, lang)
  return [
    {
      uid: `${view.caseId}-${leg.leg}-draw`,
      title: `${t('cases.calendar_draw', { agency })} ${view.reference}`,
      description: sayWords(leg.next, lang, t),
      ...wholeDay(leg.drawnOn),
    },
  ]
}

/** Up to the day after, as RFC 5545 wants it of a day without a time. */
const wholeDay = (on: string) => ({ start: dateOf(on), end: dateOf(addDays(on, 1)) })

function dateOf(on: string): [number, number, number] {
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number)
  return [year, month, day]
}

function legEvents(view: CaseView, leg: LegView, lang: Language, t: Translate): EventAttributes[] {
  const agency = say(leg.agencyName, lang)
  // The agency's window matters only while the agency does not have it.
  const isSent = leg.reference !== null || OVER.includes(leg.state)
  const dated: [string, Date | null][] = [
    ['cases.leg_deadline', OVER.includes(leg.state) ? null : leg.deadlineAt],
    ['cases.leg_opens', isSent || (leg.opensAt && leg.opensAt < view.filedAt) ? null : leg.opensAt],
    ['cases.leg_closes', isSent ? null : leg.closesAt],
  ]
  return dated.flatMap(([key, at]) =>
    at === null
      ? []
      : [
          {
            uid: `${view.caseId}-${leg.leg}-${key.slice(6)}`,
            title: `${t(key)} ${agency} ${view.reference}`,
            description: sayWords(leg.next, lang, t),
            start: at.getTime(),
            startInputType: 'utc',
            duration: { minutes: 15 },
          } satisfies EventAttributes,
        ],
  )
}
