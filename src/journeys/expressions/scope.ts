// Runs a journey's expressions over one person's answers. A journey's language is built once and
// kept as long as the journey is.

import { addDays } from '../../core/clock.ts'
import type { Answers, DatedValue, Journey } from '../schema.ts'
import { type Language, newLanguage, type Program } from './environment.ts'
import { filled } from './records.ts'

/** What besides the answers an expression may know. */
export interface Known {
  /** `YYYY-MM-DD` */
  today: string
  /** Agencies' own numbers by leg id. */
  references?: Record<string, string>
}

export interface Scope {
  /** Result as the expression language has it; see records.ts for plain JSON. */
  value(source: string, each?: { type: string; item: unknown }): unknown
  isTrue(source: string | undefined, each?: { type: string; item: unknown }): boolean
  text(source: string): string
}

const languages = new WeakMap<Journey, Language>()
const programs = new WeakMap<Language, Map<string, Program>>()

export function languageOf(journey: Journey): Language {
  const language = languages.get(journey) ?? newLanguage(journey)
  languages.set(journey, language)
  return language
}

/** The program of an expression that passed the checks at load. @throws ExpressionMistake */
export function programOf(language: Language, source: string, each?: string): Program {
  const known = programs.get(language) ?? new Map<string, Program>()
  programs.set(language, known)
  const key = `${each ?? ''}\n${source}`
  const program = known.get(key) ?? language.read(source, each)
  known.set(key, program)
  return program
}

export function newScope(journey: Journey, answers: Answers, known: Known): Scope {
  let variables: Variables | null = null
  const value: Scope['value'] = (source, each) => {
    const program = programOf(languageOf(journey), source, each?.type)
    // Many pages have no condition at all: nothing is prepared before it is asked for.
    variables ??= variablesOf(journey, answers, known)
    return program.run(each ? { ...variables, each: each.item } : variables)
  }
  return {
    value,
    isTrue: (source, each) => source === undefined || value(source, each) === true,
    text: (source) => String(value(source) ?? ''),
  }
}

type Variables = Record<string, unknown>

function variablesOf(journey: Journey, answers: Answers, known: Known): Variables {
  const language = languageOf(journey)
  const { classes } = language
  const variables: Variables = {
    answers: filled(language.answers, answers, classes),
    today: known.today,
    legs: filled(language.legs, referencesOf(known.references), classes),
    rules: filled(language.rules, {}, classes),
  }
  const derived = classes.of({ record: 'Derived', fields: {} })
  const derive = () => {
    const values: Variables = {}
    for (const [name, program] of Object.entries(language.derived)) {
      values[name] = program.run({ ...variables, derived: new derived(values) })
    }
    variables.derived = new derived(values)
  }
  // Named expressions may use rules, and the day rules are looked up on may use named expressions.
  if (journey.rulesOn?.includes('derived')) derive()
  const day = journey.rulesOn ? programOf(language, journey.rulesOn).run(variables) : ''
  const rules = rulesOn(journey.rules, typeof day === 'string' && day ? day : known.today)
  variables.rules = filled(language.rules, rules, classes)
  derive()
  return variables
}

/** What every dated series says on a day; before its first value, its first value. */
export function rulesOn(
  series: Record<string, DatedValue[]>,
  day: string,
): Record<string, DatedValue['value']> {
  return Object.fromEntries(
    Object.entries(series).flatMap(([name, values]) => {
      const value = values.find((one) => holdsOn(one, day)) ?? values[0]
      return value ? [[name, value.value]] : []
    }),
  )
}

/** `to` is the last day on which the value holds. */
const holdsOn = (value: DatedValue, day: string): boolean =>
  value.from <= day && day < (value.to ? addDays(value.to, 1) : '9999-12-31')

const referencesOf = (references: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(references).map(([id, reference]) => [id, { reference }]))
