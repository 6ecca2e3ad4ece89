// What a leg sends: the `send` part of its definition, filled in. Text is sent as it stands; text
// that begins with `=` is an expression; `forEach` with `give` makes one entry for each of a list.

import { isPlainRecord, plain } from '../expressions/records.ts'
import { itemSources, type Path, sources } from '../expressions/references.ts'
import { languageOf, programOf, type Scope } from '../expressions/scope.ts'
import type { Journey } from '../schema.ts'

export interface Each {
  type: string
  item: unknown
}

/** `null` when it is not an expression. */
export const expressionIn = (node: unknown): string | null =>
  typeof node === 'string' && node.startsWith('=') ? node.slice(1).trim() : null

export interface Loop {
  list: string
  give: unknown
}

export const loopIn = (node: unknown): Loop | null =>
  isPlainRecord(node) && typeof node.forEach === 'string' && 'give' in node
    ? { list: node.forEach, give: node.give }
    : null

/** `Person` for an expression of type `list<Person>`. */
export function itemType(journey: Journey, list: string): string | undefined {
  const { type } = programOf(languageOf(journey), list)
  return /^list<(.+)>$/.exec(type)?.[1]
}

/** Plain JSON for the agency. What was not answered is left out. */
export function filledIn(journey: Journey, node: unknown, scope: Scope, each?: Each): unknown {
  const expression = expressionIn(node)
  if (expression !== null) return plain(scope.value(expression, each))
  const loop = loopIn(node)
  if (loop) {
    const type = itemType(journey, loop.list) ?? 'dyn'
    const items = scope.value(loop.list)
    const list = Array.isArray(items) ? items : []
    return list.map((item) => plain(filledIn(journey, loop.give, scope, { type, item })))
  }
  if (Array.isArray(node)) return node.map((item) => filledIn(journey, item, scope, each))
  if (!isPlainRecord(node)) return node
  return plain(
    Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, filledIn(journey, value, scope, each)]),
    ),
  )
}

/** What `each` stands for, where there is one. */
export interface EachPaths {
  type: string | undefined
  paths: Path[]
}

/** Paths of all answers that what is sent is made of. */
export function sentPaths(journey: Journey, node: unknown, each?: EachPaths): Path[] {
  const loop = loopIn(node)
  if (loop) return sentPaths(journey, loop.give, eachPaths(journey, loop.list))
  if (Array.isArray(node)) return node.flatMap((item) => sentPaths(journey, item, each))
  if (isPlainRecord(node)) {
    return Object.values(node).flatMap((value) => sentPaths(journey, value, each))
  }
  const expression = expressionIn(node)
  return expression === null ? [] : expressionPaths(journey, expression, each)
}

export function eachPaths(journey: Journey, list: string): EachPaths {
  const language = languageOf(journey)
  const { tree } = programOf(language, list)
  return { type: itemType(journey, list), paths: itemSources(tree, language.named) }
}

/** Sources of one expression, with `each` replaced by what it stands for. */
export function expressionPaths(journey: Journey, expression: string, each?: EachPaths): Path[] {
  const language = languageOf(journey)
  const { tree } = programOf(language, expression, each?.type)
  return sources(tree, language.named).flatMap((path) =>
    path[0] === 'each' && each ? each.paths.map((item) => [...item, ...path.slice(1)]) : [path],
  )
}
