// Whether a file may become everybody's number, or a person has to look first. Pure.

/** Files this small lose a large share by closing one site. */
const FEWEST_ROWS = 20

export type Verdict = { ok: true } | { ok: false; reason: 'empty' | 'lost_rows' }

/**
 * @param before rows of the last file that was taken; null for the first
 * @param faultShare share of rows that may go missing from one file to the next
 */
export function judgeFile(rows: number, before: number | null, faultShare: number): Verdict {
  if (before === null || before < FEWEST_ROWS) return { ok: true }
  if (rows === 0) return { ok: false, reason: 'empty' }
  const lost = (before - rows) / before
  return lost > faultShare ? { ok: false, reason: 'lost_rows' } : { ok: true }
}

/** A code as the registry writes it: lost zeros are put back, spaces and full-width forms go. */
export function repairCode(code: string, codeLength: number): string {
  const plain = code.normalize('NFKC').trim().toUpperCase()
  const isShort = codeLength > 0 && plain.length < codeLength && /^\d+$/.test(plain)
  return isShort ? plain.padStart(codeLength, '0') : plain
}

/** Pieces in a cell: `1,200` and full-width digits too; null for what is no number. */
export function readAmount(cell: string): number | null {
  const plain = cell.normalize('NFKC').replace(/[,\s]/g, '')
  if (plain === '') return 0
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null
}

/** A source's clock may run ahead by this much before ours is believed instead. */
const MOST_AHEAD_MS = 10 * 60_000

/** When a file says that it was so; what lies in the future would shut out every file after it. */
export function soundMoment(said: string | null, now: Date): Date {
  const at = said === null ? now : new Date(said)
  return at.getTime() > now.getTime() + MOST_AHEAD_MS ? now : at
}
