// Shapes of who serves: agencies, their desks, and the people who work there. The city writes
// agencies and desks in cities/<city>/agencies.yaml.

import { z } from 'zod'
import { localText } from '../core/city.ts'

export const AgencySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower case letters, digits and hyphens'),
  name: localText,
  kind: z.enum(['national', 'city', 'district', 'company']),
  url: z.url().optional(),
  phone: z.string().optional(),
  email: z.email().optional(),
  /** The agency's own old system, which stays: a person may always go there. */
  oldSite: z.url().optional(),
  branches: z.array(z.strictObject({ id: z.string(), name: localText })).default([]),
})
export type Agency = z.output<typeof AgencySchema>

const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM')

export const DeskSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower case letters, digits and hyphens'),
  agency: z.string(),
  name: localText,
  /** People who share its work. */
  people: z.int().min(1),
  hours: z.strictObject({
    from: wallClock,
    to: wallClock,
    /** ISO weekdays, Monday is 1. */
    days: z.array(z.int().min(1).max(7)).min(1),
  }),
  /** What the whole desk gives to this work on a day. Never more than fits into its hours. */
  minutesPerDay: z.int().min(1),
  phone: z.string().optional(),
  address: localText.optional(),
})
export type Desk = z.output<typeof DeskSchema>

export const AgenciesFile = z.strictObject({
  agencies: z.array(AgencySchema).min(1),
  desks: z.array(DeskSchema),
})

export const ROLES = ['resident', 'clerk', 'officer', 'designer', 'lead'] as const
export type Role = (typeof ROLES)[number]

/** Why staff looked at something private; each has its words, `people.reason.<it>`. */
export const VIEW_REASONS = ['task', 'search', 'reading'] as const
export type ViewReason = (typeof VIEW_REASONS)[number]
