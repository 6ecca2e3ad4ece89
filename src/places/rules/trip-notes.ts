// What a person should know about a trip that holds, and need not mend.

import type { Problem } from '../../core/errors.ts'
import type { Places, Trip, TripFacts } from '../schema.ts'
import { agencyName } from './facts.ts'
import { covers } from './graph.ts'

/** Problems of level 'info'. */
export function tripNotes(places: Places, trip: Trip, facts: TripFacts): Problem[] {
  const info = (pointer: string, message: Problem['message']): Problem => ({
    pointer,
    message,
    level: 'info',
  })
  const paidElsewhere = trip.days.flatMap((day, index) => {
    const lodging = places.lodgings.get(day.lodging ?? '')
    if (!lodging?.feePaidTo || lodging.feePaidTo === lodging.filing) return []
    const values = { lodging: lodging.name, agency: agencyName(places, lodging.feePaidTo) }
    return [info(`/days/${index}/lodging`, places.phrase('places.note_fee_elsewhere', values))]
  })
  const notices = places.closures
    .filter((closure) => closure.effect === 'notice')
    .filter((closure) => trip.days.some((day) => covers(closure, day.on) && touches(closure, day)))
    .map((closure) => info('', closure.reason))
  const unsure = [...new Set(trip.days.flatMap((day) => day.nodes))]
    .flatMap((id) => places.nodes.get(id)?.exempt ?? [])
    .filter((exempt) => !exempt.verified)
    .map((exempt) => info('', exempt.reason))
  const free = facts.routes.length === 0 ? [info('', 'places.note_free_trip')] : []
  return withoutRepeats([...paidElsewhere, ...notices, ...unsure, ...free])
}

const touches = (closure: Places['closures'][number], day: Trip['days'][number]): boolean =>
  day.nodes.some((id) => closure.nodes.includes(id)) ||
  (day.lodging !== null && closure.lodgings.includes(day.lodging))

const withoutRepeats = (notes: Problem[]): Problem[] =>
  notes.filter(
    (note, index) => notes.findIndex((other) => same(other.message, note.message)) === index,
  )

const same = (a: Problem['message'], b: Problem['message']): boolean =>
  JSON.stringify(a) === JSON.stringify(b)
