// Holds what a leg sends against what its adapter takes: unknown fields, missing fields, wrong types.

import { ExpressionMistake } from '../expressions/environment.ts'
import { isPlainRecord } from '../expressions/records.ts'
import { languageOf, programOf } from '../expressions/scope.ts'
import { isRecord, type RecordShape, type Shape } from '../expressions/shapes.ts'
import { expressionIn, itemType, loopIn } from '../rules/send.ts'
import type { Journey } from '../schema.ts'
import type { FilePath, Mistake } from './walk.ts'

type Schema = Record<string, unknown>

interface Comparing {
  journey: Journey
  adapterId: string
  /** The whole schema, for references inside it. */
  root: Schema
}

interface Spot {
  node: unknown
  schema: unknown
  path: FilePath
  each?: string | undefined
}

export function sendMistakes(
  journey: Journey,
  leg: { send: unknown; adapter: string },
  input: Schema,
  path: FilePath,
): Mistake[] {
  const comparing = { journey, adapterId: leg.adapter, root: input }
  return compare(comparing, { node: leg.send, schema: input, path })
}

function compare(comparing: Comparing, spot: Spot): Mistake[] {
  const schema = resolved(comparing.root, spot.schema)
  const choices = [schema.anyOf, schema.oneOf].find(Array.isArray)
  if (choices) {
    const tried = choices.map((one) => compare(comparing, { ...spot, schema: one }))
    return tried.some((mistakes) => mistakes.length === 0) ? [] : (tried[0] ?? [])
  }
  const loop = loopIn(spot.node)
  if (loop) return compareLoop(comparing, spot, schema, loop)
  if (expressionIn(spot.node) !== null) return compareExpression(comparing, spot, schema)
  if (Array.isArray(spot.node)) {
    const wrong = typeMistake(comparing, spot.path, schema, 'array')
    return wrong.length > 0 || schema.items === undefined
      ? wrong
      : spot.node.flatMap((node, at) =>
          compare(comparing, { ...spot, node, schema: schema.items, path: [...spot.path, at] }),
        )
  }
  return isPlainRecord(spot.node)
    ? compareRecord(comparing, spot, schema, spot.node)
    : compareLiteral(comparing, spot, schema)
}

function compareLoop(
  comparing: Comparing,
  spot: Spot,
  schema: Schema,
  loop: { list: string; give: unknown },
): Mistake[] {
  const wrong = typeMistake(comparing, spot.path, schema, 'array')
  if (wrong.length > 0 || schema.items === undefined) return wrong
  const each = tolerant(() => itemType(comparing.journey, loop.list))
  return compare(comparing, {
    node: loop.give,
    schema: schema.items,
    path: [...spot.path, 'give'],
    each,
  })
}

function compareRecord(
  comparing: Comparing,
  spot: Spot,
  schema: Schema,
  node: Record<string, unknown>,
): Mistake[] {
  const wrong = typeMistake(comparing, spot.path, schema, 'object')
  if (wrong.length > 0) return wrong
  const properties = isPlainRecord(schema.properties) ? schema.properties : null
  return [
    ...fieldMistakes(comparing, schema, Object.keys(node), spot.path),
    ...Object.entries(node).flatMap(([key, value]) =>
      properties && key in properties
        ? compare(comparing, {
            ...spot,
            node: value,
            schema: properties[key],
            path: [...spot.path, key],
          })
        : [],
    ),
  ]
}

/** Unknown fields, unless the adapter takes any; required fields that are not sent. */
function fieldMistakes(
  { adapterId }: Comparing,
  schema: Schema,
  given: string[],
  path: FilePath,
): Mistake[] {
  const known = isPlainRecord(schema.properties) ? Object.keys(schema.properties) : null
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const open = schema.additionalProperties !== undefined && schema.additionalProperties !== false
  return [
    ...given
      .filter((field) => known !== null && !open && !known.includes(field))
      .map((field) => ({
        path: [...path, field],
        message: `adapter ${adapterId} knows no field ${field}; it knows ${known?.join(', ')}`,
      })),
    ...required
      .filter((field) => !given.includes(field))
      .map((field) => ({ path, message: `adapter ${adapterId} needs a field ${field}` })),
  ]
}

const JSON_TYPES: Record<string, string> = {
  string: 'string',
  double: 'number',
  int: 'number',
  bool: 'boolean',
}

function compareExpression(comparing: Comparing, spot: Spot, schema: Schema): Mistake[] {
  const { journey } = comparing
  const expression = expressionIn(spot.node) ?? ''
  const type = tolerant(() => programOf(languageOf(journey), expression, spot.each).type)
  if (type === undefined || type === 'dyn') return []
  const json = JSON_TYPES[type] ?? (type.startsWith('list<') ? 'array' : 'object')
  const wrong = typeMistake(comparing, spot.path, schema, json)
  const shape = recordNamed(languageOf(journey).answers, type)
  if (wrong.length > 0 || !shape) return wrong
  const needed = { ...schema, properties: undefined }
  return fieldMistakes(comparing, needed, Object.keys(shape.fields), spot.path)
}

/** A record type by its name, wherever in the answers it stands. */
function recordNamed(shape: Shape, name: string): RecordShape | null {
  if (typeof shape === 'string') return null
  if (!isRecord(shape)) return recordNamed(shape.list, name)
  if (shape.record === name) return shape
  return Object.values(shape.fields).reduce<RecordShape | null>(
    (found, field) => found ?? recordNamed(field, name),
    null,
  )
}

function compareLiteral(comparing: Comparing, { node, path }: Spot, schema: Schema): Mistake[] {
  const allowed = 'const' in schema ? [schema.const] : schema.enum
  if (Array.isArray(allowed) && !allowed.includes(node)) {
    const message = `adapter ${comparing.adapterId} takes ${allowed.join(', ')} here`
    return [{ path, message }]
  }
  return node === null ? [] : typeMistake(comparing, path, schema, typeof node)
}

function typeMistake(
  { adapterId }: Comparing,
  path: FilePath,
  schema: Schema,
  given: string,
): Mistake[] {
  const wanted = [schema.type].flat().filter((type) => type !== undefined)
  const fits = wanted.includes(given) || (given === 'number' && wanted.includes('integer'))
  if (wanted.length === 0 || fits) return []
  return [{ path, message: `is ${given}; adapter ${adapterId} takes ${wanted.join(' or ')} here` }]
}

function resolved(root: Schema, schema: unknown): Schema {
  if (!isPlainRecord(schema)) return {}
  const reference = typeof schema.$ref === 'string' ? schema.$ref : null
  if (!reference?.startsWith('#/')) return schema
  let target: unknown = root
  for (const step of reference.slice(2).split('/')) {
    target = isPlainRecord(target) ? target[step] : undefined
  }
  return resolved(root, target)
}

/** An expression that is itself wrong is reported elsewhere. */
function tolerant<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (mistake) {
    if (mistake instanceof ExpressionMistake) return undefined
    throw mistake
  }
}
