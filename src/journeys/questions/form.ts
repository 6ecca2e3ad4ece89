// Between the fields of a form and the answers they mean. Field names are `<question>`,
// `<question>.<part>` and `<group>.<row>.<part>`; what was typed stays as it was typed.

import type { Problem } from '../../core/errors.ts'
import type { Page, Question } from '../schema.ts'
import { isBlank, isEmptyRow, type KnownPlaces } from './leaf.ts'
import { MAX_MEMBERS } from './limits.ts'

export type Fields = Record<string, string | File>

/**
 * What was typed on one page, as the readers take it. Other fields of the form are left alone. A new
 * file comes as the `File` itself: whoever keeps it puts `{ attachment, name, mediaType, bytes }` there.
 */
export function formToRaw(
  page: Page,
  fields: Fields,
  places: KnownPlaces,
): Record<string, unknown> {
  const raw = page.questions.map((question) =>
    question.type === 'trip'
      ? [question.id, places.tripFromForm(textsOf(fields), question.id)]
      : [question.id, rawOf(question, question.id, fields)],
  )
  return Object.fromEntries(raw.filter(([, value]) => value !== undefined))
}

const textsOf = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      (field): field is [string, string] => typeof field[1] === 'string',
    ),
  )

function rawOf(question: Question, name: string, fields: Fields): unknown {
  switch (question.type) {
    case 'confirm':
      return fields[name] === undefined ? false : fields[name]
    case 'choices':
      return (question.options ?? [])
        .map((option) => option.value)
        .filter((value) => fields[`${name}.${value}`] !== undefined)
    case 'date':
      return dateOf(name, fields)
    case 'address':
      return addressOf(name, fields)
    case 'person':
      return memberOf(question, name, fields)
    case 'group':
      return rowsOf(question, name, fields)
    case 'upload':
      return uploadOf(name, fields)
    default:
      return fields[name]
  }
}

function memberOf(question: Question, name: string, fields: Fields): Record<string, unknown> {
  const parts = (question.parts ?? []).map((part) => {
    const at = `${name}.${part}`
    if (part === 'birth') return [part, dateOf(at, fields)]
    return [part, part === 'address' ? addressOf(at, fields) : fields[at]]
  })
  const extra = (question.questions ?? []).map((inner) => [
    inner.id,
    rawOf(inner, `${name}.${inner.id}`, fields),
  ])
  return Object.fromEntries([...parts, ...extra].filter(([, raw]) => raw !== undefined))
}

/** Rows by number, gaps closed: what a removed row leaves behind is no row. */
function rowsOf(question: Question, name: string, fields: Fields): Record<string, unknown>[] {
  const start = `${name}.`
  const numbers = Object.keys(fields)
    .filter((field) => field.startsWith(start))
    .map((field) => Number(field.slice(start.length).split('.')[0]))
    .filter((row) => Number.isInteger(row) && row >= 0 && row < MAX_MEMBERS)
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((row) => memberOf(question, `${name}.${row}`, fields))
}

function dateOf(name: string, fields: Fields): unknown {
  if (fields[name] !== undefined) return fields[name]
  const parts = ['year', 'month', 'day', 'calendar'].map((part) => [
    part,
    fields[`${name}.${part}`],
  ])
  const given = Object.fromEntries(parts.filter(([, value]) => value !== undefined))
  const { calendar, ...numbers } = given
  if (Object.keys(numbers).length === 0) return undefined
  return isBlank(numbers) ? '' : { ...numbers, ...(calendar ? { calendar } : {}) }
}

function addressOf(name: string, fields: Fields): unknown {
  const { [name]: line } = fields
  if (line !== undefined) return line
  const parts = ['city', 'district', 'street'].map((part) => [part, fields[`${name}.${part}`]])
  const given = parts.filter(([, value]) => value !== undefined)
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

/** A new file, or what is kept already and comes back as its id. */
function uploadOf(name: string, fields: Fields): unknown {
  const { [name]: file } = fields
  if (file instanceof File && file.size > 0) return file
  const kept = ['attachment', 'name', 'mediaType', 'bytes'].map((part) => fields[`${name}.${part}`])
  const [attachment, fileName, mediaType, bytes] = kept
  return attachment ? { attachment, name: fileName, mediaType, bytes: Number(bytes) } : undefined
}

/**
 * What a button inside a page (`do`) does before anything is checked: `add:<group>` gives an empty
 * row, `remove:<group>:<row>` takes one away, `trip:…` belongs to the trip. An action of another page
 * changes nothing.
 */
export function applyFormAction(
  page: Page,
  raw: Record<string, unknown>,
  action: string,
  places: KnownPlaces,
): Record<string, unknown> {
  const [verb, id = '', row] = action.split(':')
  const trip = page.questions.find((question) => question.type === 'trip')
  if (verb === 'trip' && trip) {
    return { ...raw, [trip.id]: places.applyTripAction(raw[trip.id], action) }
  }
  const group = page.questions.find((one) => one.id === id && one.type === 'group')
  if (!group) return raw
  const rows = Array.isArray(raw[id]) ? (raw[id] as unknown[]) : []
  if (verb === 'remove') return { ...raw, [id]: rows.filter((_, at) => at !== Number(row)) }
  if (verb !== 'add' || rows.length >= (group.max ?? MAX_MEMBERS)) return raw
  return { ...raw, [id]: [...rows.filter((one) => !isEmptyRow(one)), {}] }
}

/** What the page's own button lacks to do its work; pointers begin at the answers. */
export function formActionProblems(
  page: Page,
  raw: Record<string, unknown>,
  action: string,
  places: KnownPlaces,
): Problem[] {
  const trip = page.questions.find((question) => question.type === 'trip')
  if (!trip || !action.startsWith('trip:')) return []
  return places
    .tripActionProblems(raw[trip.id], action)
    .map((problem) => ({ ...problem, pointer: `/${trip.id}${problem.pointer}` }))
}

/** Rows as the reader counts them: rows nobody filled in are not counted. */
export function withoutEmptyRows(
  page: Page,
  raw: Record<string, unknown>,
): Record<string, unknown> {
  const groups = page.questions.filter((question) => question.type === 'group')
  const filled = groups.map(({ id }) => [
    id,
    Array.isArray(raw[id]) ? (raw[id] as unknown[]).filter((row) => !isEmptyRow(row)) : raw[id],
  ])
  return { ...raw, ...Object.fromEntries(filled) }
}
