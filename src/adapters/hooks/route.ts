// The door for news of agencies. It is open to everyone, because the signature is the permission.

import { allow } from '../../core/access.ts'
import { limit } from '../../core/rate-limit.ts'
import { newPages } from '../../core/web.ts'
import { receiveHook } from './receive.ts'

export const hookRoutes = newPages()

/** Checked by the handler over the very bytes that came: see `signature.ts`. */
const signedByAgency = (): boolean => true

/** An agency with a thousand filings sends a thousand messages; a flood is more than that. */
const FLOOD = { points: 600, perSeconds: 60 }

hookRoutes.post('/hooks/:id', allow(signedByAgency), limit('hooks', FLOOD), async (c) => {
  const isNew = await receiveHook(c.var.station, c.req.param('id'), {
    id: c.req.header('webhook-id') ?? '',
    timestamp: c.req.header('webhook-timestamp') ?? '',
    signature: c.req.header('webhook-signature') ?? '',
    body: new Uint8Array(await c.req.arrayBuffer()),
  })
  return c.json({ taken: isNew }, isNew ? 202 : 200)
})
