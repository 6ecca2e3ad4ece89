// What really happened in 2020, taken in again: the files as they were, and the whole history of
// changes. The data is not part of the program; without it these tests are skipped, and say so.

import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { takeFile } from './actions/feed.ts'
import { replayChanges, rolledBack } from './actions/replay.ts'
import { saveRegistry } from './actions/sites.ts'
import { readRegistry } from './registry-file.ts'
import { isOpenAt } from './rules/hours.ts'
import { sumStock } from './store/stock.ts'

const DATA = '../shared/data/mask-stock-tw'
const isThere = existsSync(`${DATA}/expected.json`)
if (!isThere) console.log(`skipped: ${DATA} is not here`)

interface ExpectedFile {
  rows: number
  'joined_to_registry_2020-03-05': number
  not_in_registry: number
  total_adult: number
  total_child: number
}

describe.skipIf(!isThere)('the masks of 2020', () => {
  let station: TestStation
  beforeAll(async () => {
    station = await newStation({ now: '2020-04-10T09:00:00+08:00' })
  })
  afterAll(() => station.close())

  const expected = JSON.parse(isThere ? readFileSync(`${DATA}/expected.json`, 'utf8') : '{}')
  const registryOf = (day: string) =>
    readRegistry(readFileSync(`${DATA}/pharmacies-${day}.geojson`, 'utf8'))

  test.each(['2020-02-07T08', '2020-02-17T12', '2020-03-06T08'])(
    'the file of %s joins the registry with the expected totals',
    async (moment) => {
      const name = `nhi-maskdata-${moment}.csv`
      const want = expected[name] as ExpectedFile
      const bytes = readFileSync(`${DATA}/${name}`)
      const { taken, totals } = await rolledBack(station.db, async (tx) => {
        await saveRegistry(tx, 'masks', {
          sites: registryOf('2020-03-05'),
          at: station.clock.now(),
        })
        const taken = await takeFile(station, tx, { programmeId: 'masks', feed: 'nhi', bytes })
        return { taken, totals: await sumStock(tx, 'masks') }
      })
      expect(taken).toMatchObject({
        rows: want.rows,
        joined: want['joined_to_registry_2020-03-05'],
        unknown: want.not_in_registry,
        outcome: 'taken',
      })
      expect(totals).toEqual({ adult: want.total_adult, child: want.total_child })
    },
  )

  test('all 969,464 changes end at the expected stock, and leave nothing behind', async () => {
    const replayed = await replayChanges(station, {
      file: `${DATA}/stock-changes-2020-02-28_2020-04-10.csv.gz`,
      registry: registryOf('2020-04-15'),
    })
    const { events, pharmacies, adult, child } = expected.replay_end
    expect(replayed).toMatchObject({ events, sites: pharmacies, totals: { adult, child } })
    expect(await sumStock(station.db, 'masks')).toEqual({})
  }, 300_000)

  test('the registry’s letters say who is open when', () => {
    const sites = registryOf('2020-04-15')
    const open = (at: string) =>
      sites.filter(({ hours }) => isOpenAt(hours, 'sale', new Date(at))).length
    expect([
      open('2020-04-13T09:00:00+08:00'),
      open('2020-04-18T19:00:00+08:00'),
      open('2020-04-19T19:00:00+08:00'),
    ]).toEqual([6173, 4558, 2828])
  })
})
