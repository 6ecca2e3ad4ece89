// What an agency gets, flattened to lines that can be copied one by one, in the order of the form.

import type { Translate } from '../../core/i18n.ts'

export interface CopyLine {
  name: string
  value: string
}

/** Parts that have a word in locales/ (`cases.field.<part>`); others show as the agency calls them. */
const WORDED = new Set([
  'account',
  'address',
  'applicant',
  'bail_out',
  'bank',
  'birth',
  'bornAt',
  'child',
  'children',
  'contact',
  'count',
  'email',
  'entryOn',
  'entryPoint',
  'errand',
  'exitPoint',
  'give',
  'given_name',
  'holder',
  'home',
  'id_number',
  'leader',
  'lodging',
  'members',
  'mother',
  'name',
  'nationality',
  'nights',
  'number',
  'office',
  'on',
  'order',
  'parent',
  'people',
  'phone',
  'plan',
  'registration',
  'resident',
  'sex',
  'siblings',
  'surname',
  'team',
  'visit',
  'visitOn',
  'whoGoes',
])

/** Says nothing to whoever fills in a form. */
const SILENT = new Set(['entry_exempt'])

export function copyLines(input: unknown, t: Translate): CopyLine[] {
  return flat(input, []).map(({ path, value }) => ({
    name: path.map((part) => (WORDED.has(part) ? t(`cases.field.${part}`) : part)).join(' '),
    value: path.at(-1) === 'nationality' ? t(`journeys.nationality_${value}`) : value,
  }))
}

interface Leaf {
  path: string[]
  value: string
}

function flat(input: unknown, path: string[]): Leaf[] {
  if (input === null || input === undefined || input === '' || input === false) return []
  if (Array.isArray(input)) {
    if (input.every((item) => typeof item !== 'object')) {
      return input.length > 0 ? [{ path, value: input.join('、') }] : []
    }
    return input.flatMap((item, index) => flat(item, [...path, String(index + 1)]))
  }
  if (typeof input !== 'object') return [{ path, value: String(input) }]
  // An address is written in one line; its parts would be said twice.
  const { text } = input as { text?: unknown }
  if (typeof text === 'string') return flat(text, path)
  return Object.entries(input)
    .filter(([part]) => !SILENT.has(part))
    .flatMap(([part, value]) => flat(value, [...path, part]))
}
