// Who may do what among people. Pure.

import type { Actor } from '../core/web.ts'

export const isLead = (actor: Actor): boolean => actor.roles.includes('lead')

export const worksAt = (actor: Pick<Actor, 'desks'>, deskId: string): boolean =>
  actor.desks.includes(deskId)
