// `call.wires.box`: the lists of an agency that only collects. Rows go into lists that are ours; the
// box itself is opened by `exchange` and `look` alone.

import type { OpenWires, WireGround } from '../../gateway/wires.ts'
import { exchange } from './exchange.ts'
import { openBoxAt } from './place.ts'
import { addRow, cancelRow, findStanding, takeBack } from './rows.ts'
import type { Box, Collections, ListFormat, Place, RowStanding } from './schema.ts'
import type { ExchangeOptions } from './visit.ts'

export interface BoxWire {
  /** Puts a filing into the next list, once for its key. */
  add(
    collects: Collections,
    row: { key: string; lineOf(item: string): unknown },
  ): Promise<RowStanding>
  /** Null: no list has it. */
  find(by: { key: string } | { item: string }): Promise<RowStanding | null>
  /** True when its list was still open. */
  takeBack(item: string): Promise<boolean>
  /** Asks for its cancelling in the next list, once. */
  cancel(collects: Collections, row: { item: string; line: unknown }): Promise<RowStanding>
  /** Closes and hands over what is due, reads what came back. */
  exchange(format: ListFormat, options?: ExchangeOptions): Promise<{ ok: boolean; detail: string }>
  /** Opens the box itself. What files there must be announced by whoever does it. */
  open(place: Place): Promise<Box>
}

declare module '../../contract.ts' {
  interface Wires {
    box: BoxWire
  }
}

export function openBox(ground: WireGround): OpenWires {
  const opened: Box[] = []
  const box: BoxWire = {
    add: (collects, row) => addRow(ground, collects, row),
    find: (by) => findStanding(ground, by),
    takeBack: (item) => takeBack(ground, item),
    cancel: (collects, row) => cancelRow(ground, collects, row),
    exchange: (format, options) => exchange(ground, format, options),
    open: async (place) => {
      const made = await openBoxAt(place, ground)
      opened.push(made)
      return made
    },
  }
  return {
    wires: { box } as OpenWires['wires'],
    close: async () => {
      for (const one of opened) one.close()
    },
  }
}
