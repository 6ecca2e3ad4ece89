import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { newLog } from './log.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())

function logged(fact: Record<string, unknown>): string {
  const lines: string[] = []
  newLog('info', { write: (line: string) => void lines.push(line) }).error(fact, 'failed')
  return lines.join('')
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => new Error('nothing failed'),
    (error: unknown) => error,
  )
}

test('a row that a constraint refuses is not written down', async () => {
  const row = { name: '林小姐 0912345678', version: 1, data: '{}', recorded_at: new Date(0) }
  const err = await errorOf(station.db.insertInto('core.events').values(row).execute())
  const line = logged({ err })
  expect(line).toContain('name_says_who_and_what')
  expect(line).not.toContain('0912345678')
})

test('a value of the wrong kind is not written down', async () => {
  const query = station.db.selectFrom('core.keys').selectAll()
  const err = await errorOf(query.where('key_id', '=', 'A123456789').execute())
  const line = logged({ err })
  expect(line).toContain('invalid input syntax for type uuid: …')
  expect(line).not.toContain('A123456789')
})

test('a text that cannot be parsed is not written down, the cause of it neither', () => {
  const cause = new SyntaxError(`Unexpected token 'A', "A123456789" is not valid JSON`)
  const line = logged({ err: new Error('The answer cannot be read', { cause }) })
  expect(line).toContain('The answer cannot be read')
  expect(line).not.toContain('A123456789')
})

test('the place of a defect is named', () => {
  expect(logged({ err: new TypeError('x is not a function') })).toContain('log.test.ts')
})

test('secrets that slip into a fact are blotted out', () => {
  const line = logged({ request: { authorization: 'Bearer abc', answers: { leader: '林' } } })
  expect(line).not.toMatch(/abc|林/)
})
