// Who looks after what is told about a service. Pure.

import type { Actor } from '../../core/web.ts'
import { isLead, worksAt } from '../../people/index.ts'
import type { Service } from '../schema/service.ts'

/** Sorts, decides, moderates: whoever works at the owner's desk, and the city's front desk as a whole. */
export const mayKeep = (actor: Actor | null, service: Pick<Service, 'owner'>): boolean =>
  actor !== null && (isLead(actor) || worksAt(actor, service.owner.desk))

/** Ideas that are hidden from superiors are read by the front desk alone. */
export const seesIdeas = (actor: Actor | null): boolean => actor !== null && isLead(actor)

/** Services that somebody most likely speaks of, those of their own desk first. */
export function servicesNear(actor: Actor | null, services: Service[]): Service[] {
  const desks = actor?.desks ?? []
  const near = ({ desks: own, owner }: Service) =>
    desks.some((desk) => own.includes(desk)) ? 2 : desks.includes(owner.desk) ? 1 : 0
  return services.toSorted((one, other) => near(other) - near(one))
}
