// The ration rules for programs: enough to compute on a device how much a person may have.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { newApi } from '../../core/web.ts'
import { versionAt } from './allowance.ts'
import { explanationDue, listPublished } from './rations.ts'
import type { Published } from './schema.ts'

export const api = newApi()

const words = z.object({ 'zh-TW': z.string(), en: z.string() })

const VersionShape = z
  .object({
    number: z.int(),
    from: z.string(),
    title: words,
    reason: words,
    notRun: z.boolean(),
    unverified: z.boolean(),
    shares: z.array(
      z.object({
        title: words,
        ages: z.object({ from: z.int().optional(), upTo: z.int().optional() }).optional(),
        items: z.record(z.string(), z.int()),
        days: z.int(),
        byLastDigit: z.object({ odd: z.array(z.int()), even: z.array(z.int()) }).optional(),
      }),
    ),
    digest: z.string(),
    publishedAt: z.string(),
    emergency: z.string().nullable(),
    explanation: z.string().nullable(),
    explainBy: z.string().nullable().openapi({ description: 'Not yet explained; due by then' }),
  })
  .openapi('RationVersion')

export function versionItem(published: Published): z.output<typeof VersionShape> {
  const { version, digest, publishedAt, emergencyWhy, explanation } = published
  const { number, from, title, reason, notRun, unverified, shares } = version
  const due = explanationDue(published)
  return {
    ...{ number, from: taipeiTime(from), title, reason, notRun, unverified },
    shares: shares as z.output<typeof VersionShape>['shares'],
    digest,
    publishedAt: taipeiTime(publishedAt),
    emergency: emergencyWhy,
    explanation,
    explainBy: due && taipeiTime(due),
  }
}

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/ration',
    middleware: [allow(everyone)],
    summary: 'How much a person may have: every version, and the one in force',
    request: { params: z.object({ programme: z.string().max(41).openapi({ example: 'masks' }) }) },
    responses: {
      200: {
        description: 'In their order; `current` is null before the first',
        content: {
          'application/json': {
            schema: z.object({
              programme: z.string(),
              current: z.int().nullable(),
              next: z.null(),
              items: z.array(VersionShape),
            }),
          },
        },
      },
    },
  }),
  async (c) => {
    const { station, db, now } = c.var
    const { programme } = c.req.valid('param')
    const published = await listPublished(station, db, programme)
    const current = versionAt(
      published.map(({ version }) => version),
      now,
    )
    c.header('Access-Control-Allow-Origin', '*')
    const items = published.map(versionItem)
    return c.json({ programme, current: current?.number ?? null, next: null, items }, 200)
  },
)
