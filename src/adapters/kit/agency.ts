// What an agency says, and what goes wrong with it. An agency writes Chinese; what the adapter's
// table does not know is passed on unchanged and said to be the agency's own, never guessed at.

import type { LocalText } from '../../core/errors.ts'
import type { Reason } from '../contract.ts'
import { AgencyRefusal, AgencyTrouble, ChangedLayout, expectStatus } from './trouble.ts'

export { AgencyRefusal, AgencyTrouble, ChangedLayout, expectStatus }

/** Beginnings of an agency's sentences, and their English. */
export type Table = Record<string, string>

export function says(text: string, table: Table = {}): LocalText {
  const said = text.trim()
  const known = Object.entries(table).find(([beginning]) => said.startsWith(beginning))
  return { 'zh-TW': said, en: known ? known[1] : `In the agency’s own words: “${said}”` }
}

/** Sentences as reasons, each tied to the input it speaks of: the longest name it mentions. */
export function reasons(texts: string[], table: Table = {}, fields: Table = {}): Reason[] {
  const names = Object.keys(fields).sort((a, b) => b.length - a.length)
  return texts.map((text) => {
    const field = fields[names.find((name) => text.includes(name)) ?? '']
    return { text: says(text, table), ...(field ? { field } : {}) }
  })
}
