// Which version is in force, which comes next, and what an emergency still owes everybody. Pure.

import { versionAt } from './allowance.ts'
import type { Published } from './schema.ts'

/** How long an emergency may go unexplained. */
export const EXPLAIN_HOURS = 72
const HOUR_MS = 3_600_000

export interface Standing {
  /** Numbers; null: none. */
  current: number | null
  next: number | null
}

export function standingOf(published: Published[], now: Date): Standing {
  const versions = published.map(({ version }) => version)
  const later = versions
    .filter(({ from, notRun }) => !notRun && from > now)
    .sort((a, b) => a.from.getTime() - b.from.getTime())
  return {
    current: versionAt(versions, now)?.number ?? null,
    next: later[0]?.number ?? null,
  }
}

/** Null: it was published in the usual way, or is explained. */
export function explanationDue({
  emergencyWhy,
  explainedAt,
  publishedAt,
}: Pick<Published, 'emergencyWhy' | 'explainedAt' | 'publishedAt'>): Date | null {
  if (emergencyWhy === null || explainedAt !== null) return null
  return new Date(publishedAt.getTime() + EXPLAIN_HOURS * HOUR_MS)
}

/** Its time is over, and nobody has said why. */
export function isNotYetExplained(published: Published, now: Date): boolean {
  const due = explanationDue(published)
  return due !== null && due <= now
}
