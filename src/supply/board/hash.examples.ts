// The proof of a moment, made from outside: for tests.

import { createHash } from 'node:crypto'
import type { Snapshot } from './words.ts'

/** As docs/open-data.md tells app makers to. */
export function hashOf({ sites }: Snapshot): string {
  const lines = sites.flatMap(({ id, stock, states }) =>
    Object.keys(stock)
      .sort()
      .map(
        (item) => `${id}\t${item}\t${stock[item] ?? ''}\t${states?.[item]?.state ?? 'counted'}\n`,
      ),
  )
  return createHash('sha256').update(lines.join('')).digest('hex')
}
