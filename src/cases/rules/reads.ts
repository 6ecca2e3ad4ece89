// Decisions about what agencies answered: which answers count as verified, what happens to them when
// the person types over them or takes the consent back. Pure.

import { canonicalJson } from '../../core/canonical.ts'
import type { Reading, ReadValue, Verified } from '../schema/reads.ts'

type Answers = Record<string, unknown>

/** Askings from one draft in a day. An honest slip must not hurt; trying birthdays must be hopeless. */
export const ASKINGS_A_DAY = 4

/** Whether what was read counts. */
export const isStanding = ({ outcome, endedAt, holdsUntil }: Reading, now: Date): boolean =>
  outcome === 'answered' && endedAt === null && now < new Date(holdsUntil)

/** The answers that agencies have to do with, as they stand among `answers` (understood). */
export function verifiedIn(readings: Reading[], answers: Answers, now: Date): Verified[] {
  return readings
    .filter((reading) => isStanding(reading, now))
    .flatMap(({ values, agencyId, at, consentId, basis, givenAt }) =>
      values.filter(isAskedIn(answers)).map(({ pointer, value, field, isDisputed }): Verified => {
        const isSame = !isDisputed && isEqual(valueAt(answers, pointer), value)
        const state = isSame ? 'verified' : 'own'
        return { pointer, state, agencyId, at: at ?? givenAt, consentId, basis, field, value }
      }),
    )
}

/** What this person is not asked, because of another answer, is nobody's to verify. */
const isAskedIn =
  (answers: Answers) =>
  ({ pointer, isDisputed }: ReadValue): boolean =>
    isDisputed || valueAt(answers, pointer) !== undefined

/** Parts of `typed` (one page) that the page did not ask because an agency had answered them. */
export function withVerified(
  typed: Answers,
  { before, verified }: { before: Answers; verified: Verified[] },
): Answers {
  return verified
    .filter(({ state }) => state === 'verified')
    .filter(({ pointer }) => stepsOf(pointer)[0] in typed)
    .reduce((raw, { pointer }) => withValue(raw, pointer, valueAt(before, pointer)), typed)
}

/** A value that the person typed over with the very same is no longer in dispute. */
export const settledDisputes = (readings: Reading[], answers: Answers, pageIds: string[]) =>
  readings.map((reading) => ({
    ...reading,
    values: reading.values.map((one) =>
      one.isDisputed &&
      pageIds.includes(stepsOf(one.pointer)[0]) &&
      isEqual(valueAt(answers, one.pointer), one.value)
        ? { ...one, isDisputed: false }
        : one,
    ),
  }))

/** What an agency was found to hold is asked for after all. */
export const disputed = (readings: Reading[], pointer: string): Reading[] =>
  readings.map((reading) => ({
    ...reading,
    values: reading.values.map((one) =>
      one.pointer === pointer && one.field !== null ? { ...one, isDisputed: true } : one,
    ),
  }))

/** Without what those consents gave: what had been typed before stands there again. */
export function withoutConsents(
  kept: { readings: Reading[]; raw: Answers },
  consentIds: string[],
  now: Date,
): { readings: Reading[]; raw: Answers } {
  const ending = kept.readings.filter(
    ({ consentId, endedAt }) => endedAt === null && consentIds.includes(consentId),
  )
  const given = ending.flatMap(({ values }) => values).filter(isGiven)
  return {
    readings: kept.readings.map((reading) =>
      ending.includes(reading) ? { ...reading, values: [], endedAt: now.toISOString() } : reading,
    ),
    raw: given.reduce((raw, { pointer, before }) => withValue(raw, pointer, before), kept.raw),
  }
}

const isGiven = ({ field, isDisputed }: ReadValue) => field !== null && !isDisputed

/** Consents whose time is over, or whose person is another one by now. */
export const endedConsents = (readings: Reading[], answers: Answers, now: Date): string[] =>
  readings
    .filter(({ outcome, endedAt }) => outcome === 'answered' && endedAt === null)
    .filter((reading) => !isStanding(reading, now) || !isAboutSame(reading, answers))
    .map(({ consentId }) => consentId)

const isAboutSame = ({ values }: Reading, answers: Answers): boolean =>
  values
    .filter(({ field }) => field === null)
    .every(({ pointer, value }) => isEqual(valueAt(answers, pointer), value))

/** `/mother/name`, one or two steps deep. */
export function valueAt(answers: Answers, pointer: string): unknown {
  const [id, part] = stepsOf(pointer)
  const value = answers[id]
  if (part === undefined) return value
  return isRecord(value) ? value[part] : undefined
}

export function withValue(raw: Answers, pointer: string, value: unknown): Answers {
  const [id, part] = stepsOf(pointer)
  if (part === undefined) return put(raw, id, value)
  return { ...raw, [id]: put(isRecord(raw[id]) ? raw[id] : {}, part, value) }
}

function put(record: Answers, name: string, value: unknown): Answers {
  const { [name]: _before, ...rest } = record
  return value === undefined ? rest : { ...rest, [name]: value }
}

function stepsOf(pointer: string): [string, string | undefined] {
  const [, id = '', part] = pointer.split('/')
  return [id, part]
}

const isRecord = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEqual = (one: unknown, other: unknown): boolean =>
  one !== undefined && canonicalJson(one) === canonicalJson(other)
