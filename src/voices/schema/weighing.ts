// The promise to all: before a version starts, which doors were weighed, whom it touches, and since
// when they know. Written by the owner in cities/<city>/weighings/<journey>.yaml.

import { z } from 'zod'
import { localText } from '../../core/city.ts'
import { SERVICE_DOORS } from './service.ts'

/** Kinds of versions that carry a weighing. */
export const WEIGHED = ['journey', 'ration', 'service'] as const
export type Weighed = (typeof WEIGHED)[number]

/** What a weighing is about. */
export interface WeighedVersion {
  what: Weighed
  id: string
  version: number
}

/** `unaware`: people who do not know that it touches them. */
export const STAKEHOLDER_KINDS = [
  'residents',
  'clerks',
  'officers',
  'bureau',
  'county',
  'central',
  'business',
  'unaware',
] as const
export type StakeholderKind = (typeof STAKEHOLDER_KINDS)[number]

const DoorSchema = z.strictObject({
  door: z.enum(SERVICE_DOORS),
  chosen: z.boolean(),
  /** Of the people it is for, how many can use this door; in percent. */
  reachPercent: z.number().min(0).max(100),
  /** What one case costs the city through it. */
  costTwd: z.number().min(0),
  /** What one case takes a person through it, waiting and ways included. */
  minutes: z.number().min(0),
  why: localText,
  /** Where the three figures come from. */
  source: localText,
})
export type WeighedDoor = z.output<typeof DoorSchema>

const StakeholderSchema = z
  .strictObject({
    group: localText,
    kind: z.enum(STAKEHOLDER_KINDS),
    /** When the group is an agency of agencies.yaml, or works there. */
    agency: z.string().optional(),
    gains: localText.optional(),
    loses: localText.optional(),
    /** Absent: not told yet, which stops the version. */
    told: z.strictObject({ on: z.iso.date(), how: localText }).optional(),
    /** Absent: nobody has asked them, or they have not answered. */
    heard: z.strictObject({ on: z.iso.date(), said: localText }).optional(),
  })
  .refine((one) => one.gains || one.loses, { error: 'expected gains or loses', path: ['gains'] })
export type Stakeholder = z.output<typeof StakeholderSchema>

/** Goes first and tells afterwards: within 72 hours, under somebody's name. */
const EmergencySchema = z.strictObject({
  /** The office that takes it upon itself. */
  by: localText,
  reason: localText,
  from: z.iso.datetime({ offset: true }),
})

export const WeighingSchema = z.strictObject({
  version: z.int().min(1),
  doors: z.array(DoorSchema).min(1),
  stakeholders: z.array(StakeholderSchema).min(1),
  /** Who keeps it running after launch. */
  keeper: localText,
  /** To a group that the change costs time: the owner's public words. */
  timeNote: localText.optional(),
  emergency: EmergencySchema.optional(),
})
export type Weighing = z.output<typeof WeighingSchema>

export const WeighingsFile = z.strictObject({
  /** The figures show how it is done; nobody has counted them. */
  isExample: z.boolean().default(false),
  versions: z.array(WeighingSchema).min(1),
})

/** A weighing with the marks of the file it stands in. */
export type ReadWeighing = Weighing & { isExample: boolean }
