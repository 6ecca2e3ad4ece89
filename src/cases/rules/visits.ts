// One visit for everything that is asked for at the same place.

import type { LocalText } from '../../core/errors.ts'
import type { LegView, PlannedVisit, Visit } from '../schema/view.ts'

type Asked = Pick<LegView, 'leg' | 'state' | 'needs' | 'deadlineAt' | 'planned'>

/** In the order of the legs. What names no place is a visit of its own. `english` by Chinese text. */
export function visitsOf(legs: Asked[], english: Record<string, string> = {}): Visit[] {
  const visits: Visit[] = []
  for (const one of legs) {
    const { leg } = one
    const isAsked = one.state === 'needs_visit' && one.needs?.what === 'visit'
    const from = isAsked && one.needs ? { ...one.needs, by: one.deadlineAt } : one.planned
    if (!from) continue
    const { where, by } = from
    const bring = from.bring.map((thing) => inBoth(thing, english))
    const known = where && visits.find((one) => one.where?.['zh-TW'] === where['zh-TW'])
    if (!known) {
      visits.push({ legs: [leg], where, bring: [...bring], by, isAsked })
      continue
    }
    known.legs.push(leg)
    known.bring.push(...bring.filter((thing) => !known.bring.some((one) => isSame(one, thing))))
    if (by && (!known.by || by < known.by)) known.by = by
    known.isAsked = known.isAsked && isAsked
  }
  return visits
}

/** A desk and a journey write for the counter; who reads English gets the journey's English. */
const inBoth = (text: LocalText, english: Record<string, string>): LocalText =>
  text.en === text['zh-TW'] ? { ...text, en: english[text['zh-TW']] ?? text.en } : text

const isSame = (a: { 'zh-TW': string }, b: { 'zh-TW': string }) => a['zh-TW'] === b['zh-TW']

/** From `visit` of what a leg sends: `{ where, by: YYYY-MM-DD, bring: [text] }`. */
export function plannedVisitOf(visit: unknown): PlannedVisit | null {
  if (typeof visit !== 'object' || visit === null) return null
  const { where, by, bring } = visit as { where?: unknown; by?: unknown; bring?: unknown }
  const isDay = typeof by === 'string' && /^\d{4}-\d{2}-\d{2}/.test(by)
  return {
    where: typeof where === 'string' && where !== '' ? both(where) : null,
    bring: Array.isArray(bring) ? bring.map((thing) => both(String(thing))) : [],
    by: isDay ? new Date(`${by.slice(0, 10)}T23:59:00+08:00`) : null,
  }
}

/** Written in one language; both show it rather than nothing. */
const both = (text: string): LocalText => ({ 'zh-TW': text, en: text })
