// Runs the checks of a journey: what stops a filing, and what the person is only told.

import type { Problem } from '../../core/errors.ts'
import { pointerOf } from '../expressions/records.ts'
import { dependencies } from '../expressions/references.ts'
import { type Known, languageOf, newScope, programOf, type Scope } from '../expressions/scope.ts'
import { typeName } from '../expressions/shapes.ts'
import type { Answers, Check, Journey } from '../schema.ts'

/**
 * Problems in the order of the journey's checks. A check that speaks of a question in `broken` is
 * left out: the question is asked for again anyway.
 */
export function runChecks(
  journey: Journey,
  answers: Answers,
  known: Known,
  broken: ReadonlySet<string> = new Set(),
): Problem[] {
  const scope = newScope(journey, answers, known)
  return journey.checks
    .filter((check) => !questionsOf(journey, check).some((id) => broken.has(id)))
    .flatMap((check) => (check.forEach ? eachMember(check, journey, scope) : once(check, scope)))
}

const once = (check: Check, scope: Scope): Problem[] =>
  scope.isTrue(check.when) ? [problem(check, pointerFor(check.question, scope))] : []

function eachMember(check: Check, journey: Journey, scope: Scope): Problem[] {
  const list = check.forEach ?? ''
  const type = memberType(journey, list)
  const members = scope.value(listExpression(list))
  if (!type || !Array.isArray(members)) return []
  return members.flatMap((item, at) => {
    if (!scope.isTrue(check.when, { type, item })) return []
    return [problem(check, pointerFor(check.question.replace('*', String(at)), scope, item))]
  })
}

/** `/each/birth` and `/derived/leader/birth` lead to where that person was asked for. */
function pointerFor(question: string, scope: Scope, each?: unknown): string {
  const [, root, ...rest] = question.split('/')
  if (root === 'each') return [pointerOf(each) ?? '', ...rest].join('/')
  if (root !== 'derived') return question
  const [name, ...parts] = rest
  return [pointerOf(scope.value(`derived.${name}`)) ?? '', ...parts].join('/')
}

const problem = (check: Check, pointer: string): Problem => ({
  pointer,
  message: check.message,
  level: check.level,
})

/** What a check's `forEach` goes through: a group's members, or a named list. */
export const listExpression = (list: string): string =>
  list.startsWith('derived.') ? list : `answers.${list}`

/** Type of one entry of such a list; null when there is none of that name. */
export function memberType(journey: Journey, list: string): string | null {
  const language = languageOf(journey)
  const derived = /^derived\.(\w+)$/.exec(list)?.[1]
  const type = derived
    ? language.derived[derived]?.type
    : typeName(language.answers.fields[list] ?? 'string')
  return /^list<(.+)>$/.exec(type ?? '')?.[1] ?? null
}

/** Ids of the questions a check speaks of: read once, for every filing asks. */
const spokenOf = new WeakMap<Check, string[]>()

function questionsOf(journey: Journey, check: Check): string[] {
  const spoken = spokenOf.get(check) ?? readQuestions(journey, check)
  spokenOf.set(check, spoken)
  return spoken
}

function readQuestions(journey: Journey, check: Check): string[] {
  const language = languageOf(journey)
  const each = check.forEach ? (memberType(journey, check.forEach) ?? undefined) : undefined
  const expressions = check.forEach ? [listExpression(check.forEach)] : []
  const trees = [
    programOf(language, check.when, each).tree,
    ...expressions.map((source) => programOf(language, source).tree),
  ]
  return trees
    .flatMap((tree) => dependencies(tree, language.named))
    .filter(([root]) => root === 'answers')
    .map(([, id]) => id ?? '')
}
