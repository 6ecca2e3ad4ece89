// What the city says of a programme, in cities/<city>/supply/<id>.yaml.

import { z } from 'zod'
import { localText } from '../../core/city.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower case letters, digits and hyphens')

/** Which column of a feed says what; several names, because headers are renamed without a word. */
const Columns = z.strictObject({
  site: z.array(z.string()).min(1),
  at: z.array(z.string()).optional(),
  /** By item. */
  amounts: z.record(z.string(), z.array(z.string()).min(1)),
})

export const FeedSchema = z.strictObject({
  id,
  title: localText,
  format: z.enum(['csv', 'json']),
  /** Absent: files are brought by command or by the console. */
  url: z.url().optional(),
  everySeconds: z.int().min(10).default(60),
  columns: Columns,
  /** What it means that a site is not in the file. */
  absent: z.enum(['zero', 'unknown']),
  /** Codes are filled with zeros in front to this length; 0 leaves them alone. */
  codeLength: z.int().min(0).max(40).default(0),
  /**
   * A file that loses more than this share of the rows of the one before is held until a person has
   * looked: 1 lets all pass but an empty one.
   */
  faultShare: z.number().min(0).max(1).default(0.5),
  /** No site can have more than this of an item; a row that says so is not read. */
  mostPieces: z.int().min(1).default(100_000),
  /** Nothing is known of a site for longer than this: it is told as not reported. */
  staleMinutes: z.int().min(1).default(60),
})
export type FeedDefinition = z.output<typeof FeedSchema>

export const ProgrammeSchema = z.strictObject({
  id,
  title: localText,
  summary: localText,
  agency: z.string(),
  deskId: z.string(),
  /** Who counts: a feed tells what is left, or our own hand-outs take it away. */
  countedBy: z.enum(['feed', 'hand-outs']).default('feed'),
  items: z
    .array(
      z.strictObject({
        id,
        title: localText,
        unit: localText,
        isChild: z.boolean().optional(),
        /** Told as plenty from so many pieces on, and as few below so many: 100 and 20 when absent. */
        plenty: z.int().min(1).optional(),
        few: z.int().min(1).optional(),
      }),
    )
    .min(1),
  feeds: z.array(FeedSchema).default([]),
})
export type Programme = z.output<typeof ProgrammeSchema>
