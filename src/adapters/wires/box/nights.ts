// When an agency collects, and what a batch's time says about it. Pure.

import { createHash } from 'node:crypto'
import { addDays, taipeiDay, taipeiMoment } from '../../../core/clock.ts'
import type { Batch, Collections } from './schema.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The first collection after that moment; one at this very moment has begun. */
export function nextCollection({ at }: Collections, now: Date): Date {
  const today = taipeiMoment(taipeiDay(now), at)
  return now < today ? today : taipeiMoment(addDays(taipeiDay(now), 1), at)
}

export const closingOf = ({ closesMinutesBefore }: Collections, collectsAt: Date): Date =>
  new Date(collectsAt.getTime() - closesMinutesBefore * MINUTE_MS)

/** The collection that a row of this moment still reaches. */
export function collectionFor(collects: Collections, now: Date): Date {
  const next = nextCollection(collects, now)
  return now < closingOf(collects, next) ? next : nextCollection(collects, next)
}

export const answersByOf = ({ answersWithinHours }: Collections, collectsAt: Date): Date =>
  new Date(collectsAt.getTime() + answersWithinHours * HOUR_MS)

/** The agency has had its time: what still lies there it did not take. */
export const isOverAt = (
  { takesMinutes }: Collections,
  { collectsAt }: Batch,
  now: Date,
): boolean => now.getTime() >= collectsAt.getTime() + takesMinutes * MINUTE_MS

export const shortId = ({ batchId }: Pick<Batch, 'batchId'>): string =>
  batchId.replaceAll('-', '').slice(0, 6).toUpperCase()

/**
 * What the agency calls the row: the same for the same filing, short enough for old columns, and
 * saying nothing about the case.
 */
export const itemOf = (adapterId: string, key: string, attempt: number): string =>
  createHash('sha256')
    .update(`${adapterId}\0${key}\0${attempt}`)
    .digest('hex')
    .slice(0, 16)
    .toUpperCase()

export const digestOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')
