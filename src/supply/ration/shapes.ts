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
  last_digit: z.int().nullable(),
  birth_year: z.int().nullable(),
})

const ShareShape = z.object({
  title: localText,
  ages: z
    .object({ from: z.int().nullable(), up_to: z.int().nullable() })
    .nullable()
    .openapi({ description: 'By the year of birth: the year of the day minus it. Null: everyone' }),
  items: z.record(z.string(), z.int()).openapi({
    description:
      'Most pieces by item. All count together; 0: none is given, and what was had counts',
  }),
  days: z.int().openapi({ description: 'Calendar days that end with the day of the hand-out' }),
  by_last_digit: z
    .object({ odd: weekdays, even: weekdays })
    .nullable()
    .openapi({ description: 'On which days a card is served; 0 is even. Null: on any day' }),
})

export const RationShape = z
  .object({
    number: z.int(),
    from: moment.openapi({ description: 'In force from this moment until the next begins' }),
    agreed_on: z.iso.date().nullable(),
    title: localText,
    reason: localText,
    source: localText,
    voices: z.array(localText.extend({ href: z.string().nullable() })),
    shares: z.array(ShareShape).openapi({ description: 'The first that fits a person holds' }),
    proxy: z.object({ cards: z.int(), child_cards: z.int() }).nullable(),
    cards: z.array(z.enum(['nhi', 'residence', 'identity'])),
    not_delivered_on: weekdays,
    price_twd: z.number().nullable(),
    not_run: z
      .boolean()
      .openapi({ description: 'Told for the record: this programme does not do it' }),
    not_run_here: z.array(localText),
    unverified: z.boolean().openapi({ description: 'Only one source bears out its day' }),
    off_rhythm: localText.nullable(),
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
    published_at: moment,
    published_by: z.string().nullable(),
    emergency: z
      .object({
        why: z.string(),
        language: z.enum(LANGUAGES),
        explain_by: moment.nullable(),
        explanation: z.string().nullable(),
        explained_at: moment.nullable(),
        not_yet_explained: z.boolean(),
      })
      .nullable(),
  })
  .openapi('RationVersion')

export const RationsShape = z
  .object({
    programme: z.string(),
    as_of: moment,
    current: z.int().nullable(),
    next: z.int().nullable(),
    versions: z.array(RationShape).openapi({ description: 'In the order of their numbers' }),
  })
  .openapi('Rations')

const shareShape = ({ title, ages, items, days, byLastDigit }: Share) => ({
  title,
  ages: ages ? { from: ages.from ?? null, up_to: ages.upTo ?? null } : null,
  items,
  days,
  by_last_digit: byLastDigit ?? null,
})

const exampleShape = ({ who, at, taken, gets, next = {} }: Example) => ({
  who: { last_digit: who.lastDigit, birth_year: who.birthYear },
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
    agreed_on: version.agreedOn ?? null,
    title: version.title,
    reason: version.reason,
    source: version.source,
    voices: voices.map(({ href = null, ...words }) => ({ ...words, href })),
    shares: shares.map(shareShape),
    proxy: proxy ? { cards: proxy.cards, child_cards: proxy.childCards } : null,
    cards: version.cards,
    not_delivered_on: version.notDeliveredOn,
    price_twd: version.price_twd ?? null,
    not_run: version.notRun,
    not_run_here: version.notRunHere,
    unverified: version.unverified,
    off_rhythm: version.offRhythm ?? null,
    examples: examples.map(exampleShape),
    digest,
    published_at: taipeiTime(publishedAt),
    published_by: publishedBy,
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
    explain_by: due && taipeiTime(due),
    explanation,
    explained_at: explainedAt && taipeiTime(explainedAt),
    not_yet_explained: isNotYetExplained(published, now),
  }
}
