// Reads what somebody sent as a trip: known days, known places. Ids, names and aliases are taken
// alike, and a day may leave out the node where the night before was spent.

import { z } from 'zod'
import type { Problem } from '../../core/errors.ts'
import type { Places } from '../schema.ts'
import { findLodging, findNode } from './names.ts'
import { isDay } from './series.ts'

/** Longest trip we take; the longest known route needs 8 days. */
export const MAX_DAYS = 30
/** Most stops of one day; beyond it somebody is testing us. */
const MAX_STOPS = 60

const TripShape = z.object({
  days: z
    .array(
      z.object({
        on: z.string().max(20).catch(''),
        nodes: z.array(z.string().max(100)).max(MAX_STOPS).catch([]),
        lodging: z.string().max(100).nullish(),
      }),
    )
    .min(1)
    .max(MAX_DAYS),
})

/** A day with ids only. `stopAt` is the index in what was sent of each of its nodes. */
export interface ReadDay {
  on: string
  nodes: string[]
  stopAt: number[]
  lodging: string | null
}

export function readDays(places: Places, raw: unknown): { days: ReadDay[]; problems: Problem[] } {
  const shape = TripShape.safeParse(sentDays(raw))
  if (!shape.success) return { days: [], problems: [shapeProblem(raw)] }

  const problems: Problem[] = []
  const days: ReadDay[] = []
  for (const [index, sent] of shape.data.days.entries()) {
    const pointer = `/days/${index}`
    // A form without a first day leaves all days without one; one problem says it.
    if (!isDay(sent.on) && (index === 0 || sent.on !== '')) {
      problems.push({ pointer: `${pointer}/on`, message: 'places.trip_date' })
    }

    const stops = sent.nodes.map((name) => findNode(places, name)?.id ?? null)
    problems.push(...unknownStops(sent.nodes, stops, pointer))

    const lodging = sent.lodging ? findLodging(places, sent.lodging) : null
    if (sent.lodging && !lodging) {
      problems.push({
        pointer: `${pointer}/lodging`,
        message: 'places.trip_unknown_lodging',
        values: { name: sent.lodging },
      })
    }
    const nodes = stops.filter((id) => id !== null)
    days.push({ on: sent.on, lodging: lodging?.id ?? null, ...begunWhere(days.at(-1), nodes) })
  }
  return { days, problems }
}

/** The facts of a trip that was read before are read again by their chain. */
function sentDays(raw: unknown): unknown {
  const chain = (raw as { chain?: unknown } | null)?.chain
  return Array.isArray(chain) ? { days: chain } : raw
}

function shapeProblem(raw: unknown): Problem {
  const days = (raw as { days?: unknown } | null)?.days
  return Array.isArray(days) && days.length > MAX_DAYS
    ? { pointer: '/days', message: 'places.trip_too_long', values: { count: MAX_DAYS } }
    : { pointer: '', message: 'places.trip_empty' }
}

function unknownStops(names: string[], ids: (string | null)[], pointer: string): Problem[] {
  return names.flatMap((name, stop) =>
    ids[stop] === null
      ? [
          {
            pointer: `${pointer}/nodes/${stop}`,
            message: 'places.trip_unknown_node',
            values: { name },
          },
        ]
      : [],
  )
}

/** A day starts where the last one ended, whether or not the sender wrote it again. */
function begunWhere(yesterday: ReadDay | undefined, nodes: string[]) {
  const last = yesterday?.nodes.at(-1)
  const stopAt = nodes.map((_, index) => index)
  return last === undefined || nodes[0] === last
    ? { nodes, stopAt }
    : { nodes: [last, ...nodes], stopAt: [0, ...stopAt] }
}
