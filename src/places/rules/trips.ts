// Whether a trip holds: real days in a row, every step on a path, every night where one may sleep,
// nothing closed. Says everything that is wrong at once.

import { addDays } from '../../core/clock.ts'
import type { LocalText, Problem } from '../../core/errors.ts'
import type { Closed, Lodging, Places, Trip, TripFacts, TripReading } from '../schema.ts'
import { agencyName, tripFacts } from './facts.ts'
import { capacityOn, lodgingClosed, nodeClosed, routeClosed } from './graph.ts'
import { type ReadDay, readDays } from './trip-days.ts'
import { tripNotes } from './trip-notes.ts'

/** `today` is the day in Taipei. Pointers of problems are relative to the trip, `/days/1/nodes/2`. */
export function readTrip(places: Places, raw: unknown, today: string): TripReading {
  const { days, problems } = readDays(places, raw)
  if (problems.length > 0) return { ok: false, problems }

  const trip: Trip = { days: days.map(({ on, nodes, lodging }) => ({ on, nodes, lodging })) }
  const wrong = [
    ...dateProblems(days, today),
    ...endProblems(places, days),
    ...days.flatMap((day, index) => [
      ...stepProblems(places, day, index),
      ...nightProblems(places, day, index, days),
    ]),
  ]
  if (wrong.length > 0) return { ok: false, problems: wrong }

  const facts = tripFacts(places, trip)
  const late = [...throughProblems(places, trip), ...routeProblems(places, facts)]
  if (late.length > 0) return { ok: false, problems: late }
  return { ok: true, trip, facts, notes: tripNotes(places, trip, facts) }
}

function dateProblems(days: ReadDay[], today: string): Problem[] {
  const first = days[0]?.on ?? ''
  const past = first < today ? [{ pointer: '/days/0/on', message: 'places.trip_past' }] : []
  const gaps = days.flatMap((day, index) => {
    const yesterday = days[index - 1]
    return yesterday === undefined || day.on === addDays(yesterday.on, 1)
      ? []
      : [{ pointer: `/days/${index}/on`, message: 'places.trip_gap' }]
  })
  return [...past, ...gaps]
}

function endProblems(places: Places, days: ReadDay[]): Problem[] {
  const isEntrance = (id: string | undefined) => places.nodes.get(id ?? '')?.kind === 'entrance'
  const first = days[0]
  const last = days.at(-1)
  if (!first?.nodes.length) return [{ pointer: '/days/0/nodes', message: 'places.trip_no_nodes' }]

  const found: Problem[] = []
  if (!isEntrance(first.nodes[0])) {
    found.push({ pointer: '/days/0/nodes/0', message: 'places.trip_start' })
  }
  const end = `/days/${days.length - 1}/nodes`
  if (days.every((day) => day.nodes.every((id) => id === first.nodes[0]))) {
    found.push({ pointer: end, message: 'places.trip_goes_nowhere' })
  } else if (!isEntrance(last?.nodes.at(-1))) {
    found.push({ pointer: end, message: 'places.trip_end' })
  }
  return found
}

function stepProblems(places: Places, day: ReadDay, index: number): Problem[] {
  return day.nodes.flatMap((id, at) => {
    const pointer = `/days/${index}/nodes/${day.stopAt[at] ?? 0}`
    const from = day.nodes[at - 1]
    if (from !== undefined && !places.steps.get(from)?.some((step) => step.to === id)) {
      return [noPath(places, pointer, from, id)]
    }
    const closed = nodeClosed(places, id, day.on)
    const name = places.nodes.get(id)?.name ?? id
    return closed ? [closedProblem(places, pointer, name, closed)] : []
  })
}

const noPath = (places: Places, pointer: string, from: string, to: string): Problem => ({
  pointer,
  message: places.phrase('places.trip_no_path', {
    from: places.nodes.get(from)?.name ?? from,
    to: places.nodes.get(to)?.name ?? to,
  }),
})

function nightProblems(places: Places, day: ReadDay, index: number, days: ReadDay[]): Problem[] {
  const pointer = `/days/${index}/lodging`
  const node = places.nodes.get(day.nodes.at(-1) ?? '')
  const lodging = day.lodging === null ? undefined : places.lodgings.get(day.lodging)
  if (index === days.length - 1) {
    return lodging ? [{ pointer, message: 'places.trip_last_night' }] : []
  }
  if (!node) return []
  if (node.lodgings.length === 0) {
    return [{ pointer, message: places.phrase('places.trip_no_night_here', { node: node.name }) }]
  }
  if (!lodging) return [{ pointer, message: 'places.trip_no_lodging' }]
  if (lodging.node !== node.id) {
    const values = { lodging: lodging.name, node: node.name }
    return [{ pointer, message: places.phrase('places.trip_lodging_elsewhere', values) }]
  }
  const nights = days.slice(0, index + 1).filter((one) => one.lodging === lodging.id).length
  return lodgingProblems(places, lodging, pointer, { on: day.on, nights })
}

function lodgingProblems(
  places: Places,
  lodging: Lodging,
  pointer: string,
  { on, nights }: { on: string; nights: number },
): Problem[] {
  const closed = lodgingClosed(places, lodging.id, on)
  if (closed) return [closedProblem(places, pointer, lodging.name, closed)]
  if (capacityOn(lodging, on) === 0) {
    const values = { lodging: lodging.name, on }
    return [{ pointer, message: places.phrase('places.trip_no_capacity', values) }]
  }
  if (lodging.maxNights !== undefined && nights > lodging.maxNights) {
    const values = { lodging: lodging.name, count: lodging.maxNights }
    return [{ pointer, message: places.phrase('places.trip_max_nights', values) }]
  }
  return []
}

/** Sites kept for trips that go on into a park are not for those that turn back before it. */
function throughProblems(places: Places, trip: Trip): Problem[] {
  const controls = trip.days
    .flatMap((day) => day.nodes)
    .flatMap((id) => places.nodes.get(id)?.controls.map((control) => control.agency) ?? [])
  return trip.days.flatMap((day, index) => {
    const lodging = places.lodgings.get(day.lodging ?? '')
    if (!lodging?.through || controls.includes(lodging.through)) return []
    const values = { lodging: lodging.name, agency: agencyName(places, lodging.through) }
    const message = places.phrase('places.trip_not_through', values)
    return [{ pointer: `/days/${index}/lodging`, message }]
  })
}

function routeProblems(places: Places, facts: TripFacts): Problem[] {
  const route = places.routes.get(facts.routes[0] ?? '')
  if (!route) return []
  const day = facts.chain.find((one) => routeClosed(places, route.id, one.on))
  const closed = day && routeClosed(places, route.id, day.on)
  return closed ? [closedProblem(places, '', route.name, closed)] : []
}

function closedProblem(
  places: Places,
  pointer: string,
  what: LocalText | string,
  closed: Closed,
): Problem {
  const { from, to, reason } = closed
  const message =
    to === null
      ? places.phrase('places.closed_since', { what, from, reason })
      : places.phrase('places.closed_between', { what, from, to, reason })
  return { pointer, message }
}
