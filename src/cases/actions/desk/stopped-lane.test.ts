import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { listTasks } from '../../store/tasks.ts'
import { tellOwnersOfStop } from './stopped-lane.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

const stop = (adapterId: string) =>
  tellOwnersOfStop(station, { data: { adapterId, cause: 'changed_layout' } })
const noticesOf = async (desk: string) =>
  (await listTasks(station.db, { desks: [desk], limit: 20 })).map(({ why, about }) => ({
    why,
    about,
  }))

test('the owner of the journey gets one task when an agency’s system changed, however often it is said', async () => {
  await Promise.all([stop('parks'), stop('parks')])
  await stop('parks')
  expect(await noticesOf('hike-owner')).toEqual([
    { why: 'lane_stopped', about: { adapterId: 'parks', cause: 'changed_layout' } },
  ])
  expect(await noticesOf('birth-owner')).toEqual([])
})
