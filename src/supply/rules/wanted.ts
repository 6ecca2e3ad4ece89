// Which sites somebody wants to see, the same for the list and the map. Pure.

import type { Hours } from '../schema/stock.ts'
import { isOpenIn, type WeekTime } from './hours.ts'
import { isThere, type Told } from './levels.ts'
import { doorOf } from './today.ts'

export interface Wanted {
  q: string
  /** Empty: any. */
  item: string
  language: string
  wheelchair: boolean
}

export interface Described {
  name: string
  address: string
  district: string | null
  languages: string[]
  access: string[]
}

export function isWanted(
  site: Described,
  { q, language, wheelchair }: Omit<Wanted, 'item'>,
): boolean {
  if (wheelchair && !site.access.includes('wheelchair')) return false
  if (language && !site.languages.includes(language)) return false
  if (!q) return true
  const text = plain(`${site.name} ${site.address} ${site.district ?? ''}`)
  return plain(q)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const plain = (text: string): string => text.normalize('NFKC').replaceAll('台', '臺').toLowerCase()

/** Somebody who comes may get some. `isSure`: it was heard of lately. */
export function hasSome(told: Told[], item: string, isSure = false): boolean {
  return told
    .filter((one) => item === '' || one.item === item)
    .some((one) => isThere(one) || (!isSure && one.level === 'unreported' && (one.amount ?? 0) > 0))
}

/** Null: nobody knows its hours. */
export function openIn(hours: Hours, week: WeekTime): boolean | null {
  const door = doorOf(hours)
  return door ? isOpenIn(hours, door, week) : null
}
