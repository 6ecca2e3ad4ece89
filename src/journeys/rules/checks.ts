// Runs the checks of a journey: what stops a filing, and what the person is only told.

import type { Problem } from '../../core/errors.ts'
import { dependencies } from '../expressions/references.ts'
import { type Known, languageOf, newScope, programOf, type Scope } from '../expressions/scope.ts'
import { isRecord, type Shape, typeName } from '../expressions/shapes.ts'
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
  scope.isTrue(check.when) ? [problem(check, check.question)] : []

function eachMember(check: Check, journey: Journey, scope: Scope): Problem[] {
  const type = memberType(journey, check.forEach ?? '')
  const members = scope.value(`answers.${check.forEach}`)
  if (!type || !Array.isArray(members)) return []
  return members.flatMap((item, at) =>
    scope.isTrue(check.when, { type, item })
      ? [problem(check, check.question.replace('*', String(at)))]
      : [],
  )
}

const problem = (check: Check, pointer: string): Problem => ({
  pointer,
  message: check.message,
  level: check.level,
})

/** The type of one member of a group question; null when there is no such group. */
export function memberType(journey: Journey, groupId: string): string | null {
  const shape: Shape | undefined = languageOf(journey).answers.fields[groupId]
  return typeof shape === 'object' && !isRecord(shape) ? typeName(shape.list) : null
}

/** Ids of the questions a check speaks of. */
function questionsOf(journey: Journey, check: Check): string[] {
  const language = languageOf(journey)
  const each = check.forEach ? (memberType(journey, check.forEach) ?? undefined) : undefined
  const { tree } = programOf(language, check.when, each)
  const spoken = dependencies(tree, language.named)
    .filter(([root]) => root === 'answers')
    .map(([, id]) => id ?? '')
  return [...spoken, ...(check.forEach ? [check.forEach] : [])]
}
