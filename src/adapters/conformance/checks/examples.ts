// The example: a filing of people who do not exist, good on any day it is asked for.

import { type Check, hold, type Workbench } from '../schema.ts'
import { readSchema } from './describing.ts'

const DAY_MS = 86_400_000

const check = (name: string, says: string, run: Check['run']): Check => ({
  name: `example.${name}`,
  says,
  needs: 'nothing',
  run,
})

export const examples: Check[] = [
  check('there', 'There is an example', (bench) => {
    bench.input()
    return undefined
  }),
  check('fits-schema', 'The example fits the published schema', (bench) => {
    const read = readSchema(bench.adapter.describe.input).safeParse(bench.input())
    const [issue] = read.success ? [] : read.error.issues
    hold(read.success, `${issue?.path.join('/')}: ${issue?.message}`)
    return undefined
  }),
  check('passes-check', 'The example passes the adapter’s own check', (bench) => {
    const [found] = blocking(bench, bench.now)
    hold(found === undefined, `${found?.pointer}: ${JSON.stringify(found?.message)}`)
    return undefined
  }),
  check('any-day', 'It is good in half a year as well', (bench) => {
    const later = new Date(bench.now.getTime() + 183 * DAY_MS)
    const [found] = blocking(bench, later)
    hold(found === undefined, `in half a year: ${found?.pointer}`)
    return undefined
  }),
  check('fresh', 'Each time it is asked for it is a new one, of plain data', (bench) => {
    const first = bench.input()
    const before = JSON.stringify(first)
    for (const name of Object.keys(first)) Reflect.deleteProperty(first, name)
    hold(JSON.stringify(bench.input()) === before, 'changing one example changed the next')
    return undefined
  }),
]

function blocking({ adapter }: Workbench, at: Date) {
  hold(adapter.example !== undefined, 'there is no example')
  return adapter.check(adapter.example(at), at).filter((problem) => problem.level !== 'info')
}
