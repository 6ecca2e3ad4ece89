// Services that voices are about, whether this program runs them or not: cities/<city>/services.yaml.

import { z } from 'zod'
import { localText } from '../../core/city.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower case letters, digits and hyphens')

export const SERVICE_DOORS = ['web', 'counter', 'phone', 'chat', 'store', 'mail', 'visit'] as const
export type ServiceDoor = (typeof SERVICE_DOORS)[number]

export const ServiceSchema = z.strictObject({
  id,
  name: localText,
  /** One sentence a newcomer understands. */
  about: localText,
  agency: id,
  /** Desks where people work for it: their staff is asked about it first, and sees its ledger first. */
  desks: z.array(id).default([]),
  doors: z.array(z.enum(SERVICE_DOORS)).min(1),
  /** Who answers for it: an office, never a person; its desk decides and sorts. */
  owner: z.strictObject({ name: localText, desk: id }),
  /** Who keeps it running after launch. */
  keeper: localText,
  /** The journey of the same thing, when there is one. */
  journey: id.optional(),
  /** The programme that hands out goods for it, and how its sites' codes look. */
  programme: z.strictObject({ id, siteCodeLength: z.int().min(1).max(40) }).optional(),
  beganOn: z.iso.date(),
  /** A service that ended still hears voices; they are told so. */
  endedOn: z.iso.date().optional(),
})
export type Service = z.output<typeof ServiceSchema>

export const ServicesFile = z.strictObject({ services: z.array(ServiceSchema).min(1) })
