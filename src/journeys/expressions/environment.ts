// The language of one journey: its typed answers, rules and named expressions. Everything an
// expression can get wrong is found here, when the journey is loaded, with the position.

import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import type { Journey } from '../schema.ts'
import { ALLOWED_CALLS, MACROS, registerFunctions } from './functions.ts'
import { newRecordClasses, type RecordClasses } from './records.ts'
import { children, type Named, readMacro } from './references.ts'
import {
  answersShape,
  isRecord,
  legsShape,
  type RecordShape,
  rulesShape,
  type Shape,
  typeName,
} from './shapes.ts'

/** What is wrong with an expression, and at which character (from 1). */
export class ExpressionMistake extends Error {
  readonly character: number

  constructor(message: string, character: number) {
    super(message)
    this.character = character
  }
}

export interface Program {
  tree: ASTNode
  /** Type of the result, e.g. `bool`, `double`, `Person`, `list<string>`. */
  type: string
  run(variables: Record<string, unknown>): unknown
}

export interface Language {
  answers: RecordShape
  rules: RecordShape
  legs: RecordShape
  classes: RecordClasses
  /** Trees of the named expressions, in order. */
  named: Named
  derived: Record<string, Program>
  /** Named expressions that are wrong, by name. */
  derivedMistakes: Record<string, ExpressionMistake>
  /** @throws ExpressionMistake. `each` is the type of `each` where there is one. */
  read(source: string, each?: string): Program
}

/** Loops within loops: at most 100 × 100 items, well under a millisecond. */
const MAX_NESTED_MACROS = 2
const LIMITS = { maxDepth: 40, maxAstNodes: 2000, maxListElements: 100, maxMapEntries: 100 }

export function newLanguage(journey: Journey): Language {
  const classes = newRecordClasses()
  const shapes = {
    answers: answersShape(journey),
    rules: rulesShape(journey.rules),
    legs: legsShape(journey.legs.map((leg) => leg.id)),
  }
  const base = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })
  registerFunctions(base)
  const register = registrar(base, classes)
  for (const [name, shape] of Object.entries(shapes)) {
    register(shape)
    base.registerVariable(name, typeName(shape))
  }
  base.registerVariable('today', 'string')

  const language = { ...shapes, classes, named: {}, derived: {}, derivedMistakes: {} }
  const environment = withDerived(base, journey.derived ?? {}, language)
  return { ...language, read: (source, each) => read(environment(each), source) }
}

/** Registers a record type after the record types inside it. */
function registrar(environment: Environment, classes: RecordClasses) {
  const done = new Set<string>()
  const register = (shape: Shape): void => {
    if (typeof shape === 'string') return
    if (!isRecord(shape)) {
      register(shape.list)
      return
    }
    if (done.has(shape.record)) return
    done.add(shape.record)
    for (const field of Object.values(shape.fields)) register(field)
    const fields = Object.entries(shape.fields).map(([name, field]) => [name, typeName(field)])
    environment.registerType(shape.record, {
      ctor: classes.of(shape),
      fields: Object.fromEntries(fields),
    })
  }
  return register
}

type Growing = Pick<Language, 'classes' | 'named' | 'derived' | 'derivedMistakes'>

/** Each named expression sees the ones above it. Answers the environment that has them all. */
function withDerived(base: Environment, derived: Record<string, string>, language: Growing) {
  const types: Record<string, string> = {}
  const grown = (each?: string): Environment => {
    const environment = base.clone()
    const shape: RecordShape = { record: 'Derived', fields: {} }
    environment.registerType('Derived', { ctor: language.classes.of(shape), fields: types })
    environment.registerVariable('derived', 'Derived')
    return each ? environment.registerVariable('each', each) : environment
  }
  for (const [name, source] of Object.entries(derived)) {
    try {
      const program = read(grown(), source)
      language.derived[name] = program
      language.named[name] = program.tree
      types[name] = program.type
    } catch (mistake) {
      if (!(mistake instanceof ExpressionMistake)) throw mistake
      language.derivedMistakes[name] = mistake
    }
  }
  const ready = new Map<string | undefined, Environment>()
  return (each?: string): Environment => {
    const environment = ready.get(each) ?? grown(each)
    ready.set(each, environment)
    return environment
  }
}

function read(environment: Environment, source: string): Program {
  const checked = environment.check(source)
  if (!checked.valid) {
    const { summary, range } = checked.error ?? { summary: 'is not an expression', range: null }
    throw new ExpressionMistake(summary, (range?.start ?? 0) + 1)
  }
  const parsed = environment.parse(source)
  refuseUnbounded(parsed.ast, 0)
  return { tree: parsed.ast, type: checked.type ?? 'dyn', run: (variables) => parsed(variables) }
}

/** Every expression must come to something, in bounded time, whatever the answers are. */
function refuseUnbounded(node: ASTNode, depth: number): void {
  const refuse = (reason: string): never => {
    throw new ExpressionMistake(reason, node.start + 1)
  }
  if (node.op === '[]' || node.op === '[?]' || node.op === '.?') {
    refuse('items cannot be picked by position; use filter, exists or forEach')
  }
  if (node.op === '/' || node.op === '%') refuse('division is not available')

  const macro = readMacro(node)
  const nested = macro ? depth + 1 : depth
  if (nested > MAX_NESTED_MACROS) {
    refuse(`at most ${MAX_NESTED_MACROS} loops may stand inside each other`)
  }
  const name = node.op === 'call' || node.op === 'rcall' ? node.args[0] : null
  if (name !== null && !ALLOWED_CALLS.has(name) && !MACROS.has(name)) {
    refuse(`${name}() is not available; available are ${[...ALLOWED_CALLS].join(', ')}`)
  }
  for (const child of children(node)) refuseUnbounded(child, nested)
}
