// Which answers an expression speaks of, read from its syntax tree. A path is like
// ['answers', 'members', '*', 'birth']; '*' is any item of a list.

import type { ASTNode } from '@marcbachmann/cel-js'
import { MACROS } from './functions.ts'

export type Path = string[]

/** Named expressions and their trees, so that a path through them reaches the answers. */
export type Named = Record<string, ASTNode>

/** Last step of a path of which only the number of entries is told. */
export const COUNT = '#'
/** Marks 'the list whose item this is'; a following '*' takes it away again. */
const LIST_OF = '^'

type Bound = Record<string, Path[]>

/** Everything the expression depends on, conditions included. */
export const dependencies = (tree: ASTNode, named: Named): Path[] =>
  unique(every(tree, named, {}).map(clean))

/** What the expression's value is made of: of `a ? b : c` only b and c. */
export const sources = (tree: ASTNode, named: Named): Path[] =>
  unique(valueSources(tree, named, {}).map(clean))

/** What one item of a list expression is made of. */
export const itemSources = (tree: ASTNode, named: Named): Path[] =>
  unique(valueSources(tree, named, {}).map((path) => clean(append(path, ['*']))))

function every(node: ASTNode, named: Named, bound: Bound): Path[] {
  if (node.op === 'id' || node.op === '.') return chain(node, named, bound, every)
  const macro = readMacro(node)
  if (macro) {
    const inner = bind(macro, named, bound)
    return [macro.list, ...macro.bodies].flatMap((part, index) =>
      every(part, named, index === 0 ? bound : inner),
    )
  }
  return children(node).flatMap((child) => every(child, named, bound))
}

function valueSources(node: ASTNode, named: Named, bound: Bound): Path[] {
  if (node.op === 'id' || node.op === '.') return chain(node, named, bound, valueSources)
  if (node.op === '?:')
    return node.args.slice(1).flatMap((part) => valueSources(part, named, bound))
  if (node.op === 'list') {
    return node.args
      .flatMap((item) => valueSources(item, named, bound))
      .map((path) => [...path, LIST_OF])
  }
  if ((node.op === 'call' || node.op === 'rcall') && node.args[0] === 'size') {
    const counted = children(node).flatMap((child) => valueSources(child, named, bound))
    return counted.map((path) => [...path, COUNT])
  }
  const macro = readMacro(node)
  if (macro?.name === 'filter') return valueSources(macro.list, named, bound)
  if (macro) {
    const made = macro.bodies.at(-1)
    const paths = made ? valueSources(made, named, bind(macro, named, bound)) : []
    return macro.name === 'map' ? paths.map((path) => [...path, LIST_OF]) : paths
  }
  return children(node).flatMap((child) => valueSources(child, named, bound))
}

type Walk = (node: ASTNode, named: Named, bound: Bound) => Path[]

/** Follows `a.b.c` down to its root, through named expressions and the variables of macros. */
function chain(node: ASTNode, named: Named, bound: Bound, walk: Walk): Path[] {
  const steps: string[] = []
  let at: ASTNode = node
  while (at.op === '.') {
    steps.unshift(at.args[1])
    at = at.args[0]
  }
  if (at.op !== 'id') return walk(at, named, bound).map((path) => append(path, steps))
  const roots = bound[at.args]
  if (roots) return roots.map((root) => append(root, steps))
  const name = steps[0] ?? ''
  const tree = at.args === 'derived' ? named[name] : undefined
  if (!tree) return [[at.args, ...steps]]
  const reached = valueSources(tree, named, {}).map((path) => append(path, steps.slice(1)))
  // A condition inside a named expression is still something the outer one depends on.
  return walk === every ? [...reached, ...every(tree, named, {})] : reached
}

/** Answers compared with fixed words: `answers.role == "leader"`, `m.kind in ["a", "b"]`. */
export interface Comparison {
  paths: Path[]
  words: { word: string; at: number }[]
}

export function comparisons(tree: ASTNode, named: Named): Comparison[] {
  const found: Comparison[] = []
  const visit = (node: ASTNode, bound: Bound): void => {
    if (node.op === '==' || node.op === '!=' || node.op === 'in') {
      const [left, right] = node.args
      for (const [side, other] of [
        [left, right],
        [right, left],
      ] as const) {
        const words = wordsIn(side)
        if (words.length === 0) continue
        found.push({ paths: valueSources(other, named, bound).map(clean), words })
      }
    }
    const macro = readMacro(node)
    if (!macro) {
      for (const child of children(node)) visit(child, bound)
      return
    }
    visit(macro.list, bound)
    for (const body of macro.bodies) visit(body, bind(macro, named, bound))
  }
  visit(tree, {})
  return found
}

function wordsIn(node: ASTNode): { word: string; at: number }[] {
  if (node.op === 'list') return node.args.flatMap(wordsIn)
  return node.op === 'value' && typeof node.args === 'string'
    ? [{ word: node.args, at: node.start + 1 }]
    : []
}

interface Macro {
  name: string
  list: ASTNode
  variable: string
  bodies: ASTNode[]
}

export function readMacro(node: ASTNode): Macro | null {
  if (node.op !== 'rcall' || !MACROS.has(node.args[0])) return null
  const [name, list, [variable, ...bodies]] = node.args
  return variable?.op === 'id' ? { name, list, variable: variable.args, bodies } : null
}

function bind(macro: Macro, named: Named, bound: Bound): Bound {
  const items = valueSources(macro.list, named, bound).map((path) => append(path, ['*']))
  return { ...bound, [macro.variable]: items }
}

/** The nodes directly below one, in reading order. */
export function children(node: ASTNode): ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case '!_':
    case '-_':
      return [node.args]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    default:
      return node.args
  }
}

/** The path further down; an item of `[x]` is x itself. */
export function append(path: Path, steps: string[]): Path {
  const [first, ...rest] = steps
  if (first === undefined) return path
  const joined = first === '*' && path.at(-1) === LIST_OF ? path.slice(0, -1) : [...path, first]
  return append(joined, rest)
}

const clean = (path: Path): Path => path.filter((step) => step !== LIST_OF)

function unique(paths: Path[]): Path[] {
  const seen = new Map(paths.map((path) => [path.join('/'), path]))
  return [...seen.values()]
}
