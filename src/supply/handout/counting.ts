// What was handed out is taken from the sites' stock every second, many hand-outs at once: the line of
// changes is one row, and a counter must not wait for it. Marked and taken in one transaction, so that
// no piece is taken twice or forgotten, whoever dies in between.

import type { Station } from '../../core/station.ts'
import { changeStock } from '../actions/changes.ts'
import { listProgrammes } from '../programmes.ts'
import type { StockChange } from '../schema/stock.ts'
import { findStock } from '../store/changes.ts'
import { hasUncounted, markCounted } from '../store/handouts.ts'
import { lockSequence } from '../store/stock.ts'

/** @returns pieces taken from stock */
export async function countHandOuts(station: Station): Promise<number> {
  let pieces = 0
  for (const { id, countedBy } of listProgrammes(station)) {
    if (countedBy !== 'hand-outs' || !(await hasUncounted(station.db, id))) continue
    pieces += await takeFromStock(station, id)
  }
  return pieces
}

async function takeFromStock({ db, clock }: Station, programmeId: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    // First the line, then the rows: the same order as everybody else's.
    await lockSequence(tx, programmeId)
    const counted = await markCounted(tx, programmeId)
    const changes: StockChange[] = []
    for (const { siteId, item, pieces } of counted) {
      const stock = await findStock(tx, { programmeId, siteId, item })
      // Nobody has said how many there are: nothing to take from.
      if (stock?.amount == null) continue
      changes.push({ siteId, item, amount: Math.max(0, stock.amount - pieces) })
    }
    const at = clock.now()
    await changeStock(tx, { programmeId, at, source: 'hand_out', by: null, changes })
    return counted.reduce((sum, { pieces }) => sum + pieces, 0)
  })
}
