// Everybody's number for programs: the same addresses that our own map uses.

import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { newApi, type Web } from '../../core/web.ts'
import { listProgrammes } from '../programmes.ts'
import { findVersion } from '../store/stock.ts'
import { type AnswerName, answerOf, etagOf, packingFor, SHARED_HEADERS } from './answers.ts'
import { findBoard } from './board.ts'
import { isItem, nearestAnswer, siteAnswer } from './nearest.ts'
import { DeltaShape, NearestQuery, NearestShape, SiteShape, SnapshotShape } from './shapes.ts'
import { listen, STREAM_HEADERS } from './stream.ts'

export const api = newApi()

const programme = z.string().max(41).openapi({ example: 'masks' })
const params = z.object({ programme })
const since = z.coerce.number().int().min(0)
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const SAME = { 304: { description: 'What you have is the newest' } }
const middleware = [allow(everyone)]

/** The caller's copy is still the newest. */
const isSame = (c: Context<Web>, etag: string): boolean =>
  (c.req.header('if-none-match') ?? '').split(/\s*,\s*/).some((tag) => tag === etag || tag === '*')

async function answer(c: Context<Web>, programmeId: string, name: AnswerName): Promise<Response> {
  const board = await findBoard(c.var.station, programmeId)
  const etag = etagOf(board)
  if (isSame(c, etag)) return c.body(null, 304, { ...SHARED_HEADERS, ETag: etag })
  const packing = packingFor(c.req.header('accept-encoding'))
  const { body, headers } = await answerOf(board, name, packing)
  for (const [header, value] of Object.entries({ ...SHARED_HEADERS, ...headers })) {
    c.header(header, String(value))
  }
  return c.body(body as Uint8Array<ArrayBuffer>)
}

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply',
    middleware,
    summary: 'Programmes of the city',
    responses: json(
      z.object({
        items: z.array(
          z.object({
            id: z.string(),
            title: z.object({ 'zh-TW': z.string(), en: z.string() }),
            snapshot: z.string(),
          }),
        ),
        next: z.null(),
      }),
      'All of them',
    ),
  }),
  (c) => {
    const { station } = c.var
    const items = listProgrammes(station).map(({ id, title }) => {
      const snapshot = new URL(`/api/v1/supply/${id}/snapshot`, station.config.baseUrl).href
      return { id, title, snapshot }
    })
    return c.json({ items, next: null }, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/snapshot',
    middleware,
    summary: 'What every site has now, with the number and the hash of the moment',
    request: { params },
    responses: { ...json(SnapshotShape, 'The moment'), ...SAME },
  }),
  (c) => answer(c, c.req.valid('param').programme, 'snapshot') as never,
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/delta',
    middleware,
    summary: 'What has changed after a number',
    request: { params, query: z.object({ since: since.openapi({ example: 1200 }) }) },
    responses: { ...json(DeltaShape, 'Whole rows of the sites that changed'), ...SAME },
  }),
  async (c) => {
    const { programme: id } = c.req.valid('param')
    const from = c.req.valid('query').since
    const { moment } = await findBoard(c.var.station, id)
    if (from > moment.sequence) throw new Failure('invalid', 'supply.from_the_future')
    return answer(c, id, `delta?since=${from}`) as never
  },
)

for (const [name, type, summary] of [
  ['sites.csv', 'text/csv', 'Sites with what they have, as a table'],
  ['sites.geojson', 'application/geo+json', 'Sites with what they have, for a map'],
] as const) {
  api.openapi(
    createRoute({
      method: 'get',
      path: `/api/v1/supply/{programme}/${name}`,
      middleware,
      summary,
      request: { params },
      responses: {
        200: { description: 'The file', content: { [type]: { schema: z.string() } } },
        ...SAME,
      },
    }),
    (c) => answer(c, c.req.valid('param').programme, name) as never,
  )
}

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/sites/{site}',
    middleware,
    summary: 'One site: where it is, its hours, what it has',
    request: { params: params.extend({ site: z.string().max(40) }) },
    responses: json(SiteShape, 'The site'),
  }),
  async (c) => {
    const { programme: id, site } = c.req.valid('param')
    const board = await findBoard(c.var.station, id)
    const place = board.places.get(site)
    if (!place || place.site.leftAt) throw new Failure('not_found', 'supply.no_site')
    c.header('Access-Control-Allow-Origin', '*')
    return c.json(siteAnswer(board, place) as z.output<typeof SiteShape>, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/versions/{sequence}',
    middleware,
    summary: 'The hash of a moment that somebody shows',
    request: { params: params.extend({ sequence: since }) },
    responses: json(
      z.object({ programme, sequence: z.int(), at: z.string(), hash: z.string() }),
      'When it was, and its hash',
    ),
  }),
  async (c) => {
    const { programme: id, sequence } = c.req.valid('param')
    const found = await findVersion(c.var.db, id, sequence)
    if (!found) throw new Failure('not_found', 'supply.no_version')
    c.header('Access-Control-Allow-Origin', '*')
    return c.json({ programme: id, sequence, at: found.at.toISOString(), hash: found.hash }, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/nearest',
    middleware,
    summary: 'The nearest sites that have some',
    request: {
      params,
      query: NearestQuery,
    },
    responses: json(NearestShape, 'Nearest first'),
  }),
  async (c) => {
    const { now, station } = c.var
    const board = await findBoard(station, c.req.valid('param').programme)
    const query = c.req.valid('query')
    if (!isItem(board, query.item)) {
      const problems = [{ pointer: '/item', message: 'supply.no_item' }]
      throw new Failure('invalid', 'core.invalid', { problems })
    }
    c.header('Access-Control-Allow-Origin', '*')
    const answered = nearestAnswer(board, query, now)
    return c.json(answered as z.output<typeof NearestShape>, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/stream',
    middleware,
    summary:
      'Every new moment as it comes (server-sent events); go on with Last-Event-ID or `since`',
    request: { params, query: z.object({ since: since.optional() }) },
    responses: {
      200: {
        description:
          'Events `moment` (where you are), `delta` (as of /delta) and `reset` (take a snapshot)',
        content: { 'text/event-stream': { schema: z.string() } },
      },
    },
  }),
  async (c) => {
    const board = await findBoard(c.var.station, c.req.valid('param').programme)
    const said = c.req.header('last-event-id') ?? ''
    const from = /^\d{1,15}$/.test(said) ? Number(said) : (c.req.valid('query').since ?? null)
    return c.body(listen(board, from), 200, STREAM_HEADERS) as never
  },
)
