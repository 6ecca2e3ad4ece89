// What the parks' site calls things, and the shape of a trip as it comes to us.

import { people, tableBeside, z } from '../../../../src/adapters/kit.ts'

const park = z.enum(['yushan', 'taroko', 'sheipa'])
export const TABLES = tableBeside(
  import.meta.url,
  z.strictObject({
    parks: z.record(
      park,
      z.strictObject({
        letter: z.string(),
        name: z.string(),
        english: z.string(),
        leaderAge: z.int(),
        cutOff: z.string(),
        star: z.string(),
      }),
    ),
    consents: z.strictObject({
      everyPark: z.array(z.string()),
      yushan: z.array(z.string()),
      taroko: z.array(z.string()),
      sheipa: z.array(z.string()),
      tarokoAlone: z.array(z.string()),
    }),
    labels: z.record(z.string(), z.record(park, z.string())),
    routes: z.array(
      z.strictObject({
        park,
        name: z.string(),
        days: z.tuple([z.int(), z.int()]),
        places: z.string().transform((places) => places.split(' ')),
      }),
    ),
    siteNames: z.record(z.string(), z.string()),
    nations: z.record(z.string(), z.string()),
    english: z.record(z.string(), z.string()),
    speaksOf: z.record(z.string(), z.string()),
    final: z.array(z.string()),
  }),
)
export type Route = (typeof TABLES)['routes'][number]

const text = z.string().trim()
export const Trip = z.strictObject({
  park,
  /** Not needed: the site's route follows from the chain. */
  route: text.optional(),
  teamName: text.max(20).optional(),
  entryOn: z.iso.date(),
  days: z.int().min(1).max(10),
  chain: z
    .array(z.looseObject({ nodeNames: z.array(text).min(1), lodging: text.default('') }))
    .min(1),
  applicant: people.Person,
  leader: people.Person,
  members: z.array(people.Person).max(11),
  contact: people.Contact,
  gps: text.optional(),
  courseDone: z.boolean().optional(),
  bailOut: text.max(200).optional(),
  soloPledge: z.boolean().optional(),
  /** What our key leaves of the site's 50 characters. */
  remarks: text.max(9).optional(),
})
export type Trip = z.output<typeof Trip>

/** '' where the park does not ask. */
export const label = (trip: Trip, what: string): string => TABLES.labels[what]?.[trip.park] ?? ''

export const isLedByApplicant = ({ applicant, leader }: Trip): boolean =>
  people.idOf(applicant) === people.idOf(leader)
