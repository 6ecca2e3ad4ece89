// Who looks after a programme.

import type { Context } from 'hono'
import type { Actor, Web } from '../core/web.ts'
import { isLead, worksAt } from '../people/index.ts'
import { getProgramme } from './programmes.ts'
import type { Programme } from './schema/programme.ts'

/** Whoever works at the programme's desk, and the city's front desk as a whole. */
export const mayKeep = (actor: Actor | null, { deskId }: Pick<Programme, 'deskId'>): boolean =>
  actor !== null && (isLead(actor) || worksAt(actor, deskId))

/** Access rule of routes below `/desk/supply/:programme`. @throws Failure not_found */
export function keeper(c: Context<Web>): boolean {
  const { actor, station } = c.var
  return actor !== null && mayKeep(actor, getProgramme(station, c.req.param('programme') ?? ''))
}
