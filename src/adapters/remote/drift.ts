// Whether a remote adapter still is what the city knows: pure.

import { canonicalJson } from '../../core/canonical.ts'
import type { WireDescription } from './wire.ts'

/** Another of these, and a filing may come out differently from what was checked. */
const BREAKING = ['id', 'contract', 'input', 'semantics'] as const
const TOLD = ['title', 'openingHours', 'limits', 'reads'] as const

/** Names of the parts that differ. */
export function differences(
  kept: WireDescription,
  live: WireDescription,
): { breaking: string[]; all: string[] } {
  const differs = (part: keyof WireDescription) =>
    canonicalJson(kept[part] ?? null) !== canonicalJson(live[part] ?? null)
  const breaking = BREAKING.filter(differs)
  return { breaking, all: [...breaking, ...TOLD.filter(differs)] }
}
