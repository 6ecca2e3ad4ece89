// The adapter's own check: what the agency would refuse is found before filing, at the right field,
// without asking anybody.

import type { Problem } from '../../../core/errors.ts'
import type { Input } from '../../contract.ts'
import { type Check, hold, type Workbench } from '../schema.ts'
import { frozen } from './asking.ts'
import { propertiesOf, requiredOf } from './describing.ts'

const check = (
  name: string,
  says: string,
  run: Check['run'],
  skips: NonNullable<Check['skips']> = () => null,
): Check => ({ name: `check.${name}`, says, needs: 'nothing', run, skips })

export const checking: Check[] = [
  check('answers-at-once', 'It answers at once and asks nobody', ({ adapter, now, input }) => {
    const answer: unknown = adapter.check(input(), now)
    hold(Array.isArray(answer), 'it gives no list of problems')
    return undefined
  }),
  check('pure', 'The same question has the same answer, and nothing is changed', (bench) => {
    const input = frozen(bench.input())
    const ask = () => JSON.stringify(bench.adapter.check(input, bench.now))
    const first = ask()
    hold(ask() === first, 'it answers otherwise the second time')
    return undefined
  }),
  check('empty', 'Nothing at all is refused', ({ adapter, now }) => {
    hold(isBlocked(adapter.check({}, now)), 'an empty filing passes')
    return undefined
  }),
  check('missing-field', 'Each required field that is missing is named', (bench) => {
    const names = requiredOf(bench.adapter.describe.input)
    for (const name of names) {
      const { [name]: _, ...rest } = bench.input()
      holdsPointer(bench, rest, name, `without ${name}`)
    }
    return `${names.length} fields`
  }),
  check('wrong-type', 'A field of another type is named', (bench) => {
    const names = requiredOf(bench.adapter.describe.input)
    for (const name of names) {
      const was = bench.input()[name]
      const wrong = Array.isArray(was) || typeof was === 'object' ? 'text' : { wrong: true }
      holdsPointer(bench, { ...bench.input(), [name]: wrong }, name, `with another ${name}`)
    }
    return `${names.length} fields`
  }),
  check(
    'unknown-field',
    'A field nobody knows is refused',
    (bench) => {
      const problems = bench.adapter.check({ ...bench.input(), no_such_field: 1 }, bench.now)
      hold(isBlocked(problems), 'it passes')
      return undefined
    },
    ({ describe }) =>
      describe.input.additionalProperties === false ? null : 'it takes what a journey sends',
  ),
  check(
    'too-long',
    'A text longer than the schema says is refused',
    (bench) => {
      for (const [name, most] of limitedTexts(bench)) {
        const input = { ...bench.input(), [name]: '長'.repeat(most + 1) }
        holdsPointer(bench, input, name, `${most + 1} characters in ${name}`)
      }
      return undefined
    },
    ({ describe }) =>
      limitsIn(describe.input).length > 0 ? null : 'no text of the top has a length',
  ),
  check(
    'nonsense',
    'Nonsense is refused with a problem, never with a crash',
    ({ adapter, now }) => {
      const odd: unknown[] = [null, [], 'text', 0, { '': {} }, { toString: 1 }, { constructor: [] }]
      for (const one of odd) {
        hold(isBlocked(adapter.check(one as Input, now)), `${JSON.stringify(one)} passes`)
      }
      return undefined
    },
  ),
  check('pointers', 'Every problem points into what was sent', (bench) => {
    const strange = allProblems(bench).filter(({ pointer }) => !/^(\/[^/]*)*$/.test(pointer))
    hold(strange.length === 0, `“${strange[0]?.pointer}” is no pointer`)
    return undefined
  }),
  check('levels', 'A problem stops or only tells', (bench) => {
    const levels = allProblems(bench).map(({ level }) => level)
    const strange = levels.filter((level) => level && !['block', 'info'].includes(level))
    hold(strange.length === 0, `“${strange[0]}” is no level`)
    return undefined
  }),
]

export function allProblems({ adapter, now, input }: Workbench): Problem[] {
  const whole = input()
  const parts = requiredOf(adapter.describe.input).map((name) => {
    const { [name]: _, ...rest } = whole
    return rest
  })
  return [{}, ...parts].flatMap((one) => adapter.check(one, now))
}

function holdsPointer(bench: Workbench, input: Input, name: string, what: string): void {
  const problems = bench.adapter.check(input, bench.now).filter((one) => one.level !== 'info')
  hold(problems.length > 0, `${what} it passes`)
  const named = problems.some(({ pointer }) => pointer.split('/')[1] === name)
  hold(named, `${what} it points at “${problems[0]?.pointer}”`)
}

const isBlocked = (problems: Problem[]): boolean =>
  problems.some((problem) => problem.level !== 'info')

const limitedTexts = ({ adapter }: Workbench) => limitsIn(adapter.describe.input)

const limitsIn = (input: Record<string, unknown>): [string, number][] =>
  Object.entries(propertiesOf(input)).flatMap(([name, one]): [string, number][] => {
    const most = Reflect.get(one, 'maxLength')
    return typeof most === 'number' ? [[name, most]] : []
  })
