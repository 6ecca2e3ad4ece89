// What each agency asks of a trip, told before anything is filed: when it accepts, ages, places,
// fees, draws, and how long the person will wait.

import type { LocalText } from '../../core/errors.ts'
import type {
  AgencyLimits,
  Allotment,
  Fee,
  Permit,
  PlaceNode,
  Places,
  Quota,
  Route,
  TripFacts,
  TripNight,
} from '../schema.ts'
import { agencyName } from './facts.ts'
import { amountOn, before, daysBetween, valueOn } from './series.ts'

/** One entry per agency of `facts.agencies`, in that order; quotas and windows hold on the trip's days. */
export function limitsFor(places: Places, facts: TripFacts): AgencyLimits[] {
  const route = places.routes.get(facts.routes[0] ?? '')
  return facts.agencies.flatMap((agency) => {
    const permit = places.permits.get(agency)
    return permit ? [limitsOf(places, permit, facts, route)] : []
  })
}

function limitsOf(
  places: Places,
  permit: Permit,
  facts: TripFacts,
  route: Route | undefined,
): AgencyLimits {
  const { agency } = permit
  const nights = facts.lodgings.filter((night) => filingOf(places, night) === agency)
  const countedFrom =
    permit.countedFrom === 'first_night' ? (nights[0]?.on ?? facts.startOn) : facts.startOn
  const on = <V>(series: Parameters<typeof valueOn<V>>[0]) => valueOn(series, countedFrom)

  return {
    agency,
    agencyName: agencyName(places, agency),
    permit: permit.permit,
    nodes: nodesOf(places, agency, facts),
    lodgings: nights,
    bureaus: agency === places.police.agency ? bureausOf(places, facts) : [],
    window: windowOf(permit, facts, route, countedFrom),
    minLeaderAge: on(permit.minLeaderAge),
    minApplicantAge: on(permit.minApplicantAge),
    teamMax: required(on(permit.teamMax), permit, 'teamMax'),
    answerDays: required(on(permit.answerDays), permit, 'answerDays'),
    quotas: quotasOf(route, agency, facts),
    fees: nights.flatMap((night) => feeOf(places, night)),
    allotments: allotmentsOf(places, agency, facts, route),
    notes: permit.notes,
  }
}

function windowOf(
  permit: Permit,
  facts: TripFacts,
  route: Route | undefined,
  countedFrom: string,
): AgencyLimits['window'] {
  const own = route?.windows.find(
    (one) =>
      one.agency === permit.agency &&
      (one.nightsUpTo === undefined || facts.nights <= one.nightsUpTo),
  )
  const opens =
    valueOn(own?.opens, countedFrom) ??
    required(valueOn(permit.opens, countedFrom), permit, 'opens')
  const closes =
    valueOn(own?.closes, countedFrom) ??
    required(valueOn(permit.closes, countedFrom), permit, 'closes')
  return {
    countedFrom,
    opensOn: before(countedFrom, opens.value),
    closesOn: before(countedFrom, closes.value),
    opens,
    closes,
    cutOff: valueOn(permit.cutOff, countedFrom),
    note: own?.note ?? null,
  }
}

function quotasOf(route: Route | undefined, agency: string, facts: TripFacts): Quota[] {
  const on = facts.startOn
  return (route?.quotas ?? [])
    .filter((quota) => quota.agency === agency && countsNights(quota.nights, facts.nights))
    .flatMap((quota) => {
      const held = valueOn(quota.series, on)
      if (!held) return []
      const { source, verified } = held
      return [
        { what: quota.what, unit: quota.unit, value: amountOn(held.value, on), source, verified },
      ]
    })
}

const countsNights = (of: Route['quotas'][number]['nights'], nights: number): boolean =>
  of === undefined || (nights >= of.min && (of.max === undefined || nights <= of.max))

function feeOf(places: Places, night: TripNight): Fee[] {
  const lodging = places.lodgings.get(night.lodging)
  const held = valueOn(lodging?.fee, night.on)
  if (!lodging || !held) return []
  return [
    {
      on: night.on,
      what: lodging.name,
      amountTwd: amountOn(held.value, night.on),
      per: lodging.feeFor,
      paidTo: agencyName(places, lodging.feePaidTo ?? lodging.filing ?? ''),
      source: held.source,
      verified: held.verified,
    },
  ]
}

function allotmentsOf(
  places: Places,
  agency: string,
  facts: TripFacts,
  route: Route | undefined,
): Allotment[] {
  const ofRoute = (route?.allotments ?? [])
    .filter((one) => one.agency === agency)
    .map((one) => allotment(route?.name ?? agencyName(places, agency), one, facts.startOn))
  const ofNights = facts.lodgings.flatMap((night) => {
    const lodging = places.lodgings.get(night.lodging)
    return lodging?.filing === agency ? [allotment(lodging.name, lodging.allotment, night.on)] : []
  })
  return [...ofRoute, ...ofNights]
}

const allotment = (
  what: LocalText,
  rule: Omit<Route['allotments'][number], 'agency'>,
  on: string,
): Allotment => ({
  what,
  kind: rule.kind,
  drawnOn: rule.drawn ? before(on, rule.drawn) : null,
  note: rule.note ?? null,
  source: rule.source,
  verified: rule.verified,
})

function nodesOf(places: Places, agency: string, facts: TripFacts): string[] {
  const concerned = (node: PlaceNode) =>
    agency === places.police.agency
      ? node.policeArea !== null
      : node.controls.some((control) => control.agency === agency)
  return [...new Set(facts.chain.flatMap((day) => day.nodes))].filter((id) => {
    const node = places.nodes.get(id)
    return node !== undefined && concerned(node)
  })
}

function bureausOf(places: Places, facts: TripFacts): LocalText[] {
  const named = [...places.police.bureaus.values()].map((bureau) => bureau.name)
  return facts.policeBureaus.flatMap((name) => named.find((one) => one['zh-TW'] === name) ?? [])
}

const filingOf = (places: Places, night: TripNight) => places.lodgings.get(night.lodging)?.filing

/** The checks at load make sure that these series hold today and later. */
function required<V>(held: V | null, permit: Permit, what: string): V {
  if (held === null) throw new Error(`permits.yaml: ${permit.agency} has no ${what} for this day`)
  return held
}

/** One thing that happens between filing and the permit. */
export interface WaitStep {
  kind: 'opens' | 'files' | 'draw' | 'result' | 'pay' | 'answer' | 'too_late'
  /** The day, when it is known. */
  on: string | null
  /** Days from today to `on`; for 'answer' and 'result' (after the draw) working days. */
  days: number
}

/** What one agency still needs, in order, seen from `today`. */
export function stepsOf(limits: AgencyLimits, today: string): WaitStep[] {
  const { opensOn, closesOn } = limits.window
  if (today > closesOn)
    return [{ kind: 'too_late', on: closesOn, days: daysBetween(closesOn, today) }]

  const steps: WaitStep[] =
    today < opensOn
      ? [{ kind: 'opens', on: opensOn, days: daysBetween(today, opensOn) }]
      : [{ kind: 'files', on: today, days: 0 }]
  const pay: WaitStep[] = limits.fees.length > 0 ? [{ kind: 'pay', on: null, days: 0 }] : []
  const { value: days } = limits.answerDays
  const drawnOn = drawDayOf(limits)
  if (drawnOn === null || drawnOn < today) {
    return [...steps, ...pay, { kind: 'answer', on: null, days }]
  }
  // Nobody hears anything before the draw, so the agency's days are counted from it.
  const draw: WaitStep = { kind: 'draw', on: drawnOn, days: daysBetween(today, drawnOn) }
  return [...steps, draw, { kind: 'result', on: null, days }, ...pay]
}

/** The last draw that this agency's part waits for; null when nothing is drawn. */
export const drawDayOf = ({ allotments }: AgencyLimits): string | null =>
  allotments
    .flatMap((one) => one.drawnOn ?? [])
    .sort()
    .at(-1) ?? null
