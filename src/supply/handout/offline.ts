// Handing out while the line is down: tickets signed in advance, so many and no longer than that; what
// they were used for is told afterwards. What this holds and what it does not:
// docs/decisions/0015-offline-hand-out.md.

import { z } from 'zod'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { getProgramme } from '../programmes.ts'
import { type Counter, HandOutRequest } from '../schema/handout.ts'
import {
  type Allowance,
  closeAllowances,
  findAllowance,
  insertAllowance,
} from '../store/allowances.ts'
import { handOut } from './hand-out.ts'
import { newSealingKeys, openCard } from './sealed-card.ts'
import { settingsOf } from './settings.ts'

const HOUR_MS = 3_600_000
/** A site that was cut off over a weekend can still tell. */
const TELL_WITHIN_MS = 72 * HOUR_MS
/** Of the tickets of one allowance: the old one may still be good when the new one is fetched. */
const MOST_ALLOWANCES = 2
/** Two clocks that both ask the network for the time. */
const CLOCKS_APART_MS = 120_000
const MAC_SIGNS = 32

export interface IssuedAllowance {
  publicKey: string
  item: string
  pieces: number
  untilAt: Date
  tickets: string[]
}

/** @throws Failure conflict when the site holds enough of them */
export async function issueAllowance(
  station: Station,
  counter: Counter,
  item: string,
): Promise<IssuedAllowance> {
  const { secrets, clock, db } = station
  const { programmeId, siteId } = counter
  if (!getProgramme(station, programmeId).items.some(({ id }) => id === item)) {
    const problems = [{ pointer: '/item', message: 'handouts.error.item' }]
    throw new Failure('invalid', 'core.invalid', { problems })
  }
  const { tickets, pieces, hours } = settingsOf(station, programmeId).offline
  const { publicKey, privateKey } = await newSealingKeys()
  const issuedAt = clock.now()
  const allowance = await db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    return insertAllowance(tx, {
      ...{ programmeId, siteId, item, tickets, pieces, issuedAt, publicKey, keyId },
      untilAt: new Date(issuedAt.getTime() + hours * HOUR_MS),
      sealedKey: await secrets.seal(tx, keyId, privateKey),
      by: counter.by,
      most: tickets * MOST_ALLOWANCES,
    })
  })
  if (!allowance) throw new Failure('conflict', 'handouts.offline.enough')
  const { allowanceId, untilAt } = allowance
  const numbers = Array.from({ length: tickets }, (_, index) => index + 1)
  const signed = numbers.map((number) => signTicket(station, allowanceId, number))
  return { publicKey, item, pieces, untilAt, tickets: signed }
}

function signTicket({ secrets }: Station, allowanceId: string, number: number): string {
  const mac = secrets.hash('supply ticket', `${allowanceId} ${number}`).slice(0, MAC_SIGNS)
  return `${allowanceId}.${number}.${mac}`
}

export const OfflineEntry = z.object({
  ticket: z.string().max(120),
  at: z.iso.datetime({ offset: true }),
  sealed: z.string().max(4000),
})
export type OfflineEntry = z.output<typeof OfflineEntry>

export type OfflineOutcome =
  /** Told for the first time; `again`: told before. */
  | 'recorded'
  | 'again'
  /** Signed by nobody of ours, or for another site. */
  | 'forged'
  /** The ticket stands for another card. */
  | 'used'
  | 'out_of_time'
  | 'unreadable'

export interface OfflineResult {
  ticket: string
  outcome: OfflineOutcome
  pieces: number
}

/** Takes in what a site handed out while it was cut off; each entry by itself, in their order. */
export async function takeOffline(
  station: Station,
  counter: Counter,
  entries: OfflineEntry[],
): Promise<OfflineResult[]> {
  const results: OfflineResult[] = []
  for (const entry of entries) results.push(await takeEntry(station, counter, entry))
  return results
}

async function takeEntry(
  station: Station,
  counter: Counter,
  entry: OfflineEntry,
): Promise<OfflineResult> {
  const { ticket } = entry
  const ended = (outcome: OfflineOutcome, pieces = 0) => ({ ticket, outcome, pieces })
  const found = await readTicket(station, counter, ticket)
  if (!found) return ended('forged')
  const { allowance, number } = found
  const at = new Date(entry.at)
  if (!isInTime(allowance, at, station.clock.now())) return ended('out_of_time')
  const key = await station.secrets.openText(station.db, allowance.keyId, allowance.sealedKey)
  const read = HandOutRequest.safeParse(await openCard(key, entry.sealed))
  if (!read.success) return ended('unreadable')
  const { amount = allowance.pieces } = read.data
  if (read.data.item !== allowance.item || amount > allowance.pieces) return ended('unreadable')
  try {
    const answer = await handOut(station, {
      counter,
      request: { ...read.data, amount },
      clientKey: `ticket:${allowance.allowanceId}:${number}`,
      as: { mayBeOver: true, at, ticket: { allowanceId: allowance.allowanceId, number } },
    })
    if (answer.outcome === 'refused') throw new Error('an offline hand-out was refused')
    return ended(answer.outcome === 'given' ? 'recorded' : 'again', answer.pieces)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return ended(failure.kind === 'conflict' ? 'used' : 'unreadable')
  }
}

async function readTicket(
  station: Station,
  { programmeId, siteId }: Counter,
  ticket: string,
): Promise<{ allowance: Allowance; number: number } | null> {
  const [, allowanceId = '', digits = ''] = /^([0-9a-f-]{36})\.(\d{1,3})\./.exec(ticket) ?? []
  const number = Number(digits)
  if (!allowanceId || ticket !== signTicket(station, allowanceId, number)) return null
  const allowance = await findAllowance(station.db, allowanceId)
  const isHere = allowance?.programmeId === programmeId && allowance.siteId === siteId
  return allowance && isHere ? { allowance, number } : null
}

const isInTime = ({ issuedAt, untilAt, closedAt }: Allowance, at: Date, now: Date): boolean =>
  closedAt === null &&
  at >= new Date(issuedAt.getTime() - CLOCKS_APART_MS) &&
  at <= untilAt &&
  at.getTime() <= now.getTime() + CLOCKS_APART_MS

/** Nothing more is taken from allowances that ended long ago, and nobody reads their cards any more. */
export async function closeOldAllowances({ db, clock, secrets }: Station): Promise<void> {
  const at = clock.now()
  const endedBefore = new Date(at.getTime() - TELL_WITHIN_MS)
  await db.transaction().execute(async (tx) => {
    for (const keyId of await closeAllowances(tx, { endedBefore, at })) {
      await secrets.destroy(tx, keyId)
    }
  })
}
