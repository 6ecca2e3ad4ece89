// What a journey.yaml may contain. A field that is not here is a mistake; what must agree between
// fields is checked in mistakes.ts. Words for designers: docs/journeys.md.

import { z } from 'zod'
import { localText } from '../../core/city.ts'
import { PERSON_PARTS, type Question } from '../schema.ts'

const id = z.string().regex(/^[a-z][a-z0-9_]*$/, 'an id is small letters, digits and _')
const day = z.iso.date('a day is YYYY-MM-DD')
const time = z.string().regex(/^\d\d:\d\d$/, 'a time is HH:MM')
const expression = z.union([z.string().min(1), z.number(), z.boolean()]).transform(String)
const pointer = z.string().regex(/^(\/[a-z0-9_*]+)+$/, 'a pointer is like /leader/birth')
const words = z.array(localText)

const choice = z.strictObject({
  // YAML reads a bare yes, no or 3 as something else than text; quote it.
  value: z.string().regex(/^[a-z0-9_-]+$/, 'a value is small letters, digits, - and _'),
  label: localText,
  hint: localText.exactOptional(),
})

const question: z.ZodType<Question> = z.lazy(() =>
  z.strictObject({
    id,
    type: z.enum([
      'text',
      'long_text',
      'choice',
      'choices',
      'confirm',
      'date',
      'number',
      'person',
      'address',
      'phone',
      'email',
      'id_number',
      'place',
      'group',
      'upload',
      'trip',
    ]),
    label: localText,
    hint: localText.exactOptional(),
    optional: z.boolean().exactOptional(),
    showIf: expression.exactOptional(),
    options: z.array(choice).min(2).exactOptional(),
    parts: z.array(z.enum(PERSON_PARTS)).min(1).exactOptional(),
    optionalParts: z.array(z.enum(PERSON_PARTS)).exactOptional(),
    questions: z.array(question).min(1).exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    whole: z.boolean().exactOptional(),
    maxLength: z.int().min(1).max(5000).exactOptional(),
    documents: z
      .array(z.enum(['national', 'residence', 'passport']))
      .min(1)
      .exactOptional(),
    list: z.string().exactOptional(),
    accept: z.array(z.string().regex(/^\w+\/[\w.+-]+$/)).exactOptional(),
    maxBytes: z.int().min(1).max(20_000_000).exactOptional(),
    readFrom: z
      .strictObject({
        adapter: z.string(),
        subject: z.record(id, pointer),
        field: id.exactOptional(),
        fields: z.partialRecord(z.enum(PERSON_PARTS), id).exactOptional(),
      })
      .exactOptional(),
  }),
)

const page = z.strictObject({
  id,
  title: localText,
  intro: localText.exactOptional(),
  showIf: expression.exactOptional(),
  questions: z.array(question).min(1),
})

const check = z.strictObject({
  id,
  when: expression,
  forEach: z
    .string()
    .regex(/^(derived\.)?[a-z][a-z0-9_]*$/, 'a group, or derived.<name>')
    .exactOptional(),
  level: z.enum(['block', 'info']),
  question: pointer,
  message: localText,
  source: z.string().exactOptional(),
})

const leg = z.strictObject({
  id,
  agency: z.string(),
  adapter: z.string(),
  title: localText,
  when: expression.exactOptional(),
  needs: z.array(id).exactOptional(),
  send: z.record(z.string(), z.unknown()),
  window: z
    .strictObject({
      date: expression,
      opens: expression,
      closes: expression,
      opensAtTime: time.exactOptional(),
      closesAtTime: time.exactOptional(),
    })
    .exactOptional(),
  answerDays: z.int().min(0).exactOptional(),
  change: localText,
})

const datedValue = z.strictObject({
  from: day,
  to: day.exactOptional(),
  value: z.union([z.number(), z.string(), z.boolean()]),
  source: z.string().min(1),
  verified: z.boolean(),
})

export const JourneyFile = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id is small letters, digits and -'),
  version: z.int().min(1),
  status: z.enum(['prototype', 'live', 'retired']),
  lifeEvent: z.string(),
  keywords: words.exactOptional(),
  title: localText,
  summary: localText,
  pages: z.array(page).min(1),
  checks: z.array(check),
  legs: z.array(leg).min(1),
  owner: z.strictObject({ name: localText, agency: z.string(), deskId: z.string() }),
  keeper: z.strictObject({
    name: z.string().min(1),
    deputy: z.string().min(1),
    hoursPerMonth: z.number().min(0),
    until: day,
  }),
  answers: z.array(
    z.strictObject({
      kind: z.enum(['voice', 'walk', 'law']),
      text: localText,
      ref: z.string().exactOptional(),
    }),
  ),
  derivedFrom: z.strictObject({ city: z.string(), version: z.int().min(1) }).nullable(),
  licence: z.string().min(1),
  credit: z.strictObject({
    noticedBy: z.array(z.string()),
    madeBy: z.array(z.string()),
    triedBy: z.array(z.string()),
  }),
  touchPoints: z.strictObject({ before: words, after: words }),
  english: z.record(z.string(), z.string().min(1)).exactOptional(),
  start: z.strictObject({
    needs: words,
    minutes: z.int().min(1),
    otherWays: z
      .array(
        z.strictObject({
          kind: z.enum(['counter', 'phone', 'site']),
          text: localText,
          url: z.url({ protocol: /^https?$/ }).exactOptional(),
        }),
      )
      .min(1, 'every journey names another way than this site'),
    fasterAtCounter: words,
  }),
  findBy: z.strictObject({ question: pointer, label: localText }),
  purposeEnds: expression,
  rules: z.record(id, z.array(datedValue).min(1)),
  rulesOn: expression.exactOptional(),
  derived: z.record(id, expression).exactOptional(),
})
