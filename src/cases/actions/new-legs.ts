// Legs as they begin: at filing, or when a correction brings another agency in.

import { randomUUID } from 'node:crypto'
import type { LegPlan } from '../../journeys/index.ts'
import type { FiledLeg } from '../schema/events.ts'
import type { LegRow, NewLeg } from '../store/legs.ts'
import type { Seal } from './seal.ts'

interface Beginning {
  caseId: string
  plans: LegPlan[]
  firstPlace?: number
}

export async function newLegs(
  seal: Seal,
  { caseId, plans, firstPlace = 0 }: Beginning,
): Promise<NewLeg[]> {
  const begin = async (plan: LegPlan, index: number): Promise<NewLeg> => {
    const { legId: leg, agencyId, adapterId, needs, opensAt, closesAt, answerDays } = plan
    // A leg that names another agency's number is filled in when that number is there.
    const sealedInput = needs.length > 0 ? null : await seal.close(plan.input)
    const place = firstPlace + index
    const own = { legId: randomUUID(), caseId, leg, place, sealedInput }
    return { ...own, agencyId, adapterId, needs, opensAt, closesAt, answerDays }
  }
  return Promise.all(plans.map(begin))
}

export const rowOf = (leg: NewLeg): LegRow => ({
  ...leg,
  state: 'received',
  agencyReference: null,
  wakeAt: null,
  lookAt: null,
  isLeased: false,
})

export const filedLeg = ({ leg, legId, agencyId, adapterId }: NewLeg): FiledLeg => ({
  leg,
  legId,
  agency: agencyId,
  adapter: adapterId,
})
