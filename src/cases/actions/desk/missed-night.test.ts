import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { listTasks } from '../../store/tasks.ts'
import { tellOwnersOfNight } from './missed-night.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

test('a list that misses several nights is one task of the journey’s owner, another list another', async () => {
  const missed = (batchId: string, adapterId = 'parks') =>
    tellOwnersOfNight(station, { data: { adapterId, batchId, cause: 'refused', nightsMissed: 1 } })
  await missed('one')
  await Promise.all([missed('one'), missed('one')])
  await missed('two')
  await missed('three', 'nobodys-adapter')
  const tasks = await listTasks(station.db, { desks: ['hike-owner'], limit: 10 })
  expect(tasks.map(({ why, about }) => [why, about.batchId]).sort()).toEqual([
    ['night_missed', 'one'],
    ['night_missed', 'two'],
  ])
})
