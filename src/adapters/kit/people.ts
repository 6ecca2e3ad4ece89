// People as journeys send them to agencies, and what every agency refuses about a team.

import { z } from 'zod'
import type { Problem } from '../../core/errors.ts'
import { isTaiwanId } from './ids.ts'
import { words } from './words.ts'

const text = z.string().trim()

export const Address = z.looseObject({ city: text, district: text, street: text })

/** Other parts may come along; an agency gets those its adapter names. */
export const Person = z.looseObject({
  name: text.min(1),
  id_number: text.min(1),
  birth: z.iso.date(),
  /** ISO 3166-1; ZZ is another one. */
  nationality: text.optional(),
  phone: text.optional(),
  mobile: text.optional(),
  email: text.optional(),
  address: z.union([Address, text]).optional(),
  emergency_name: text.optional(),
  emergency_phone: text.optional(),
})
export type Person = z.output<typeof Person>

/** Someone to call who stays at home. */
export const Contact = z.looseObject({
  name: text.min(1),
  phone: text.min(1),
  email: text.optional(),
})

/** In three parts; an address nobody took apart is all street. */
export function addressParts({ address = '' }: Person): z.output<typeof Address> {
  return typeof address === 'string' ? { city: '', district: '', street: address } : address
}

export function addressLine(person: Person): string {
  const { city, district, street } = addressParts(person)
  return city + district + street
}

/** The number a person is reached by first. */
export const mobileOf = ({ mobile, phone }: Person): string => mobile || phone || ''

/** Of the same people, whoever wrote the number in small letters. */
export const idOf = ({ id_number }: Person): string => id_number.toUpperCase()

/** A problem that stops the filing, at a pointer into the input. */
export const block = (pointer: string, zh: string, en: string): Problem => ({
  pointer,
  message: words(zh, en),
  level: 'block',
})

/** Wrong numbers and people named twice, by pointer: `{ '/leader': …, '/members/0': … }`. */
export function teamProblems(team: Record<string, Person>): Problem[] {
  const entries = Object.entries(team)
  return entries.flatMap(([pointer, person], at) => {
    const isSame = ([, other]: [string, Person]) => idOf(other) === idOf(person)
    const at_id = `${pointer}/id_number`
    return [
      isAgencyId(person)
        ? []
        : [
            block(
              at_id,
              '證號不對，請照證件再看一次。',
              'This ID number is not right; please look at the document again.',
            ),
          ],
      entries.findIndex(isSame) < at
        ? [block(at_id, '同一個人在隊伍裡填了兩次。', 'The same person is in the team twice.')]
        : [],
    ].flat()
  })
}

/** A national ID or residence permit with its check digit; of foreigners 6–20 letters and digits. */
function isAgencyId(person: Person): boolean {
  const id = idOf(person)
  const isLocal = (person.nationality ?? 'TW') === 'TW'
  return isLocal ? isTaiwanId(id) : /^[A-Z0-9]{6,20}$/.test(id)
}
