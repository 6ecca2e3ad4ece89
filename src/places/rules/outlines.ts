// What holds of an agency whatever the trip: when it accepts, whether it draws, what its nights cost.
// Told before anybody has planned anything.

import type { LocalText } from '../../core/errors.ts'
import type { Ahead, Dated } from '../files.ts'
import type { Lodging, Permit, Places } from '../schema.ts'
import { agencyName } from './facts.ts'
import { valueOn } from './series.ts'

export interface AgencyOutline {
  countedFrom: Permit['countedFrom']
  opens: Dated<Ahead>
  closes: Dated<Ahead>
  /** Working days; after the draw where there is one. */
  answerDays: Dated<number>
  /** Null where nothing is drawn; `isAlways` when no night of this agency is given otherwise. */
  draw: { ahead: Ahead; isAlways: boolean } | null
  fees: FeeRange[]
}

/** Whole TWD, lowest and highest of this agency's nights. */
export interface FeeRange {
  per: Lodging['feeFor']
  fromTwd: number
  toTwd: number
  paidTo: LocalText
  isVerified: boolean
}

/** Null for an agency that decides about no place, or of which nothing holds today. */
export function outlineOf(places: Places, agency: string, today: string): AgencyOutline | null {
  const permit = places.permits.get(agency)
  const opens = valueOn(permit?.opens, today)
  const closes = valueOn(permit?.closes, today)
  const answerDays = valueOn(permit?.answerDays, today)
  if (!permit || !opens || !closes || !answerDays) return null
  const own = [...places.lodgings.values()].filter((lodging) => lodging.filing === agency)
  return {
    countedFrom: permit.countedFrom,
    opens,
    closes,
    answerDays,
    draw: drawOf(places, agency, own),
    fees: feesOf(places, own, today),
  }
}

function drawOf(places: Places, agency: string, own: Lodging[]): AgencyOutline['draw'] {
  const ofRoutes = [...places.routes.values()].flatMap((route) =>
    route.allotments.filter((one) => one.agency === agency),
  )
  const given = [...own.map((lodging) => lodging.allotment), ...ofRoutes]
  const ahead = given.find(({ kind, drawn }) => kind === 'draw' && drawn)?.drawn
  return ahead ? { ahead, isAlways: given.every(({ kind }) => kind === 'draw') } : null
}

function feesOf(places: Places, own: Lodging[], today: string): FeeRange[] {
  const ranges = new Map<string, FeeRange>()
  for (const lodging of own) {
    const held = valueOn(lodging.fee, today)
    if (!held) continue
    const { value, verified } = held
    const amounts = typeof value === 'number' ? [value] : [value.weekday, value.holiday]
    const payee = lodging.feePaidTo ?? lodging.filing ?? ''
    const key = `${lodging.feeFor} ${payee}`
    const before = ranges.get(key)
    const all = before ? [...amounts, before.fromTwd, before.toTwd] : amounts
    ranges.set(key, {
      per: lodging.feeFor,
      fromTwd: Math.min(...all),
      toTwd: Math.max(...all),
      paidTo: agencyName(places, payee),
      isVerified: verified && (before?.isVerified ?? true),
    })
  }
  return [...ranges.values()]
}
