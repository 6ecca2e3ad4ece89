// Giving, calling and releasing number slips. While none is free the stock is told as promised, so
// that nobody comes in vain for what belongs to those in the queue.

import { randomInt } from 'node:crypto'
import { taipeiDay, taipeiMoment } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import { newReference } from '../../core/reference.ts'
import type { Station } from '../../core/station.ts'
import { changeStock } from '../actions/changes.ts'
import { settingsOf } from '../handout/settings.ts'
import { getProgramme, listProgrammes } from '../programmes.ts'
import { nextOpening } from '../rules/hours.ts'
import { freeNumbers, keptNumbers, mayTake } from '../rules/slips.ts'
import type { Counter } from '../schema/handout.ts'
import type { NewRound, RoundNow, Slip } from '../schema/slips.ts'
import { findStock } from '../store/changes.ts'
import { findSite } from '../store/sites.ts'
import {
  callNext as callLowest,
  closeRounds,
  findRound,
  findSlip,
  findSlipByKey,
  insertRound,
  insertSlips,
  listOverdueRounds,
  lockRound,
  releaseSlips,
  settleSlip,
} from '../store/slips.ts'

/** Shown with the state; also tells it from a state that the owner has set. */
export const SLIPS_GONE = '號碼牌已發完，庫存留給拿到號碼的人'
const MINUTE_MS = 60_000
export const SLIP_PREFIX = 'SL'

/** @throws Failure conflict when the site has one for this item today */
export async function openRound(
  station: Station,
  { programmeId, siteId, by }: Counter,
  round: NewRound,
): Promise<string> {
  const { slips } = settingsOf(station, programmeId)
  const { clock, secrets, db } = station
  const at = clock.now()
  const onDay = taipeiDay(at)
  requireItem(station, programmeId, round.item)
  return db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    const roundId = await insertRound(tx, {
      ...{ programmeId, siteId, by, at, onDay, keyId },
      ...{ item: round.item, numbers: round.numbers, secondsEach: slips.secondsEach },
      lateNumbers: Math.min(round.lateNumbers, round.numbers),
      lateFrom: round.lateNumbers > 0 ? taipeiMoment(onDay, slips.lateFrom) : null,
      startsAt: taipeiMoment(onDay, round.startsAt),
      endsAt: taipeiMoment(onDay, round.endsAt),
    })
    if (!roundId) throw new Failure('conflict', 'handouts.slips.open_already')
    return roundId
  })
}

function requireItem(station: Station, programmeId: string, item: string): void {
  if (getProgramme(station, programmeId).items.some(({ id }) => id === item)) return
  const problems = [{ pointer: '/item', message: 'handouts.error.item' }]
  throw new Failure('invalid', 'core.invalid', { problems })
}

/** Paper numbers that were given by hand, as far as that number. @throws Failure conflict */
export async function recordPaper(station: Station, roundId: string, upTo: number): Promise<void> {
  await inRound(station, roundId, async (tx, round) => {
    const count = upTo - round.given
    if (count < 1) throw new Failure('conflict', 'handouts.slips.given_before')
    const at = station.clock.now()
    if (count > freeNumbers(round, at)) throw new Failure('conflict', 'handouts.slips.too_many')
    const paper = { door: 'paper', reference: null, sealedPhone: null, clientKey: null } as const
    await insertSlips(tx, { roundId, count, at, ...paper })
  })
}

export type Taken =
  | { ok: true; slip: Pick<Slip, 'number' | 'reference'>; isAgain: boolean }
  | { ok: false; reason: 'gone' | 'kept_for_late' | 'over' }

export interface Taking {
  roundId: string
  door: 'counter' | 'page'
  phone: string | null
  /** The same key, or the same telephone, is the same number. */
  clientKey: string
}

export function takeSlip(
  station: Station,
  { roundId, door, phone, clientKey }: Taking,
): Promise<Taken> {
  const { secrets, clock } = station
  const key = secrets.hash(`supply slip ${roundId}`, phone ?? clientKey)
  return inRound(station, roundId, async (tx, round): Promise<Taken> => {
    const before = await findSlipByKey(tx, roundId, key)
    if (before) return { ok: true, slip: before, isAgain: true }
    const at = clock.now()
    const verdict = mayTake(round, at)
    if (!verdict.ok) return verdict
    const reference = newReference(SLIP_PREFIX, randomInt)
    const sealedPhone = phone ? await secrets.seal(tx, round.keyId, phone) : null
    const given = { roundId, door, reference, sealedPhone, clientKey: key, at, count: 1 }
    const { first } = await insertSlips(tx, given)
    return { ok: true, slip: { number: first, reference }, isAgain: false }
  })
}

/** @returns the number called; null when nobody waits */
export const callNext = (station: Station, roundId: string): Promise<number | null> =>
  inRound(station, roundId, (tx) => callLowest(tx, roundId, station.clock.now()))

/** @throws Failure conflict when that number was not called */
export async function settle(
  station: Station,
  roundId: string,
  { number, state }: { number: number; state: 'served' | 'released' },
): Promise<void> {
  await inRound(station, roundId, async (tx) => {
    const at = station.clock.now()
    if (!(await settleSlip(tx, { roundId, number, state, at }))) {
      throw new Failure('conflict', 'handouts.slips.not_called')
    }
  })
}

/** One change of a round under its lock; then the stock's state follows. */
async function inRound<T>(
  station: Station,
  roundId: string,
  change: (tx: Db, round: RoundNow) => Promise<T>,
): Promise<T> {
  return station.db.transaction().execute(async (tx) => {
    await lockRound(tx, roundId)
    const round = await findRound(tx, roundId)
    if (!round) throw new Failure('not_found', 'handouts.slips.none')
    const result = await change(tx, round)
    await tellState(station, tx, roundId)
    return result
  })
}

/** None free: promised, until kept numbers are or the next slips are given. Free again: counted. */
async function tellState({ clock }: Station, tx: Db, roundId: string): Promise<void> {
  const round = await findRound(tx, roundId)
  if (!round) return
  const { programmeId, siteId, item } = round
  const now = clock.now()
  const stock = await findStock(tx, { programmeId, siteId, item })
  const isPromised = stock?.state === 'promised' && stock.stateWhy === SLIPS_GONE
  const isGone = freeNumbers(round, now) === 0
  // What the owner or a dispute says stays.
  if (isGone === isPromised || (isGone && stock && stock.state !== 'counted')) return
  const site = isGone ? await findSite(tx, programmeId, siteId) : null
  const untilLate = keptNumbers(round, now) > 0 ? round.lateFrom : null
  const stateUntil = untilLate ?? (site && nextOpening(site.hours, 'slips', now)) ?? round.endsAt
  const state = isGone
    ? { state: 'promised' as const, stateUntil, why: SLIPS_GONE }
    : { state: 'counted' as const }
  const changes = [{ siteId, item, ...state }]
  await changeStock(tx, { programmeId, at: now, source: 'slips', by: null, changes })
}

/** Numbers called in vain are free for others, and days that are over leave nothing of anybody. */
export async function settleRounds(station: Station): Promise<void> {
  const { db, clock, secrets } = station
  const at = clock.now()
  for (const { id } of listProgrammes(station)) {
    const heldMs = settingsOf(station, id).slips.holdMinutes * MINUTE_MS
    const calledBefore = new Date(at.getTime() - heldMs)
    for (const roundId of await listOverdueRounds(db, id, calledBefore)) {
      await db.transaction().execute(async (tx) => {
        await lockRound(tx, roundId)
        await releaseSlips(tx, { roundId, calledBefore, at })
        await tellState(station, tx, roundId)
      })
    }
  }
  await db.transaction().execute(async (tx) => {
    for (const keyId of await closeRounds(tx, at)) await secrets.destroy(tx, keyId)
  })
}

export async function getSlip(
  { db }: Station,
  reference: string,
): Promise<{ slip: Slip; round: RoundNow }> {
  const slip = await findSlip(db, reference)
  const round = slip && (await findRound(db, slip.roundId))
  if (!slip || !round) throw new Failure('not_found', 'handouts.slips.no_such')
  return { slip, round }
}
