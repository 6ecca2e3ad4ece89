// How the agencies' systems stood, and announced maintenance, for programs.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { newApi } from '../../core/web.ts'
import { getAdapter } from '../load.ts'
import { listAnnouncements } from '../store/announcements.ts'
import { listSpells } from '../store/spells.ts'
import { HISTORY_DAYS } from './rules.ts'
import { type Announcement, STANDINGS } from './schema.ts'

const DAY_MS = 86_400_000
const params = z.object({ id: z.string() })
const moment = z.iso.datetime({ offset: true })

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

const SpellShape = z
  .object({ standing: z.enum(STANDINGS), from: moment, to: moment.nullable() })
  .openapi('Spell', { description: 'to is null while it stands so' })

const AnnouncementShape = z
  .object({ id: z.uuid(), agency: z.string(), from: moment, to: moment, reason: z.string() })
  .openapi('Announcement')

export const statusApi = newApi()

statusApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/adapters/{id}/history',
    middleware: allow(everyone),
    request: { params },
    summary: `How an agency’s system stood in the last ${HISTORY_DAYS} days`,
    responses: {
      200: json(z.object({ items: z.array(SpellShape), next: z.null() }), 'Oldest first'),
    },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    const { describe } = getAdapter(c.var.station, id)
    const since = new Date(c.var.now.getTime() - HISTORY_DAYS * DAY_MS)
    const spells = await listSpells(c.var.replica, { since, adapterId: describe.id })
    const items = spells.map(({ standing, fromAt, toAt }) => ({
      standing,
      from: taipeiTime(fromAt),
      to: toAt ? taipeiTime(toAt) : null,
    }))
    return c.json({ items, next: null }, 200)
  },
)

statusApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/adapters/{id}/announcements',
    middleware: allow(everyone),
    request: { params },
    summary: 'Maintenance under way or to come',
    responses: {
      200: json(z.object({ items: z.array(AnnouncementShape), next: z.null() }), 'Soonest first'),
    },
  }),
  async (c) => {
    const { describe } = getAdapter(c.var.station, c.req.valid('param').id)
    const { db, now } = c.var
    const items = await listAnnouncements(db, { now, adapterId: describe.id })
    return c.json({ items: items.map(jsonOf), next: null }, 200)
  },
)

const jsonOf = ({ announcementId, agencyId, fromAt, toAt, reason }: Announcement) => ({
  id: announcementId,
  agency: agencyId,
  from: taipeiTime(fromAt),
  to: taipeiTime(toAt),
  reason,
})
