// What expressions may call besides comparing and counting. Days are `YYYY-MM-DD`. All of them
// come to something for any input: a date that is not there gives NaN, '' or an empty list.

import type { Environment } from '@marcbachmann/cel-js'
import { addDays, addMonths, ageOn } from '../../core/clock.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const DAY_MS = 86_400_000

/** Calls an expression may make. Each has a result for every input; none is a regular expression. */
export const ALLOWED_CALLS = new Set([
  'size',
  'startsWith',
  'endsWith',
  'contains',
  'trim',
  'upperAscii',
  'lowerAscii',
  'join',
  'string',
  'age',
  'addDays',
  'addMonths',
  'daysBetween',
  'weekday',
  'distinct',
  'first',
])

export const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

type Whole = number | bigint

/** Adds our functions, and arithmetic between whole numbers and others, to an environment. */
export function registerFunctions(environment: Environment): void {
  const withBoth = (signature: string, call: (day: string, by: number) => string) => {
    for (const type of ['int', 'double']) {
      environment.registerFunction(signature.replace('#', type), (day: string, by: Whole) =>
        DAY.test(day) && Number.isFinite(Number(by)) ? call(day, Math.trunc(Number(by))) : '',
      )
    }
  }
  withBoth('addDays(string, #): string', addDays)
  withBoth('addMonths(string, #): string', addMonths)

  environment
    .registerFunction('age(string, string): double', (birth: string, day: string) =>
      DAY.test(birth) && DAY.test(day) ? ageOn(birth, day) : Number.NaN,
    )
    .registerFunction('daysBetween(string, string): double', (from: string, to: string) =>
      DAY.test(from) && DAY.test(to) ? (Date.parse(to) - Date.parse(from)) / DAY_MS : Number.NaN,
    )
    .registerFunction('weekday(string): double', (day: string) =>
      DAY.test(day) ? new Date(`${day}T00:00:00Z`).getUTCDay() || 7 : Number.NaN,
    )
    .registerFunction('first(list<string>): string', (list: string[]) => list[0] ?? '')
    .registerFunction('distinct(list<string>): list<string>', (list: string[]) => [
      ...new Set(list),
    ])
  registerArithmetic(environment)
}

function registerArithmetic(environment: Environment): void {
  const operators: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
  }
  for (const [sign, apply] of Object.entries(operators)) {
    const mixed = (a: Whole, b: Whole) => apply(Number(a), Number(b))
    environment.registerOperator(`double ${sign} int: double`, mixed)
    environment.registerOperator(`int ${sign} double: double`, mixed)
  }
  environment.registerOperator(
    'double == int: bool',
    (a: Whole, b: Whole) => Number(a) === Number(b),
  )
}
