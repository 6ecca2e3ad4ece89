// Everything that can be wrong with a journey's expressions: words and types that do not exist,
// questions asked later, options nobody can pick, pages nobody can reach.

import { ExpressionMistake, type Language, type Program } from '../expressions/environment.ts'
import { comparisons, dependencies, type Path } from '../expressions/references.ts'
import { languageOf, programOf } from '../expressions/scope.ts'
import { questionAt } from '../rules/pages.ts'
import type { Journey, Question } from '../schema.ts'
import { expressionsOf, type FoundExpression, type Mistake } from './walk.ts'

export function expressionMistakes(journey: Journey): Mistake[] {
  const language = languageOf(journey)
  const derived = Object.entries(language.derivedMistakes).map(([name, mistake]) => ({
    path: ['derived', name],
    message: said(mistake),
  }))
  const named = Object.entries(language.derived).flatMap(([name, program]) =>
    spokenOf(journey, language, program, { path: ['derived', name], legs: [] }),
  )
  return [...derived, ...named, ...expressionsOf(journey).flatMap((e) => one(journey, e))]
}

function one(journey: Journey, found: FoundExpression): Mistake[] {
  const language = languageOf(journey)
  let program: Program
  try {
    program = programOf(language, found.source, found.each?.type)
  } catch (mistake) {
    if (!(mistake instanceof ExpressionMistake)) throw mistake
    return [{ path: found.path, message: said(mistake) }]
  }
  const fits = found.types.length === 0 || found.types.some((type) => fitsType(program.type, type))
  return [
    ...(fits ? [] : [{ path: found.path, message: wrongType(program.type, found.types) }]),
    ...spokenOf(journey, language, program, found),
    ...orderMistakes(journey, language, program, found),
    ...constantMistakes(language, program, found),
  ]
}

const fitsType = (type: string, wanted: string): boolean =>
  type === wanted || (wanted === 'list' && type.startsWith('list<'))

const wrongType = (type: string, wanted: string[]): string =>
  `comes to ${type}, expected ${wanted.join(' or ')}`

const said = (mistake: ExpressionMistake): string =>
  `${mistake.message} (character ${mistake.character} of the expression)`

type At = Pick<FoundExpression, 'path' | 'legs' | 'each'>

/** Parts that are not asked for, options that are not offered, numbers of legs it does not wait for. */
function spokenOf(journey: Journey, language: Language, program: Program, at: At): Mistake[] {
  const { tree } = program
  const { named } = language
  const paths = dependencies(tree, named)
  const legs = paths
    .filter(([root, id]) => root === 'legs' && id !== undefined && !at.legs.includes(id))
    .map(([, id]) => `uses the number of leg ${id}, which is not in needs`)
  const options = comparisons(tree, named).flatMap(({ paths: compared, words }) =>
    whole(compared, at).flatMap((path) => optionMistakes(journey, path, words)),
  )
  const parts = partMistakes(journey, whole(paths, at))
  return [...new Set([...parts, ...legs, ...options])].map((message) => ({
    path: at.path,
    message,
  }))
}

/** Paths from the answers on: `each` replaced by what it stands for. */
const whole = (paths: Path[], { each }: At): Path[] =>
  paths.flatMap((path) =>
    path[0] === 'each' && each ? each.paths.map((item) => [...item, ...path.slice(1)]) : [path],
  )

/**
 * All persons of a journey share a type, so the type alone does not show this. In a list of several
 * kinds of persons it is enough that one of them is asked.
 */
function partMistakes(journey: Journey, paths: Path[]): string[] {
  const spoken = paths.flatMap((path) => {
    const [root, id = '', ...rest] = path
    const found = root === 'answers' ? questionAt(journey, `/${id}`) : null
    const part = rest.find((step) => step !== '*')
    if (!found?.question.parts || part === undefined) return []
    const extra = (found.question.questions ?? []).map((question) => question.id)
    return [{ id, part, asked: [...found.question.parts, ...extra] as string[] }]
  })
  const isAsked = (part: string) =>
    spoken.some((one) => one.part === part && one.asked.includes(part))
  return spoken
    .filter(({ part }) => !isAsked(part))
    .map(
      ({ id, part, asked }) =>
        `question ${id} does not ask for ${part}; it asks for ${asked.join(', ')}`,
    )
}

function optionMistakes(
  journey: Journey,
  path: Path,
  words: { word: string; at: number }[],
): string[] {
  const options = optionsAt(journey, path)
  if (!options) return []
  return words
    .filter(({ word }) => word !== '' && !options.includes(word))
    .map(
      ({ word, at }) =>
        `"${word}" is not an option; options are ${options.join(', ')} (character ${at} of the expression)`,
    )
}

function optionsAt(journey: Journey, path: Path): string[] | null {
  const [root, id = '', ...rest] = path
  const found = root === 'answers' ? questionAt(journey, `/${id}`) : null
  if (!found) return null
  const inner = rest.find((step) => step !== '*')
  const question: Question | undefined =
    inner === undefined ? found.question : found.question.questions?.find((q) => q.id === inner)
  return question?.options?.map((option) => option.value) ?? null
}

function orderMistakes(
  journey: Journey,
  language: Language,
  { tree }: Program,
  { path, beforePage }: FoundExpression,
): Mistake[] {
  if (beforePage === undefined) return []
  const paths = dependencies(tree, language.named)
  const late = paths.filter(
    ([root, id = '']) =>
      root === 'answers' &&
      journey.pages.findIndex((page) => page.questions.some((q) => q.id === id)) >= beforePage,
  )
  return [...new Set(late.map(([, id]) => id))].map((id) => ({
    path,
    message: `depends on ${id}, which is not asked on an earlier page`,
  }))
}

function constantMistakes(
  language: Language,
  program: Program,
  { path, isCondition }: FoundExpression,
): Mistake[] {
  if (!isCondition || dependencies(program.tree, language.named).length > 0) return []
  return program.run({}) === true
    ? []
    : [{ path, message: 'is never true: nobody can reach what it shows' }]
}
