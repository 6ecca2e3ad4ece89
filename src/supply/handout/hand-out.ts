// Handing out by card: the quota is checked and the hand-out recorded in one step. The same client
// key is the same hand-out, however often it is sent and whatever died in between.

import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { getProgramme } from '../programmes.ts'
import { readCard } from '../rules/cards.ts'
import { countsFrom, countsUntil } from '../rules/quota.ts'
import type { Counter, HandOutAnswer, HandOutRequest, Quota } from '../schema/handout.ts'
import { type Scan, type Scanned, scanCard } from '../store/handouts.ts'
import { hashCard } from './card-hash.ts'
import { quotaFor } from './quota.ts'
import { settingsOf } from './settings.ts'

export interface HandOut {
  counter: Counter
  request: HandOutRequest
  clientKey: string
  /** Absent: now, at the counter. */
  as?: Partial<Pick<Scan, 'state' | 'mayBeOver' | 'ticket' | 'at'>>
}

/** Everything that is asked before the card is locked. */
export type Prepared =
  | { ok: true; scan: Scan; quota: Quota; servedFrom(day: string): string | null }
  | { ok: false; refusal: Extract<HandOutAnswer, { outcome: 'refused' }> }

/** @throws Failure invalid for a card, item or amount that cannot be; conflict for a key of another */
export async function handOut(station: Station, given: HandOut): Promise<HandOutAnswer> {
  const prepared = await prepareHandOut(station, given)
  return prepared.ok ? recordHandOut(station.db, prepared) : prepared.refusal
}

/** Reads on connections of its own: before a transaction, never in one. @throws Failure invalid */
export async function prepareHandOut(station: Station, given: HandOut): Promise<Prepared> {
  const { counter, request, as = {} } = given
  const { programmeId } = counter
  const at = as.at ?? station.clock.now()
  const card = checkedCard(station, programmeId, request)
  const birthYear = request.birthYear ?? null
  const person = { lastDigit: card.lastDigit, birthYear }
  const allowed = await quotaFor(station, { programmeId, item: request.item, person, at })
  if (!allowed.ok && !as.mayBeOver) {
    const { reason, nextOn } = allowed
    return { ok: false, refusal: { outcome: 'refused', reason, left: 0, nextOn } }
  }
  const quota = allowed.ok ? allowed.quota : { items: [request.item], pieces: 0, days: 1 }
  const hashes = await hashCard(station, programmeId, { number: card.number, at, days: quota.days })
  const isOurs = getProgramme(station, programmeId).countedBy === 'hand-outs'
  const scan: Scan = {
    ...hashes,
    programmeId,
    siteId: counter.siteId,
    item: request.item,
    amount: request.amount ?? null,
    clientKey: given.clientKey,
    items: quota.items,
    quota: quota.pieces,
    since: countsFrom(at, quota.days),
    at,
    forgetAt: countsUntil(at, quota.days),
    state: 'handed',
    by: counter.by,
    isCounted: !isOurs,
    ...as,
  }
  const servedFrom = allowed.ok ? allowed.servedFrom : () => null
  return { ok: true, scan, quota, servedFrom }
}

/** The one step. @throws Failure conflict for a key that stands for another hand-out */
export async function recordHandOut(
  db: Db,
  prepared: Extract<Prepared, { ok: true }>,
): Promise<HandOutAnswer> {
  return answerOf(await scanCard(db, prepared.scan), prepared)
}

function checkedCard(
  station: Station,
  programmeId: string,
  request: HandOutRequest,
): { number: string; lastDigit: number } {
  const { items } = getProgramme(station, programmeId)
  const card = readCard(request.card, settingsOf(station, programmeId).cards)
  const problems = [
    ...(card ? [] : [{ pointer: '/card', message: 'handouts.error.card' }]),
    ...(items.some(({ id }) => id === request.item)
      ? []
      : [{ pointer: '/item', message: 'handouts.error.item' }]),
  ]
  if (!card || problems.length > 0) throw new Failure('invalid', 'core.invalid', { problems })
  return card
}

function answerOf(
  scanned: Scanned,
  { scan: { item }, quota, servedFrom }: Extract<Prepared, { ok: true }>,
): HandOutAnswer {
  const left = Math.max(0, quota.pieces - scanned.taken)
  if (scanned.outcome === 'key_used') throw new Failure('conflict', 'handouts.key_used')
  if (scanned.outcome === 'over_quota') {
    const { freesAt } = scanned
    const nextOn = freesAt && servedFrom(taipeiDay(countsUntil(freesAt, quota.days)))
    return { outcome: 'refused', reason: 'over_quota', left, nextOn }
  }
  const { outcome, handOutId, pieces, at } = scanned
  if (handOutId === null || at === null) throw new Error('a hand-out without number')
  return { outcome, handOutId, item, pieces, left, at }
}
