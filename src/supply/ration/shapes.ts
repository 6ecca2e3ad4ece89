// The public shape of a ration rule, for programs and for the description of the API. Its words are
// docs/supply.md's.

import { z } from '@hono/zod-openapi'
import { taipeiTime } from '../../core/clock.ts'
import { LANGUAGES } from '../../core/i18n.ts'
import type { Example, Published, Share } from './schema.ts'
import { explanationDue, isNotYetExplained } from './standing.ts'

const localText = z.object({ 'zh-TW': z.string(), en: z.string() })
const moment = z.iso.datetime({ offset: true })
const weekdays = z
  .array(z.int())
  .openapi({ description: 'ISO weekdays, Monday is 1', example: [1, 3, 5, 7] })
const person = z.object({
  lastDigit: z.int().nullable(),
  birthYear: z.int().nullable(),
})

const ShareShape = z.object({
  title: localText,
  ages: z
    .object({ from: z.int().nullable(), upTo: z.int().nullable() })
    .nullable()
    .openapi({ description: 'By the year of birth: the year of the day minus it. Null: everyone' }),
  items: z.record(z.string(), z.int()).openapi({
    description:
      'Most pieces by item. All count together; 0: none is given, and what was had counts',
  }),
  days: z.int().openapi({ description: 'Calendar days that end with the day of the hand-out' }),
  byLastDigit: z
    .object({ odd: weekdays, even: weekdays })
    .nullable()
    .openapi({ description: 'On which days a card is served; 0 is even. Null: on any day' }),
})

export const RationShape = z
  .object({
    number: z.int(),
    from: moment.openapi({ description: 'In force from this moment until the next begins' }),
    agreedOn: z.iso.date().nullable(),
    title: localText,
    reason: localText,
    source: localText,
    voices: z.array(localText.extend({ href: z.string().nullable() })),
    shares: z.array(ShareShape).openapi({ description: 'The first that fits a person holds' }),
    proxy: z.object({ cards: z.int(), childCards: z.int() }).nullable(),
    cards: z.array(z.enum(['nhi', 'residence', 'identity'])),
    notDeliveredOn: weekdays,
    price_twd: z.number().nullable(),
    notRun: z
      .boolean()
      .openapi({ description: 'Told for the record: this programme does not do it' }),
    notRunHere: z.array(localText),
    unverified: z.boolean().openapi({ description: 'Only one source bears out its day' }),
    offRhythm: localText.nullable(),
    examples: z.array(
      z.object({
        who: person,
        at: moment,
        taken: z.array(z.object({ on: z.iso.date(), item: z.string(), pieces: z.int() })),
        gets: z.record(z.string(), z.int()),
        next: z.record(z.string(), z.iso.date()),
      }),
    ),
    digest: z.string().openapi({ description: 'SHA-256, as in the open log' }),
    publishedAt: moment,
    publishedBy: z.string().nullable(),
    emergency: z
      .object({
        why: z.string(),
        language: z.enum(LANGUAGES),
        explainBy: moment.nullable(),
        explanation: z.string().nullable(),
        explainedAt: moment.nullable(),
        notYetExplained: z.boolean(),
      })
      .nullable(),
  })
  .openapi('RationVersion')

/** One version, with what proves it. */
export const WrittenRationShape = RationShape.extend({
  content: z.record(z.string(), z.unknown()).openapi({
    description: 'As written. `digest` is of this without `examples`, as RFC 8785 JSON',
  }),
}).openapi('WrittenRationVersion')

export const RationsShape = z
  .object({
    programme: z.string(),
    asOf: moment,
    current: z.int().nullable(),
    upcoming: z.int().nullable().openapi({ description: 'The next that begins' }),
    next: z.null(),
    items: z.array(RationShape).openapi({ description: 'In the order of their numbers' }),
  })
  .openapi('Rations')

const shareShape = ({ title, ages, items, days, byLastDigit }: Share) => ({
  title,
  ages: ages ? { from: ages.from ?? null, upTo: ages.upTo ?? null } : null,
  items,
  days,
  byLastDigit: byLastDigit ?? null,
})

const exampleShape = ({ who, at, taken, gets, next = {} }: Example) => ({
  who: { lastDigit: who.lastDigit, birthYear: who.birthYear },
  at: taipeiTime(at),
  taken,
  gets,
  next,
})

export function rationShape(published: Published, now: Date): z.output<typeof RationShape> {
  const { version, digest, publishedAt, publishedBy } = published
  const { proxy, voices, examples, shares } = version
  return {
    number: version.number,
    from: taipeiTime(version.from),
    agreedOn: version.agreedOn ?? null,
    title: version.title,
    reason: version.reason,
    source: version.source,
    voices: voices.map(({ href = null, ...words }) => ({ ...words, href })),
    shares: shares.map(shareShape),
    proxy: proxy ? { cards: proxy.cards, childCards: proxy.childCards } : null,
    cards: version.cards,
    notDeliveredOn: version.notDeliveredOn,
    price_twd: version.price_twd ?? null,
    notRun: version.notRun,
    notRunHere: version.notRunHere,
    unverified: version.unverified,
    offRhythm: version.offRhythm ?? null,
    examples: examples.map(exampleShape),
    digest,
    publishedAt: taipeiTime(publishedAt),
    publishedBy: publishedBy,
    emergency: emergencyShape(published, now),
  }
}

function emergencyShape(published: Published, now: Date) {
  const { emergencyWhy, language, explanation, explainedAt } = published
  if (emergencyWhy === null) return null
  const due = explanationDue(published)
  return {
    why: emergencyWhy,
    language,
    explainBy: due && taipeiTime(due),
    explanation,
    explainedAt: explainedAt && taipeiTime(explainedAt),
    notYetExplained: isNotYetExplained(published, now),
  }
}
