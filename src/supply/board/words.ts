// What everybody is shown of a programme at one moment, as app makers read it. The names of these
// fields are part of docs/open-data.md and never change.

import type { StockState } from '../schema/stock.ts'

export interface PublicState {
  state: Exclude<StockState, 'counted'>
  /** RFC 3339; absent: a person ends it. */
  until?: string
  why?: string
}

/** One site at one moment. */
export interface BoardRow {
  id: string
  /** Pieces by item. An item that is absent never was there; null: nobody has said how many. */
  stock: Record<string, number | null>
  /** Only for items that are not simply counted. */
  states?: Record<string, PublicState>
  /** Absent: the newest file of its feed names it, see `seen` of the snapshot. */
  last_seen?: string
  /** Null: its stock never changed. */
  last_changed: string | null
}

export interface Snapshot {
  programme: string
  sequence: number
  /** When the newest change was made; null before the first. */
  at: string | null
  /** The newest file of its feeds; null: it has none, or none has come. */
  seen: string | null
  /** SHA-256, hexadecimal, over the lines that docs/open-data.md describes. */
  hash: string
  items: string[]
  /** A site last seen longer ago than this is told as not reported. */
  stale_after_minutes: number
  sites: BoardRow[]
}

export interface Delta extends Omit<Snapshot, 'items' | 'stale_after_minutes'> {
  since: number
  /** Sites that left since then. */
  left: string[]
}
