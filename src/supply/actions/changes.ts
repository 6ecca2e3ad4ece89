// A change of stock by somebody: numbered in the one line of its programme, kept with who, when, why
// and from where.

import type { Db } from '../../core/db.ts'
import type { Station } from '../../core/station.ts'
import type { Stock, StockChange } from '../schema/stock.ts'
import { findStock, insertChanges, listEnded, type NewChange, saveStock } from '../store/changes.ts'
import { lockSequence } from '../store/stock.ts'

export interface Said {
  programmeId: string
  at: Date
  /** `owner`, `resident`, `console`, `hand_out`, `clock`. */
  source: string
  /** The account or device; null for a program. */
  by: string | null
  changes: StockChange[]
}

/**
 * Writes what differs from what is known; saying the same twice changes nothing.
 * @returns the newest number of the programme
 */
export async function changeStock(
  tx: Db,
  { programmeId, at, source, by, changes }: Said,
): Promise<number> {
  let sequence = await lockSequence(tx, programmeId)
  for (const change of changes) {
    const { siteId, item } = change
    const was = await findStock(tx, { programmeId, siteId, item })
    const will = after(was, change)
    const written = differences(was, will).map(
      (kind): NewChange => ({
        at,
        siteId,
        item,
        kind,
        source,
        by,
        why: will.why,
        before: kind === 'stock' ? (was?.amount ?? null) : (was?.state ?? null),
        after: kind === 'stock' ? will.amount : will.state,
      }),
    )
    if (written.length === 0) continue
    sequence = await insertChanges(tx, { programmeId, sequence, changes: written })
    await saveStock(tx, { programmeId, sequence, at, change: will })
  }
  return sequence
}

/** A new amount alone ends no state: slips stay given out though a feed counts again. */
function after(was: Stock | null, change: StockChange): Required<StockChange> {
  const { siteId, item } = change
  return {
    siteId,
    item,
    amount: change.amount === undefined ? (was?.amount ?? null) : change.amount,
    state: change.state ?? was?.state ?? 'counted',
    stateUntil: change.state ? (change.stateUntil ?? null) : (was?.stateUntil ?? null),
    why: change.state ? (change.why ?? null) : (was?.stateWhy ?? null),
  }
}

function differences(was: Stock | null, will: Required<StockChange>): ('stock' | 'state')[] {
  const isStock = will.amount !== (was?.amount ?? null) || was === null
  const isState =
    will.state !== (was?.state ?? 'counted') ||
    (will.stateUntil?.getTime() !== was?.stateUntil?.getTime() && will.state !== 'counted')
  return [...(isStock ? (['stock'] as const) : []), ...(isState ? (['state'] as const) : [])]
}

/** States whose time has come end by themselves. @returns how many */
export async function endStates({ db, clock }: Station): Promise<number> {
  const now = clock.now()
  const ended = await listEnded(db, now)
  for (const { programmeId, siteId, item } of ended) {
    const changes = [{ siteId, item, state: 'counted' as const }]
    await db
      .transaction()
      .execute((tx) =>
        changeStock(tx, { programmeId, at: now, source: 'clock', by: null, changes }),
      )
  }
  return ended.length
}
