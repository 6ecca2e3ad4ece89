// When what people tell puts a number in dispute. Pure.

const HOUR_MS = 3600_000
/** Of different homes, within an hour: one alone may have looked at the wrong shop. */
export const RESIDENTS_NEEDED = 2

export interface Told {
  source: 'resident' | 'owner' | 'desk'
  /** The same for two reports from one network on one day; null: not known any more. */
  networkHash: string | null
  at: Date
}

/** The shop or the desk says so, or two homes within an hour. */
export function isDispute(open: Told[], now: Date): boolean {
  if (open.some(({ source }) => source !== 'resident')) return true
  const recent = open.filter(({ at }) => now.getTime() - at.getTime() <= HOUR_MS)
  return new Set(recent.map(({ networkHash }) => networkHash)).size >= RESIDENTS_NEEDED
}

/** Something that can be disputed: the map says that there is some. */
export const saysThereIsSome = (stock: { amount: number | null; state: string } | null): boolean =>
  stock !== null && (stock.amount ?? 0) > 0 && ['counted', 'disputed'].includes(stock.state)
