// A card as it is kept: hashed under a key that lives for 28 days in one programme and is then
// destroyed. Source: docs/decisions/0015-offline-hand-out.md.

import { createHmac, randomBytes } from 'node:crypto'
import type { Station } from '../../core/station.ts'
import { keyPeriod, keyPeriods, periodDay } from '../rules/quota.ts'
import { deleteSpentKeys, findCardKey, insertCardKey } from '../store/card-keys.ts'
import { forgetCards } from '../store/handouts.ts'

const KEY_BYTES = 32
/** A quota's longest reach back, in periods of keys. */
const MOST_KEPT = 40

const kept = new WeakMap<Station, Map<string, Buffer>>()

export interface CardHashes {
  lock: bigint
  hashes: Buffer[]
  hash: Buffer
}

/** @param days how far back the quota looks */
export async function hashCard(
  station: Station,
  programmeId: string,
  { number, at, days }: { number: string; at: Date; days: number },
): Promise<CardHashes> {
  const periods = keyPeriods(at, days)
  const hashes: Buffer[] = []
  for (const period of periods) {
    hashes.push(hmac(await keyOf(station, programmeId, period), number))
  }
  const own = hashes[periods.indexOf(keyPeriod(at))]
  if (!own) throw new Error('a moment is in none of its own periods')
  return { lock: lockOf(station, programmeId, number), hashes, hash: own }
}

const hmac = (key: Buffer, number: string) => createHmac('sha256', key).update(number).digest()

/** Whoever asks for a card waits for whoever is at it; the number is nowhere but in that lock. */
function lockOf({ secrets }: Station, programmeId: string, number: string): bigint {
  const hash = secrets.hash(`supply lock ${programmeId}`, number)
  return BigInt.asIntN(64, BigInt(`0x${hash.slice(0, 16)}`))
}

async function keyOf(station: Station, programmeId: string, period: number): Promise<Buffer> {
  const name = `${programmeId} ${period}`
  const ring = kept.get(station) ?? new Map<string, Buffer>()
  kept.set(station, ring)
  const known = ring.get(name)
  if (known) return known
  const key =
    (await readKey(station, programmeId, period)) ?? (await addKey(station, programmeId, period))
  ring.set(name, key)
  for (const oldest of ring.keys()) {
    if (ring.size <= MOST_KEPT) break
    ring.delete(oldest)
  }
  return key
}

async function readKey(
  { db, secrets }: Station,
  programmeId: string,
  period: number,
): Promise<Buffer | null> {
  const row = await findCardKey(db, programmeId, period)
  return row ? Buffer.from(await secrets.open(db, row.keyId, row.sealed)) : null
}

/** The first of several processes makes it; the others read that one. */
async function addKey(station: Station, programmeId: string, period: number): Promise<Buffer> {
  const { db, secrets } = station
  await db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    const sealed = await secrets.seal(tx, keyId, randomBytes(KEY_BYTES))
    const isFirst = await insertCardKey(tx, { programmeId, period, keyId, sealed })
    if (!isFirst) await secrets.destroy(tx, keyId)
  })
  const key = await readKey(station, programmeId, period)
  if (!key) throw new Error('a card key that was just made is gone')
  return key
}

/** Hashes whose quota period is over go, then the keys under which none is left. @returns hashes */
export async function forgetSpentCards(station: Station, programmeIds: string[]): Promise<number> {
  const { db, clock, secrets } = station
  const now = clock.now()
  const forgotten = await forgetCards(db, now)
  const period = keyPeriod(now)
  const at = new Date(`${periodDay(period)}T00:00:00+08:00`)
  for (const programmeId of programmeIds) {
    await db.transaction().execute(async (tx) => {
      const spent = await deleteSpentKeys(tx, programmeId, { period, at })
      for (const { keyId, ...key } of spent) {
        await secrets.destroy(tx, keyId)
        kept.get(station)?.delete(`${programmeId} ${key.period}`)
      }
    })
  }
  return forgotten
}
