// Answers as an expression sees them: every record is an instance of a class of its type, knows
// where in the answers it came from, and has a value for everything that was not answered.

import { isRecord, type RecordShape, type Shape } from './shapes.ts'

export type RecordClass = new (fields: Record<string, unknown>) => object

/** One class per record type, so that expressions can tell a person from a place. */
export interface RecordClasses {
  of(shape: RecordShape): RecordClass
}

/** Pointer into the answers of every record that came from them. */
const cameFrom = new WeakMap<object, string>()

/** `/members/0` for a record that is the first member; null for one that an expression made. */
export const pointerOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null ? (cameFrom.get(value) ?? null) : null

export function newRecordClasses(): RecordClasses {
  const classes = new Map<string, RecordClass>()
  const make = (): RecordClass =>
    class {
      constructor(fields: Record<string, unknown>) {
        Object.assign(this, fields)
      }
    }
  return {
    of(shape) {
      const known = classes.get(shape.record) ?? make()
      classes.set(shape.record, known)
      return known
    },
  }
}

/** A value with everything its shape promises. */
export function filled(
  shape: Shape,
  value: unknown,
  classes: RecordClasses,
  pointer = '',
): unknown {
  if (shape === 'string') return typeof value === 'string' ? value : ''
  if (shape === 'double') return typeof value === 'number' ? value : Number.NaN
  if (shape === 'bool') return value === true
  if (!isRecord(shape)) {
    const items = Array.isArray(value) ? value : []
    return items.map((item, index) => filled(shape.list, item, classes, `${pointer}/${index}`))
  }
  const given = isPlainRecord(value) ? withText(shape, value) : {}
  const fields = Object.entries(shape.fields).map(([name, field]) => [
    name,
    filled(field, given[name], classes, `${pointer}/${name}`),
  ])
  const record = new (classes.of(shape))(Object.fromEntries(fields))
  cameFrom.set(record, pointer)
  return record
}

/**
 * What an expression came to, as plain JSON. What was not answered is left out of records: an
 * agency gets no empty field in a person's name.
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, field]) => [key, plain(field)]).filter(([, field]) => !isEmpty(field)),
  )
}

/** Nothing was answered: what a filing simply does not contain. */
export const isEmpty = (value: unknown): boolean =>
  value === '' ||
  value === null ||
  value === undefined ||
  (typeof value === 'number' && Number.isNaN(value)) ||
  (isPlainRecord(value) && Object.keys(value).length === 0)

export const isPlainRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function withText(shape: RecordShape, value: Record<string, unknown>): Record<string, unknown> {
  if (shape.record !== 'Address') return value
  const { city = '', district = '', street = '' } = value
  return { ...value, text: `${city}${district}${street}` }
}
