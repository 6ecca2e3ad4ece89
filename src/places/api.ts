// The city's geography for programs: places, routes, districts. Read only; a change is a commit.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../core/access.ts'
import { taipeiDay } from '../core/clock.ts'
import { Failure } from '../core/errors.ts'
import { newApi } from '../core/web.ts'
import { DistrictShape, PlaceShape, placeItem, RouteShape, routeItem } from './api-shapes.ts'
import { findNode, searchNodes } from './rules/names.ts'
import { getPlaces } from './store.ts'

const MOST_ITEMS = 200

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { content: { 'application/json': { schema } }, description },
})

const listOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: 'Give it as `after` for the rest' }),
  })

const Paging = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_ITEMS).default(100),
  after: z.string().max(100).optional().openapi({ description: 'The `next` of the page before' }),
})

const Id = z.object({ id: z.string().max(100) })

const listPlacesRoute = createRoute({
  method: 'get',
  path: '/api/v1/places',
  summary: 'Nodes of the routes: names, height, who decides, lodgings, closures',
  middleware: allow(everyone),
  request: {
    query: Paging.extend({
      route: z.string().max(100).optional().openapi({ description: 'Only nodes of this route' }),
      q: z.string().max(100).optional().openapi({ description: 'Part of a name or alias' }),
    }),
  },
  responses: json(listOf(PlaceShape), 'Places in the order of the file'),
})

const getPlaceRoute = createRoute({
  method: 'get',
  path: '/api/v1/places/{id}',
  summary: 'One node, by id or alias',
  middleware: allow(everyone),
  request: { params: Id },
  responses: json(PlaceShape, 'The place'),
})

const listRoutesRoute = createRoute({
  method: 'get',
  path: '/api/v1/routes',
  summary: 'Known routes with their usual days, quotas and draws',
  middleware: allow(everyone),
  request: { query: Paging },
  responses: json(listOf(RouteShape), 'Routes in the order of the file'),
})

const getRouteRoute = createRoute({
  method: 'get',
  path: '/api/v1/routes/{id}',
  summary: 'One route',
  middleware: allow(everyone),
  request: { params: Id },
  responses: json(RouteShape, 'The route'),
})

const listDistrictsRoute = createRoute({
  method: 'get',
  path: '/api/v1/districts',
  summary: 'Districts of the city with their population by age',
  middleware: allow(everyone),
  request: { query: Paging },
  responses: json(
    listOf(DistrictShape).extend({ source: z.string(), on: z.string(), verified: z.boolean() }),
    'Districts, the source of the figures and their day',
  ),
})

export const api = newApi()
  .openapi(listPlacesRoute, (c) => {
    const places = getPlaces(c.var.station)
    const { q, route, ...paging } = c.req.valid('query')
    const known = route === undefined ? null : places.routes.get(route)
    if (known === undefined) throw new Failure('not_found', 'places.no_such_route')

    const nodes = (q ? searchNodes(places, q) : [...places.nodes.values()]).filter(
      (node) => !known || known.nodes.includes(node.id),
    )
    const today = taipeiDay(c.var.now)
    const { items, next } = pageOf(nodes, paging)
    return c.json({ items: items.map((node) => placeItem(places, node, today)), next }, 200)
  })
  .openapi(getPlaceRoute, (c) => {
    const places = getPlaces(c.var.station)
    const node = findNode(places, c.req.valid('param').id)
    if (!node) throw new Failure('not_found', 'places.no_such_place')
    return c.json(placeItem(places, node, taipeiDay(c.var.now)), 200)
  })
  .openapi(listRoutesRoute, (c) => {
    const places = getPlaces(c.var.station)
    const today = taipeiDay(c.var.now)
    const { items, next } = pageOf([...places.routes.values()], c.req.valid('query'))
    return c.json({ items: items.map((route) => routeItem(places, route, today)), next }, 200)
  })
  .openapi(getRouteRoute, (c) => {
    const places = getPlaces(c.var.station)
    const route = places.routes.get(c.req.valid('param').id)
    if (!route) throw new Failure('not_found', 'places.no_such_route')
    return c.json(routeItem(places, route, taipeiDay(c.var.now)), 200)
  })
  .openapi(listDistrictsRoute, (c) => {
    const { districts, source, on, verified } = getPlaces(c.var.station).districts
    return c.json({ ...pageOf(districts, c.req.valid('query')), source, on, verified }, 200)
  })

/** `next` is the id of the last item given, null when nothing is left. */
function pageOf<T extends { id: string }>(
  list: T[],
  { limit, after }: z.output<typeof Paging>,
): { items: T[]; next: string | null } {
  const start = after === undefined ? 0 : list.findIndex((one) => one.id === after) + 1
  const items = list.slice(start, start + limit)
  return { items, next: start + limit < list.length ? (items.at(-1)?.id ?? null) : null }
}
