// Who may do what among people. Pure.

import type { Context } from 'hono'
import type { Actor, Web } from '../core/web.ts'

export const isLead = (actor: Pick<Actor, 'roles'>): boolean => actor.roles.includes('lead')

/** Access rule: whoever answers for the front desk as a whole. */
export function lead(c: Context<Web>): boolean {
  return c.var.actor !== null && isLead(c.var.actor)
}

export const worksAt = (actor: Pick<Actor, 'desks'>, deskId: string): boolean =>
  actor.desks.includes(deskId)
