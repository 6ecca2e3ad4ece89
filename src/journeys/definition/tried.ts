// Examples beside a journey (`tests/*.yaml`): answers, and what must come of them. A designer writes
// them first; whoever takes the journey to another city gets them along.

import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../core/yaml.ts'
import { isPlainRecord } from '../expressions/records.ts'
import type { ReadingContext } from '../questions/leaf.ts'
import { readAnswers, readDraft } from '../questions/read.ts'
import { planLegs } from '../rules/legs.ts'
import type { Journey } from '../schema.ts'

const pointer = z.string().regex(/^(\/[^/]+)+$/, 'a pointer is like /leader/birth')

const Example = z.strictObject({
  name: z.string().min(1),
  /** The day in Taipei on which it is filed. */
  today: z.iso.date(),
  /** Whole answers, or those of an example above with some changed. */
  answers: z.record(z.string(), z.unknown()).optional(),
  basedOn: z.string().optional(),
  /** By pointer; null takes the answer away. */
  change: z.record(pointer, z.unknown()).default({}),
  expect: z.strictObject({
    /** Legs of the case, in order; with problems, those of the readable answers. */
    legs: z.array(z.string()).optional(),
    /** Pointers of everything that stops the filing. */
    problems: z.array(z.string()).default([]),
    /** Pointers of what the person is told. */
    notes: z.array(z.string()).optional(),
    /** What a leg sends, by `<leg>/<field>/…`. */
    sends: z.record(z.string(), z.unknown()).default({}),
  }),
})
export type Example = z.output<typeof Example>

/** Examples of all files of a journey's `tests` folder, with those they are based on. */
export function readExamples(journeyFolder: string): { file: string; example: Example }[] {
  const folder = join(journeyFolder, 'tests')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => {
      const examples = readYaml(join(folder, file), z.array(Example))
      return examples.map((example) => ({ file: basename(file), example }))
    })
}

/** The answers of an example, with those it is based on filled in. */
export function answersOf(example: Example, all: Example[]): Record<string, unknown> {
  const base = all.find((one) => one.name === example.basedOn)
  const answers = structuredClone(example.answers ?? (base ? answersOf(base, all) : {}))
  for (const [at, value] of Object.entries(example.change)) setAt(answers, at, value)
  return answers
}

/** What came out other than expected, in words; empty is as expected. */
export function tryExample(
  journey: Journey,
  example: Example,
  answers: Record<string, unknown>,
  context: ReadingContext,
): string[] {
  const today = { ...context, today: example.today }
  const reading = readAnswers(journey, answers, today)
  const found = reading.ok ? reading.notes : reading.problems
  const pointers = (level: 'block' | 'info') =>
    found
      .filter((one) => (one.level === 'info') === (level === 'info'))
      .map((one) => one.pointer)
      .sort()
  const readable = reading.ok ? reading.answers : readDraft(journey, answers, today)
  const legs = planLegs(journey, readable, { today: example.today })
  const { problems, notes, sends } = example.expect

  return [
    ...differs('problems', pointers('block'), [...problems].sort()),
    ...(notes ? differs('notes', pointers('info'), [...notes].sort()) : []),
    ...(example.expect.legs
      ? differs(
          'legs',
          legs.map((leg) => leg.legId),
          example.expect.legs,
        )
      : []),
    ...Object.entries(sends).flatMap(([path, value]) => {
      const [id, ...steps] = path.split('/')
      const input = legs.find((leg) => leg.legId === id)?.input
      return differs(path, valueAt(input, steps), value)
    }),
  ]
}

function differs(what: string, is: unknown, expected: unknown): string[] {
  if (JSON.stringify(is) === JSON.stringify(expected)) return []
  return [`${what}: expected ${JSON.stringify(expected)}, came to ${JSON.stringify(is)}`]
}

function valueAt(value: unknown, [step, ...rest]: string[]): unknown {
  if (step === undefined) return value
  return typeof value === 'object' && value !== null
    ? valueAt((value as Record<string, unknown>)[step], rest)
    : undefined
}

function setAt(answers: Record<string, unknown>, at: string, value: unknown): void {
  const steps = at.slice(1).split('/')
  const last = steps.pop() ?? ''
  let place: Record<string, unknown> = answers
  for (const step of steps) {
    if (!isPlainRecord(place[step]) && !Array.isArray(place[step])) place[step] = {}
    place = place[step] as Record<string, unknown>
  }
  if (value === null) delete place[last]
  else place[last] = value
}
