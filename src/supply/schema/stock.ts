// What a site has, what is told of it, and how it changes.

export const STOCK_STATES = ['counted', 'finished', 'promised', 'disputed'] as const
export type StockState = (typeof STOCK_STATES)[number]

/** One item at one site, now. */
export interface Stock {
  siteId: string
  item: string
  /** Pieces; null: nobody has said yet. */
  amount: number | null
  state: StockState
  stateUntil: Date | null
  stateWhy: string | null
  changedAt: Date
  upAt: Date | null
  downAt: Date | null
  sequence: number
}

/** What somebody says of one item at one site. What is absent stays as it is. */
export interface StockChange {
  siteId: string
  item: string
  amount?: number | null
  state?: StockState
  /** When the state ends by itself; null: a person ends it. */
  stateUntil?: Date | null
  /** Shown beside the state; at most 200 characters. */
  why?: string | null
}

/** One row of a feed: pieces by item. */
export interface FeedRow {
  siteId: string
  amounts: Record<string, number>
}

export interface Feed {
  programmeId: string
  feed: string
  /** When the source says that it was so. */
  at: Date
  items: string[]
  rows: FeedRow[]
  /** Sites whose row made no sense: they keep what they had. */
  unread?: string[]
  /** What it means that a site is not in the file. */
  absent: 'zero' | 'unknown'
}

/** What taking in a file came to. */
export interface Taken {
  rows: number
  changes: number
  /** Rows whose site stands in no registry. */
  unknown: number
  sequence: number
}

export const WINDOW_KINDS = ['slips', 'handOut', 'sale'] as const
export type WindowKind = (typeof WINDOW_KINDS)[number]

/** ISO weekday (Monday is 1), from and to as `HH:MM` of Taipei. */
export type Window = [day: number, from: string, to: string]
export type Hours = Partial<Record<WindowKind, Window[]>>

export interface Site {
  siteId: string
  name: string
  address: string
  district: string | null
  phone: string
  website: string
  /** WGS 84; null where nobody knows. */
  lon: number | null
  lat: number | null
  hours: Hours
  note: string
  languages: string[]
  access: string[]
  source: string
}

/** A site as everybody sees it. */
export interface PublicSite extends Site {
  /** When its feed last named it; null: the newest file of its feed does. */
  lastSeenAt: Date | null
  /** It no longer takes part. */
  leftAt: Date | null
  sequence: number
}
