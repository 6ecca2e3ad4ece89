// Ration rules as JSON, the same for everybody: also for programs that answer "how many may I have?"
// on a device of their own.

import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { allow, everyone } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { newApi, type Web } from '../../core/web.ts'
import { listPublished } from './rations.ts'
import { RationsShape, rationShape, WrittenRationShape } from './shapes.ts'
import { standingOf } from './standing.ts'

export const api = newApi()

const programme = z.string().max(41).openapi({ example: 'masks' })
const MOST_VERSIONS = 100_000

/** Any page may read it, and a cache in front may hand it on for a moment. */
function share(c: Context<Web>): void {
  c.header('Cache-Control', 'public, max-age=5, s-maxage=10, stale-while-revalidate=30')
  c.header('Access-Control-Allow-Origin', '*')
}

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/ration',
    middleware: [allow(everyone)],
    summary:
      'How much a person may have: every published version, which is in force, which is next',
    request: { params: z.object({ programme }) },
    responses: {
      200: {
        description: 'All of them',
        content: { 'application/json': { schema: RationsShape } },
      },
    },
  }),
  async (c) => {
    const { station, replica, now } = c.var
    const { programme: id } = c.req.valid('param')
    const published = await listPublished(station, replica, id)
    share(c)
    const { current, next: upcoming } = standingOf(published, now)
    const items = published.map((one) => rationShape(one, now))
    const asOf = taipeiTime(now)
    return c.json({ programme: id, asOf, current, upcoming, next: null, items }, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/ration/{number}',
    middleware: [allow(everyone)],
    summary: 'One published version of the ration rules',
    request: {
      params: z.object({
        programme,
        number: z.coerce.number().int().min(1).max(MOST_VERSIONS).openapi({ example: 1 }),
      }),
    },
    responses: {
      200: {
        description: 'The version',
        content: { 'application/json': { schema: WrittenRationShape } },
      },
    },
  }),
  async (c) => {
    const { station, replica, now } = c.var
    const { programme: id, number } = c.req.valid('param')
    const published = await listPublished(station, replica, id)
    const found = published.find(({ version }) => version.number === number)
    if (!found) throw new Failure('not_found', 'ration.no_version')
    share(c)
    return c.json({ ...rationShape(found, now), content: found.content }, 200)
  },
)
