// A calendar file of a case: its deadlines and the days on which something happens.

import { createEvents, type EventAttributes } from 'ics'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayWords } from '../rules/words.ts'
import type { CaseView, LegView } from '../schema/view.ts'

export function caseCalendar(view: CaseView, lang: Language, t: Translate): string {
  const events = view.legs.flatMap((leg) => legEvents(view, leg, lang, t))
  const { error, value } = createEvents(events, { productId: 'yizhan', method: 'PUBLISH' })
  if (error) throw error
  return value ?? ''
}

const OVER: readonly LegView['state'][] = ['approved', 'rejected', 'withdrawn', 'not_sent']

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
