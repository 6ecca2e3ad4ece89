import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { STALL, TODAY } from '../journey.examples.ts'
import { ExpressionMistake } from './environment.ts'
import { dependencies, sources } from './references.ts'
import { languageOf, newScope, programOf, rulesOn } from './scope.ts'

const language = languageOf(STALL)
const ANSWERS = {
  applicant: { name: '林', birth: '1990-05-01' },
  role: 'me',
  helpers: [{ name: '陳', birth: '1986-03-04', cooks: 'cook' }],
  day: '2026-12-24',
  tables: 2,
  goods: ['food'],
}
const value = (source: string, answers: Record<string, unknown> = ANSWERS) =>
  newScope(STALL, answers, { today: TODAY }).value(source)

function mistake(source: string): ExpressionMistake {
  try {
    programOf(language, source)
  } catch (thrown) {
    if (thrown instanceof ExpressionMistake) return thrown
  }
  throw new Error(`${source} was accepted`)
}

describe('an expression', () => {
  test.each([
    ['answers.tables > 1 && "food" in answers.goods', true],
    ['age(answers.applicant.birth, answers.day)', 36],
    ['addDays(answers.day, -10)', '2026-12-14'],
    ['addMonths("2026-12-31", 2)', '2027-02-28'],
    ['daysBetween(today, answers.day)', 31],
    ['weekday(answers.day)', 4],
    ['size(derived.team) == 2', true],
    ['derived.team.exists(p, p.name == "陳")', true],
    ['answers.tables + 1', 3],
    ['answers.tables == 2', true],
    ['rules.min_age', 18],
    ['distinct(["a", "b", "a"])', ['a', 'b']],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected)
  })

  test('speaks of an unknown word, field or type with its position', () => {
    expect(mistake('answers.tabels > 1')).toMatchObject({ character: 9 })
    expect(mistake('answers.applicant.shoe == "9"').message).toContain('shoe')
    expect(mistake('answers.tables > "two"').message).toContain('overload')
    expect(mistake('answers.tables >').message).toBeTruthy()
    expect(mistake('yesterday < today').message).toContain('yesterday')
  })

  test('may not match patterns, pick by position, divide, or turn types off', () => {
    expect(mistake('answers.day.matches("^a+$")').message).toContain('matches')
    expect(mistake('answers.helpers[0].name == "x"').message).toContain('position')
    expect(mistake('answers.tables / 2.0 > 1.0').message).toContain('division')
    expect(mistake('dyn(answers).secret').message).toContain('dyn')
  })

  test('may loop inside a loop, and no deeper', () => {
    const loop = (inner: string) => `answers.helpers.all(a${inner.length}, ${inner})`
    expect(() => programOf(language, loop(loop('true')))).not.toThrow()
    expect(mistake(loop(loop(loop('true')))).message).toContain('loops')
  })

  test('comes to something whatever was answered', () => {
    const checks = [...STALL.checks.filter((c) => !c.forEach).map((check) => check.when)]
    const all = [...checks, ...Object.values(STALL.derived ?? {}), 'addDays(answers.day, -3)']
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(ANSWERS)), fc.anything()), (any) => {
        for (const source of all) expect(value(source, any)).toBeDefined()
      }),
    )
  })

  test('about a number that was not answered is false either way', () => {
    expect(value('answers.tables < 3', {})).toBe(false)
    expect(value('answers.tables >= 3', {})).toBe(false)
    expect(value('age(answers.applicant.birth, today) < 20', {})).toBe(false)
  })
})

describe('what an expression speaks of', () => {
  const paths = (source: string, of: typeof sources) =>
    of(programOf(language, source).tree, language.named).map((path) => path.join('.'))

  test('is found through names, loops and lists', () => {
    expect(paths('derived.team.map(p, p.birth)', sources)).toEqual([
      'answers.applicant.birth',
      'answers.runner.birth',
      'answers.helpers.*.birth',
    ])
  })

  test('is what the value is made of, or all it depends on', () => {
    const source = 'answers.role == "me" ? answers.day : ""'
    expect(paths(source, sources)).toEqual(['answers.day'])
    expect(paths(source, dependencies)).toEqual(['answers.role', 'answers.day'])
    expect(paths('derived.head.name', dependencies)).toContain('answers.role')
  })
})

test('a dated value holds from its first to its last day', () => {
  const { rules } = STALL
  expect(rulesOn(rules, '2026-12-31')).toMatchObject({ min_age: 18 })
  expect(rulesOn(rules, '2027-01-01')).toMatchObject({ min_age: 20 })
  expect(rulesOn(rules, '2019-01-01')).toMatchObject({ min_age: 18 })
})
