// Who is asking: turns the session cookie into `c.var.actor`, once a request.

import type { MiddlewareHandler } from 'hono'
import type { Db } from '../core/db.ts'
import { isApi } from '../core/http.tsx'
import type { Actor, Web } from '../core/web.ts'
import { codeDoor } from './auth.ts'
import { listDuties } from './store.ts'

/** The cookie's name begins with this; without it there is nobody to look up. */
const COOKIE = 'better-auth.session_token'

export const session: MiddlewareHandler<Web> = async (c, next) => {
  // JSON routes take no cookie: there is nothing that another site could make a browser do there.
  if (!isApi(c.req.path) && c.req.header('cookie')?.includes(COOKIE)) {
    const found = await codeDoor(c.var.station).api.getSession({ headers: c.req.raw.headers })
    if (found) c.set('actor', await actorOf(c.var.db, found.user))
  }
  await next()
}

export async function actorOf(
  db: Db,
  account: { id: string; name: string; email: string },
): Promise<Actor> {
  const duties = await listDuties(db, account.id)
  return {
    accountId: account.id,
    name: account.name,
    email: account.email,
    roles: duties.length > 0 ? [...new Set(duties.map((duty) => duty.role))] : ['resident'],
    desks: duties.flatMap((duty) => duty.deskId ?? []),
    agencyId: duties.find((duty) => duty.agencyId)?.agencyId ?? null,
  }
}
