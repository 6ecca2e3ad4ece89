// A cassette: what one adapter asked and was answered, track by track, so that it can be played again
// without any network. Persons are stand-ins, credentials are gone.

import { z } from 'zod'

const Pairs = z.array(z.string())

const Request = z.strictObject({
  method: z.string(),
  /** As the adapter wrote it, without the query. */
  url: z.string(),
  /** `name=value`, decoded. */
  query: Pairs,
  /** `name=value` of a form, decoded; otherwise the text in lines. */
  body: Pairs,
})

const Answer = z.strictObject({
  status: z.int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  url: z.string(),
  encoding: z.enum(['utf-8', 'big5', 'base64']),
  text: z.string(),
})

const Track = z.strictObject({
  operation: z.enum(['health', 'submit', 'lookup', 'withdraw']),
  args: z.record(z.string(), z.unknown()),
  exchanges: z.array(z.strictObject({ request: Request, answer: Answer })),
  result: z.unknown(),
})

export const CassetteSchema = z.strictObject({
  adapter: z.string(),
  /** The moment the calls were told; examples and dates follow from it. */
  now: z.iso.datetime({ offset: true }),
  site: z.enum(['stand-in', 'live']),
  tracks: z.array(Track),
})
export type Cassette = z.output<typeof CassetteSchema>
export type Track = z.output<typeof Track>
export type Request = z.output<typeof Request>
export type Answer = z.output<typeof Answer>
