// What the YAML files of cities/<city>/places look like. A field that is not named here is a
// mistake; what must agree between files is checked in rules/checks.ts.

import { z } from 'zod'
import { localText } from '../core/city.ts'

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is lower case with hyphens')
const day = z.iso.date('a day is YYYY-MM-DD')
const source = z.string().min(1)

/** A value that held, holds or will hold from one day on; `to` is the last day it holds. */
const dated = <V extends z.ZodType>(value: V) =>
  z
    .array(z.strictObject({ from: day, to: day.optional(), value, source, verified: z.boolean() }))
    .min(1)

/** One number, or one for working days and one for weekends and holidays. */
const amount = z.union([
  z.number().min(0),
  z.strictObject({ weekday: z.number().min(0), holiday: z.number().min(0) }),
])

/** How long before a day: calendar months, or days. */
const ahead = z.union([
  z.strictObject({ months: z.int().min(1) }),
  z.strictObject({ days: z.int().min(0) }),
])

const allotment = {
  kind: z.enum(['draw', 'first_come', 'walk_in', 'review']),
  /** Of a draw: how long before the night or the day it is held. */
  drawn: ahead.optional(),
  note: localText.optional(),
  source,
  verified: z.boolean(),
}

const unit = z.enum(['person', 'bed', 'site'])

export const NodesFile = z.array(
  z.strictObject({
    id,
    name: localText,
    aliases: z.array(z.string().min(1)).default([]),
    elevationMetres: z.number().min(0).max(4000),
    /** Longitude, latitude (WGS 84). */
    position: z.tuple([z.number().min(118).max(123), z.number().min(21).max(26)]),
    kind: z.enum(['entrance', 'camp', 'hut', 'peak', 'junction', 'pass']),
    /** Agencies that decide about passing here, or about a night here beside the lodging's own. */
    controls: z
      .array(
        z.strictObject({
          agency: z.string(),
          on: z.enum(['pass', 'night']),
          note: localText.optional(),
        }),
      )
      .default([]),
    /** Where elevation and position come from. */
    source,
    verified: z.boolean(),
  }),
)

export const PathsFile = z.array(
  z.strictObject({
    between: z.tuple([id, id]),
    /** Walking hours: both ways alike, or there and back. */
    hours: z.union([
      z.number().positive(),
      z.tuple([z.number().positive(), z.number().positive()]),
    ]),
    /** Only from the first node to the second. */
    oneWay: z.boolean().default(false),
  }),
)

export const LodgingsFile = z.array(
  z.strictObject({
    id,
    node: id,
    name: localText,
    aliases: z.array(z.string().min(1)).default([]),
    kind: z.enum(['hut', 'camp']),
    /** Whose building it is, when that is not who allots it. */
    owner: z.string().optional(),
    /** Who decides who sleeps here. Absent: nobody, everyone brings a tent. */
    allottedBy: z.string().optional(),
    /** Which agency gets the filing; absent where nobody allots. */
    filing: z.string().optional(),
    /** Whose system takes the fee, when that is not where one files. */
    feePaidTo: z.string().optional(),
    /** Only for a trip that goes on over land this agency controls. */
    through: z.string().optional(),
    maxNights: z.int().min(1).optional(),
    unit,
    /** Absent: nobody has published it. */
    capacity: dated(amount).optional(),
    /** TWD; per person and night, or per site and night. */
    fee: dated(amount).optional(),
    feeFor: z.enum(['person', 'site']).default('person'),
    allotment: z.strictObject(allotment),
    note: localText.optional(),
  }),
)

export const RoutesFile = z.array(
  z.strictObject({
    id,
    name: localText,
    aliases: z.array(z.string().min(1)).default([]),
    summary: localText,
    nights: z.strictObject({ min: z.int().min(0), max: z.int().min(0) }),
    /** Every node the route may touch. */
    nodes: z.array(id).min(2),
    /** The usual days; the last has no lodging. */
    plan: z.array(z.strictObject({ nodes: z.array(id).min(1), lodging: id.optional() })).min(1),
    quotas: z
      .array(
        z.strictObject({
          what: localText,
          agency: z.string(),
          unit,
          /** Only for trips of so many nights. */
          nights: z.strictObject({ min: z.int().default(0), max: z.int().optional() }).optional(),
          series: dated(amount),
        }),
      )
      .default([]),
    /** How the route's own places are given, beside its lodgings'. */
    allotments: z.array(z.strictObject({ agency: z.string(), ...allotment })).default([]),
    /** Where this route's window differs from the agency's. */
    windows: z
      .array(
        z.strictObject({
          agency: z.string(),
          /** Only for trips with this many nights or fewer. */
          nightsUpTo: z.int().min(0).optional(),
          opens: dated(ahead).optional(),
          closes: dated(ahead).optional(),
          note: localText.optional(),
        }),
      )
      .default([]),
    notes: z.array(localText).default([]),
    source,
  }),
)

export const PermitsFile = z.array(
  z.strictObject({
    agency: z.string(),
    permit: localText,
    /** The day the window is counted back from. */
    countedFrom: z.enum(['start', 'first_night']),
    opens: dated(ahead),
    closes: dated(ahead),
    /** Taipei wall clock on the closing day. */
    cutOff: dated(z.string().regex(/^\d\d:\d\d$/)).optional(),
    minLeaderAge: dated(z.int()).optional(),
    minApplicantAge: dated(z.int()).optional(),
    teamMax: dated(z.int()),
    /** Working days the agency usually takes. */
    answerDays: dated(z.int()),
    notes: z.array(localText).default([]),
  }),
)

export const PoliceFile = z.strictObject({
  agency: z.string(),
  bureaus: z.array(z.strictObject({ id, name: localText })),
  areas: z.array(
    z.strictObject({ id, name: localText, bureau: id, source, verified: z.boolean() }),
  ),
  /** Ground where no mountain entry permit is asked for, and why. */
  exempt: z.array(
    z.strictObject({ id, reason: localText, from: day.optional(), source, verified: z.boolean() }),
  ),
  /** Node → control area, or exempt ground. A node that is missing stops the load. */
  nodes: z.record(z.string(), z.string()),
})

export const ClosuresFile = z.array(
  z
    .strictObject({
      nodes: z.array(id).default([]),
      lodgings: z.array(id).default([]),
      routes: z.array(id).default([]),
      from: day,
      /** Last closed day; without it nobody has said when it ends. */
      to: day.optional(),
      /** A notice tells and does not refuse. */
      effect: z.enum(['closed', 'notice']),
      reason: localText,
      source,
      verified: z.boolean(),
    })
    .refine((c) => c.nodes.length + c.lodgings.length + c.routes.length > 0, {
      error: 'a closure names at least one node, lodging or route',
    }),
)

export const DistrictsFile = z.strictObject({
  source,
  on: day,
  verified: z.boolean(),
  districts: z.array(
    z.strictObject({
      /** The Ministry of the Interior's code. */
      code: z.string().regex(/^\d{8}$/),
      id,
      name: localText,
      /** Longitude and latitude, WGS 84: where its dot stands on a small map. */
      position: z.tuple([z.number().min(118).max(123), z.number().min(21).max(26)]).optional(),
      population: z.strictObject({
        '0-14': z.int().min(0),
        '15-64': z.int().min(0),
        '65+': z.int().min(0),
      }),
    }),
  ),
})

/** Every file by its name without `.yaml`. */
export const FILES = {
  nodes: NodesFile,
  paths: PathsFile,
  lodgings: LodgingsFile,
  routes: RoutesFile,
  permits: PermitsFile,
  police: PoliceFile,
  closures: ClosuresFile,
  districts: DistrictsFile,
}

export type FileName = keyof typeof FILES
/** All files together, as they were written. */
export type PlaceFiles = { [name in FileName]: z.output<(typeof FILES)[name]> }
export type Dated<V> = {
  from: string
  to?: string | undefined
  value: V
  source: string
  verified: boolean
}
export type Amount = z.output<typeof amount>
export type Ahead = z.output<typeof ahead>
