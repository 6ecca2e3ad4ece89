// From single changes back to how it was over a week: by site and item, what was lacking and since when.

import type { Lack, Phase } from '../rules/unmet.ts'
import type { Stock, StockState } from '../schema/stock.ts'
import type { Turn } from '../store/demand.ts'

const lackOf = (amount: number | null, state: StockState): Lack | null => {
  if (state === 'disputed' || state === 'promised') return state
  return state === 'finished' || amount === 0 ? 'empty' : null
}

/**
 * @param turns of one item at one site, in their order
 * @param now how it is after the last of them; undefined: it never had any
 */
export function phasesOf(turns: Turn[], now: Stock | undefined, from: Date): Phase[] {
  const of = (kind: Turn['kind']) => turns.find((turn) => turn.kind === kind)
  const [stock, state] = [of('stock'), of('state')]
  let amount = stock ? (stock.before as number | null) : (now?.amount ?? null)
  let current = (state ? state.before : now?.state) as StockState | null | undefined
  const phases: Phase[] = [{ from, lack: lackOf(amount, current ?? 'counted') }]
  for (const turn of turns) {
    if (turn.kind === 'stock') amount = turn.after as number | null
    else current = turn.after as StockState
    phases.push({ from: turn.at, lack: lackOf(amount, current ?? 'counted') })
  }
  return phases
}
