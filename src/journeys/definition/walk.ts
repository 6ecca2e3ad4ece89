// Finds every expression of a journey and where in the file it stands.

import { ExpressionMistake } from '../expressions/environment.ts'
import { isPlainRecord } from '../expressions/records.ts'
import { listExpression, memberType } from '../rules/checks.ts'
import { type EachPaths, eachPaths, expressionIn, loopIn } from '../rules/send.ts'
import type { Journey, LegDefinition, Question } from '../schema.ts'

export type FilePath = (string | number)[]

/** Something wrong at a place in the file. */
export interface Mistake {
  path: FilePath
  message: string
}

export interface FoundExpression {
  path: FilePath
  source: string
  /** Types it may come to; empty is any. */
  types: string[]
  /** Where there is an `each`: its type, and what it stands for. */
  each?: EachPaths | undefined
  /** It may speak of questions on pages before this one only. */
  beforePage?: number
  /** A condition under which something is shown at all. */
  isCondition?: boolean
  /** Legs whose reference it may use. */
  legs: string[]
}

const NUMBER_OR_DAY = ['double', 'int', 'string']

export function expressionsOf(journey: Journey): FoundExpression[] {
  return [
    ...journey.pages.flatMap((page, at): FoundExpression[] => [
      ...condition(page.showIf, ['pages', at, 'showIf'], at),
      ...inQuestions(page.questions, ['pages', at, 'questions'], at),
    ]),
    ...journey.checks.map((check, at) => ({
      path: ['checks', at, 'when'],
      source: check.when,
      types: ['bool'],
      each: check.forEach ? memberOf(journey, check.forEach) : undefined,
      legs: [],
    })),
    ...journey.legs.flatMap((leg, at) => ofLeg(journey, leg, ['legs', at])),
    { path: ['purposeEnds'], source: journey.purposeEnds, types: ['string'], legs: [] },
    ...(journey.rulesOn
      ? [{ path: ['rulesOn'], source: journey.rulesOn, types: ['string'], legs: [] }]
      : []),
  ]
}

function condition(source: string | undefined, path: FilePath, page: number): FoundExpression[] {
  if (source === undefined) return []
  return [{ path, source, types: ['bool'], beforePage: page, isCondition: true, legs: [] }]
}

function inQuestions(questions: Question[], path: FilePath, page: number): FoundExpression[] {
  return questions.flatMap((question, at) => [
    ...condition(question.showIf, [...path, at, 'showIf'], page),
    ...inQuestions(question.questions ?? [], [...path, at, 'questions'], page),
  ])
}

function ofLeg(journey: Journey, leg: LegDefinition, path: FilePath): FoundExpression[] {
  const of = (key: string, source: string | undefined, types: string[]): FoundExpression[] =>
    source === undefined ? [] : [{ path: [...path, ...key.split('.')], source, types, legs: [] }]
  return [
    ...of('when', leg.when, ['bool']),
    ...of('window.date', leg.window?.date, ['string']),
    ...of('window.opens', leg.window?.opens, NUMBER_OR_DAY),
    ...of('window.closes', leg.window?.closes, NUMBER_OR_DAY),
    ...inSend(journey, leg.send, [...path, 'send'], leg.needs ?? []),
  ]
}

function inSend(
  journey: Journey,
  node: unknown,
  path: FilePath,
  legs: string[],
  each?: EachPaths,
): FoundExpression[] {
  const source = expressionIn(node)
  if (source !== null) return [{ path, source, types: [], each, legs }]
  const loop = loopIn(node)
  if (loop) {
    const list = { path: [...path, 'forEach'], source: loop.list, types: ['list'], legs }
    const inner = eachOrNone(journey, loop.list)
    return [list, ...inSend(journey, loop.give, [...path, 'give'], legs, inner)]
  }
  if (!isPlainRecord(node) && !Array.isArray(node)) return []
  return Object.entries(node).flatMap(([key, value]) =>
    inSend(journey, value, [...path, Array.isArray(node) ? Number(key) : key], legs, each),
  )
}

const memberOf = (journey: Journey, list: string): EachPaths | undefined =>
  memberType(journey, list) === null ? undefined : eachPaths(journey, listExpression(list))

/** A list that is itself wrong is reported where it stands. */
function eachOrNone(journey: Journey, list: string): EachPaths | undefined {
  try {
    return eachPaths(journey, list)
  } catch (mistake) {
    if (mistake instanceof ExpressionMistake) return undefined
    throw mistake
  }
}
