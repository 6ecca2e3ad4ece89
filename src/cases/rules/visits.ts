// One visit for everything that is asked for at the same place.

import type { LegView, Visit } from '../schema/view.ts'

type Asked = Pick<LegView, 'leg' | 'state' | 'needs' | 'deadlineAt'>

/** In the order of the legs. What names no place is a visit of its own. */
export function visitsOf(legs: Asked[]): Visit[] {
  const visits: Visit[] = []
  for (const { leg, state, needs, deadlineAt } of legs) {
    if (state !== 'needs_visit' || needs?.what !== 'visit') continue
    const { where, bring } = needs
    const known = where && visits.find((one) => one.where?.['zh-TW'] === where['zh-TW'])
    if (!known) {
      visits.push({ legs: [leg], where, bring: [...bring], by: deadlineAt })
      continue
    }
    known.legs.push(leg)
    known.bring.push(...bring.filter((thing) => !known.bring.some((one) => isSame(one, thing))))
    if (deadlineAt && (!known.by || deadlineAt < known.by)) known.by = deadlineAt
  }
  return visits
}

const isSame = (a: { 'zh-TW': string }, b: { 'zh-TW': string }) => a['zh-TW'] === b['zh-TW']
