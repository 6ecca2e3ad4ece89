// What the API answers about places: shapes that anyone may read, and how to fill them.

import { z } from '@hono/zod-openapi'
import { closuresOf } from './rules/graph.ts'
import type { Closure, Lodging, PlaceNode, Places, Route } from './schema.ts'

const words = z.object({ 'zh-TW': z.string(), en: z.string() }).openapi('LocalText')
const amount = z.union([z.number(), z.object({ weekday: z.number(), holiday: z.number() })])
const ahead = z.union([z.object({ months: z.number() }), z.object({ days: z.number() })])

const dated = <V extends z.ZodType>(value: V) =>
  z.array(
    z.object({
      from: z.string(),
      to: z.string().optional().openapi({ description: 'Last day; absent while it still holds' }),
      value,
      source: z.string(),
      verified: z.boolean(),
    }),
  )

const allotment = {
  kind: z.enum(['draw', 'first_come', 'walk_in', 'review']),
  drawn: ahead.optional(),
  note: words.optional(),
  source: z.string(),
  verified: z.boolean(),
}

const ClosureShape = z
  .object({
    nodes: z.array(z.string()),
    lodgings: z.array(z.string()),
    routes: z.array(z.string()),
    from: z.string(),
    to: z.string().nullable(),
    effect: z.enum(['closed', 'notice']),
    reason: words,
    source: z.string(),
    verified: z.boolean(),
  })
  .openapi('Closure')

const LodgingShape = z
  .object({
    id: z.string(),
    node: z.string(),
    name: words,
    aliases: z.array(z.string()),
    kind: z.enum(['hut', 'camp']),
    allottedBy: z.string().nullable(),
    filing: z
      .string()
      .nullable()
      .openapi({ description: 'The agency that gets the filing; null: nobody allots it' }),
    feePaidTo: z.string().nullable(),
    unit: z.enum(['person', 'bed', 'site']),
    capacity: dated(amount),
    fee: dated(amount).openapi({ description: 'TWD a night, see feeFor' }),
    feeFor: z.enum(['person', 'site']),
    allotment: z.object(allotment),
    note: words.nullable(),
  })
  .openapi('Lodging')

export const PlaceShape = z
  .object({
    id: z.string(),
    name: words,
    aliases: z.array(z.string()),
    kind: z.enum(['entrance', 'camp', 'hut', 'peak', 'junction', 'pass']),
    elevationMetres: z.number(),
    position: z.tuple([z.number(), z.number()]).openapi({ description: 'Longitude, latitude' }),
    source: z.string(),
    verified: z.boolean(),
    controls: z.array(
      z.object({ agency: z.string(), on: z.enum(['pass', 'night']), note: words.optional() }),
    ),
    policeArea: z.object({ id: z.string(), name: words, bureau: words }).nullable(),
    exempt: z
      .object({ reason: words, source: z.string(), verified: z.boolean() })
      .nullable()
      .openapi({ description: 'Why no mountain entry permit is needed here' }),
    lodgings: z.array(LodgingShape),
    closures: z.array(ClosureShape),
    next: z.array(z.object({ to: z.string(), hours: z.number() })),
  })
  .openapi('Place')

export const RouteShape = z
  .object({
    id: z.string(),
    name: words,
    aliases: z.array(z.string()),
    summary: words,
    nights: z.object({ min: z.number(), max: z.number() }),
    nodes: z.array(z.string()),
    plan: z.array(z.object({ nodes: z.array(z.string()), lodging: z.string().nullable() })),
    quotas: z.array(
      z.object({
        what: words,
        agency: z.string(),
        unit: z.enum(['person', 'bed', 'site']),
        series: dated(amount),
      }),
    ),
    allotments: z.array(z.object({ agency: z.string(), ...allotment })),
    closures: z.array(ClosureShape),
    notes: z.array(words),
    source: z.string(),
  })
  .openapi('Route')

export const DistrictShape = z
  .object({
    code: z.string(),
    id: z.string(),
    name: words,
    population: z.object({ '0-14': z.number(), '15-64': z.number(), '65+': z.number() }),
  })
  .openapi('District')

const closureItem = (closure: Closure) => ({ ...closure, to: closure.to ?? null })

const lodgingItem = ({ owner, through, maxNights, ...lodging }: Lodging) => ({
  ...lodging,
  capacity: lodging.capacity ?? [],
  fee: lodging.fee ?? [],
  allottedBy: lodging.allottedBy ?? null,
  filing: lodging.filing ?? null,
  feePaidTo: lodging.feePaidTo ?? null,
  note: lodging.note ?? null,
})

/** `today` leaves out closures that are over. */
export function placeItem(places: Places, node: PlaceNode, today: string) {
  const area = node.policeArea === null ? undefined : places.police.areas.get(node.policeArea)
  const bureau = area && places.police.bureaus.get(area.bureau)
  const { exempt } = node
  return {
    ...node,
    policeArea: area && bureau ? { id: area.id, name: area.name, bureau: bureau.name } : null,
    exempt: exempt && {
      reason: exempt.reason,
      source: exempt.source,
      verified: exempt.verified,
    },
    lodgings: node.lodgings.flatMap((id) => {
      const lodging = places.lodgings.get(id)
      return lodging ? [lodgingItem(lodging)] : []
    }),
    closures: closuresOf(places, { nodes: [node.id], lodgings: node.lodgings }, today).map(
      closureItem,
    ),
    next: places.steps.get(node.id) ?? [],
  }
}

export function routeItem(places: Places, route: Route, today: string) {
  const { windows, ...shown } = route
  const lodgings = route.nodes.flatMap((id) => places.nodes.get(id)?.lodgings ?? [])
  return {
    ...shown,
    plan: route.plan.map((day) => ({ nodes: day.nodes, lodging: day.lodging ?? null })),
    closures: closuresOf(places, { nodes: route.nodes, lodgings, routes: [route.id] }, today).map(
      closureItem,
    ),
  }
}
