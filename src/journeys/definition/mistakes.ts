// Everything that can be wrong with a journey whose file has the right fields. Answers all mistakes,
// never only the first: a designer mends them in one go.

import { languageOf } from '../expressions/scope.ts'
import { MAX_MEMBERS } from '../questions/limits.ts'
import { memberType } from '../rules/checks.ts'
import { questionAt, stepsOf } from '../rules/pages.ts'
import type { DatedValue, Journey, LegDefinition, Question, QuestionType } from '../schema.ts'
import { expressionMistakes } from './expression-mistakes.ts'
import { type Reader, readMistakes } from './read-mistakes.ts'
import { sendMistakes } from './send-mistakes.ts'
import type { FilePath, Mistake } from './walk.ts'

/** What a journey may refer to. */
export interface Surroundings {
  adapters: (Reader & { agencies: string[]; input: Record<string, unknown> })[]
  lifeEvents: string[]
  /** Lists a place question may offer. */
  lists: string[]
}

export function mistakesIn(journey: Journey, surroundings: Surroundings): Mistake[] {
  return [
    ...repeatedIds(journey),
    ...journey.pages.flatMap((page, at) =>
      page.questions.flatMap((question, index) =>
        questionMistakes(question, ['pages', at, 'questions', index], surroundings),
      ),
    ),
    ...pointerMistakes(journey),
    ...Object.entries(journey.rules).flatMap(([name, series]) => seriesMistakes(name, series)),
    ...expressionMistakes(journey),
    ...readMistakes(journey, surroundings.adapters),
    ...journey.legs.flatMap((leg, at) => legMistakes(journey, leg, ['legs', at], surroundings)),
    ...(surroundings.lifeEvents.includes(journey.lifeEvent)
      ? []
      : [
          {
            path: ['lifeEvent'],
            message: `life event ${journey.lifeEvent} is not known; known are ${surroundings.lifeEvents.join(', ')}`,
          },
        ]),
  ]
}

function repeatedIds(journey: Journey): Mistake[] {
  const questions = journey.pages.flatMap((page, at) =>
    page.questions.map(({ id }, index) => ({ id, path: ['pages', at, 'questions', index, 'id'] })),
  )
  const inner = journey.pages.flatMap((page, at) =>
    page.questions.map((question, index) =>
      (question.questions ?? []).map(({ id }, i) => ({
        id,
        path: ['pages', at, 'questions', index, 'questions', i, 'id'],
      })),
    ),
  )
  const lists: [string, { id: string }[]][] = [
    ['pages', journey.pages],
    ['checks', journey.checks],
    ['legs', journey.legs],
  ]
  const named = lists.map(([list, items]) =>
    items.map(({ id }, at) => ({ id, path: [list, at, 'id'] })),
  )
  return [questions, ...inner, ...named].flatMap(twice)
}

function twice(items: { id: string; path: FilePath }[]): Mistake[] {
  return items
    .filter(({ id }, at) => items.findIndex((other) => other.id === id) < at)
    .map(({ id, path }) => ({ path, message: `${id} is used twice` }))
}

/** Fields a question of a type cannot do without. */
const NEEDED: Partial<Record<QuestionType, (keyof Question)[]>> = {
  choice: ['options'],
  choices: ['options'],
  person: ['parts'],
  place: ['list'],
}
/** Fields that say something only for some types. */
const ONLY_FOR: Partial<Record<keyof Question, QuestionType[]>> = {
  options: ['choice', 'choices'],
  parts: ['person', 'group'],
  optionalParts: ['person', 'group'],
  questions: ['person', 'group'],
  min: ['number', 'group'],
  max: ['number', 'group'],
  whole: ['number'],
  maxLength: ['text', 'long_text'],
  documents: ['id_number', 'person', 'group'],
  list: ['place'],
  accept: ['upload'],
  maxBytes: ['upload'],
}
const NOT_INSIDE: QuestionType[] = ['group', 'person', 'trip']

function questionMistakes(
  question: Question,
  path: FilePath,
  surroundings: Surroundings,
  inside = false,
): Mistake[] {
  const { type } = question
  const wrong: [keyof Question | 'type', string | false][] = [
    ...(NEEDED[type] ?? []).map((field): [keyof Question, string | false] => [
      'type',
      question[field] === undefined && `a ${type} needs ${field}`,
    ]),
    ...(Object.keys(ONLY_FOR) as (keyof Question)[]).map(
      (field): [keyof Question, string | false] => [
        field,
        question[field] !== undefined &&
          !ONLY_FOR[field]?.includes(type) &&
          `a ${type} has no ${field}`,
      ],
    ),
    [
      'type',
      inside && NOT_INSIDE.includes(type) && `a ${type} cannot stand inside another question`,
    ],
    [
      'type',
      type === 'group' && !question.parts && !question.questions && 'a group needs questions',
    ],
    ['max', type === 'group' && (question.max ?? 1) > MAX_MEMBERS && `at most ${MAX_MEMBERS}`],
    ['min', (question.min ?? 0) > (question.max ?? Number.POSITIVE_INFINITY) && 'min is above max'],
    [
      'list',
      question.list !== undefined &&
        !surroundings.lists.includes(question.list) &&
        `list ${question.list} is not known; known are ${surroundings.lists.join(', ')}`,
    ],
  ]
  return [
    ...wrong.flatMap(([field, message]) => (message ? [{ path: [...path, field], message }] : [])),
    ...(question.questions ?? []).flatMap((inner, at) =>
      questionMistakes(inner, [...path, 'questions', at], surroundings, true),
    ),
  ]
}

function pointerMistakes(journey: Journey): Mistake[] {
  const pointers = [
    ...journey.checks.map((check, at) => ({
      path: ['checks', at, 'question'],
      pointer: check.question,
    })),
    { path: ['findBy', 'question'], pointer: journey.findBy.question },
  ]
  const lists = journey.checks.flatMap((check, at) => {
    if (!check.forEach || memberType(journey, check.forEach) !== null) return []
    return [{ path: ['checks', at, 'forEach'], message: `${check.forEach} is not a list` }]
  })
  return [
    ...lists,
    ...pointers
      .filter(({ pointer }) => !leadsSomewhere(journey, pointer))
      .map(({ path, pointer }) => ({ path, message: `no question is at ${pointer}` })),
  ]
}

function leadsSomewhere(journey: Journey, pointer: string): boolean {
  const [root, name = ''] = stepsOf(pointer)
  if (root === 'each') return true
  if (root === 'derived') return languageOf(journey).derived[name] !== undefined
  const found = questionAt(journey, pointer)
  if (!found) return false
  const [step, deeper] = stepsOf(found.rest.join('/')).filter((one) => !/^(\d+|\*)$/.test(one))
  if (step === undefined) return true
  const { parts = [], questions = [] } = found.question
  const isAsked =
    (parts as string[]).includes(step) || questions.some((question) => question.id === step)
  return isAsked && (deeper === undefined || step === 'address')
}

function seriesMistakes(name: string, series: DatedValue[]): Mistake[] {
  return series.flatMap((value, at) => {
    const next = series[at + 1]
    const path = ['rules', name, at]
    const type = typeof series[0]?.value
    return [
      ...(typeof value.value === type
        ? []
        : [{ path: [...path, 'value'], message: `all values of ${name} are ${type}` }]),
      ...(value.to !== undefined && value.to < value.from
        ? [{ path: [...path, 'to'], message: 'ends before it begins' }]
        : []),
      ...(next && (value.to === undefined || value.to >= next.from)
        ? [
            {
              path: [...path, 'to'],
              message: `must end before the next value begins, ${next.from}`,
            },
          ]
        : []),
    ]
  })
}

function legMistakes(
  journey: Journey,
  leg: LegDefinition,
  path: FilePath,
  { adapters }: Surroundings,
): Mistake[] {
  const needs = (leg.needs ?? []).flatMap((id, at) => {
    const before = journey.legs.findIndex((other) => other.id === id)
    const own = journey.legs.indexOf(leg)
    if (before >= 0 && before < own) return []
    return [{ path: [...path, 'needs', at], message: `no earlier leg is called ${id}` }]
  })
  const adapter = adapters.find((one) => one.id === leg.adapter)
  if (!adapter) {
    // A prototype is shown before anybody has built its adapters.
    if (journey.status === 'prototype') return needs
    const known = adapters.map((one) => one.id).join(', ') || 'none'
    const message = `there is no adapter ${leg.adapter}; known are ${known}`
    return [...needs, { path: [...path, 'adapter'], message }]
  }
  const agency = adapter.agencies.includes(leg.agency)
    ? []
    : [
        {
          path: [...path, 'agency'],
          message: `adapter ${leg.adapter} does not carry to ${leg.agency}; it carries to ${adapter.agencies.join(', ')}`,
        },
      ]
  return [...needs, ...agency, ...sendMistakes(journey, leg, adapter.input, [...path, 'send'])]
}
