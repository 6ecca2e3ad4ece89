// How a city's journey and the one in a pack differ, field by field, so that a city can take over
// what another has learnt since.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { isPlainRecord } from '../expressions/records.ts'
import type { Pack } from './file.ts'

/** Differ by nature between two cities. */
const OWN = ['version', 'derivedFrom', 'keeper', 'owner', 'status']

/** One line each: `+` only in the pack, `-` only here, `~` differs. */
export function differencesOf(pack: Pack, cityDirectory: string): string[] {
  return Object.entries(pack.files).flatMap(([path, theirs]) => {
    const file = join(cityDirectory, path)
    if (!existsSync(file)) return [`+ ${path}`]
    const ours = readFileSync(file, 'utf8')
    if (ours === theirs) return []
    if (!path.endsWith('.yaml')) return [`~ ${path}`]
    return fieldLines(parse(ours), parse(theirs), []).map((line) => `${line} (${path})`)
  })
}

function fieldLines(ours: unknown, theirs: unknown, at: string[]): string[] {
  if (at.length === 1 && OWN.includes(at[0] ?? '')) return []
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return []
  const [mine, other] = [keyed(ours), keyed(theirs)]
  if (!mine || !other) return [`~ ${at.join('.')}`]
  const keys = [...new Set([...Object.keys(other), ...Object.keys(mine)])]
  return keys.flatMap((key) => {
    if (!(key in mine)) return [`+ ${[...at, key].join('.')}`]
    if (!(key in other)) return [`- ${[...at, key].join('.')}`]
    return fieldLines(mine[key], other[key], [...at, key])
  })
}

/** Entries of a list by their id, so that one more in the middle is one line. */
function keyed(value: unknown): Record<string, unknown> | null {
  if (isPlainRecord(value)) return value
  if (!Array.isArray(value)) return null
  return Object.fromEntries(
    value.map((item, at) => [
      isPlainRecord(item) && typeof item.id === 'string' ? item.id : String(at),
      item,
    ]),
  )
}
