// Rows that everybody sees, and the hash that proves which moment they are from. Pure.

import { createHash } from 'node:crypto'
import type { PublicSite, Stock } from '../schema/stock.ts'
import type { BoardRow, PublicState } from './words.ts'

/** A site with its stock, as the board keeps it. */
export interface Place {
  site: PublicSite
  stock: Stock[]
  /** The newest change of the site or its stock. */
  sequence: number
  row: BoardRow
  /** Its lines of the hash. */
  lines: string
}

export function placeOf(site: PublicSite, stock: Stock[]): Place {
  const sequence = Math.max(site.sequence, ...stock.map((one) => one.sequence))
  const lines = stock
    .map(({ item, amount, state }) => `${site.siteId}\t${item}\t${amount ?? ''}\t${state}\n`)
    .join('')
  return { site, stock, sequence, row: rowOf(site, stock), lines }
}

function rowOf({ siteId, lastSeenAt }: PublicSite, stock: Stock[]): BoardRow {
  const states = stock.flatMap((one): [string, PublicState][] => {
    const state = stateOf(one)
    return state ? [[one.item, state]] : []
  })
  const changed = stock.map(({ changedAt }) => changedAt.getTime())
  return {
    id: siteId,
    stock: Object.fromEntries(stock.map(({ item, amount }) => [item, amount])),
    ...(states.length > 0 && { states: Object.fromEntries(states) }),
    ...(lastSeenAt && { last_seen: lastSeenAt.toISOString() }),
    last_changed: changed.length > 0 ? new Date(Math.max(...changed)).toISOString() : null,
  }
}

function stateOf({ state, stateUntil, stateWhy }: Stock): PublicState | null {
  if (state === 'counted') return null
  return {
    state,
    ...(stateUntil && { until: stateUntil.toISOString() }),
    ...(stateWhy && { why: stateWhy }),
  }
}

/** Over the sites that take part, by their code, each with its items in the order of their names. */
export function hashOf(places: Iterable<Place>): string {
  let all = ''
  // In one go: a call of the hash for each line takes longer than the hashing.
  for (const { lines } of places) all += lines
  return createHash('sha256').update(all).digest('hex')
}
