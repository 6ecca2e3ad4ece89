import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { listTasks } from '../../store/tasks.ts'
import { askToRead } from './letters.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

const LETTER = '5a4b3c2d-0000-4000-8000-000000000001'
const ask = (why: string, letterId = LETTER, adapterId = 'reserve-entry') =>
  askToRead(station, { data: { adapterId, letterId, why } })
const tasksOf = async (desk: string) =>
  (await listTasks(station.db, { desks: [desk], limit: 20 })).map(({ why, about }) => ({
    why,
    about,
  }))

test('a letter nobody understands is one task of the desk that reads letters', async () => {
  await Promise.all([ask('unmatched'), ask('unmatched')])
  await ask('unmatched')
  expect(await tasksOf('front-desk')).toEqual([
    { why: 'letter_unmatched', about: { adapterId: 'reserve-entry', letterId: LETTER } },
  ])
})

test('an officer who is away is told once, however many letters say so', async () => {
  for (const last of ['2', '3', '4']) await ask('away', LETTER.slice(0, -1) + last)
  const away = (await tasksOf('front-desk')).filter(({ why }) => why === 'letter_away')
  expect(away).toHaveLength(1)
})

test('where an adapter names no desk, the owners of its journeys read', async () => {
  await ask('stranger', LETTER, 'parks')
  expect(await tasksOf('hike-owner')).toEqual([
    { why: 'letter_stranger', about: { adapterId: 'parks', letterId: LETTER } },
  ])
})
