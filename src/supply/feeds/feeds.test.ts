// Feeds as they misbehave: down, late, doubled, out of order, torn, suddenly empty.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { takeFile } from '../actions/feed.ts'
import { getFeed } from '../programmes.ts'
import { emptyProgramme } from '../store/programmes.ts'
import { listHeld, listRuns } from '../store/runs.ts'
import { sumStock } from '../store/stock.ts'
import { fetchFeed } from './fetch.ts'
import { releaseFile, throwAway } from './held.ts'

let station: TestStation
/** What the agency's server answers, and the feed that points at it. */
let answer: { status: number; body: string } = { status: 200, body: '' }
const server = createServer((_, response) => {
  response.writeHead(answer.status).end(answer.body)
})

beforeAll(async () => {
  station = await newStation({ now: '2026-11-23T09:30:00+08:00' })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
beforeEach(async () => {
  await emptyProgramme(station.db, 'masks')
})
afterAll(async () => {
  server.close()
  await station.close()
})

const MANY = Array.from({ length: 40 }, (_, index) => `59011000${String(index).padStart(2, '0')}`)
const file = (time: string, codes: string[], amounts = '10,5') =>
  `\uFEFF醫事機構代碼,成人口罩剩餘數,兒童口罩剩餘數,來源資料時間\r\n${codes
    .map((code) => `${code},${amounts},2026/11/23 ${time}`)
    .join('\r\n')}`
const take = (text: string) => {
  const bytes = new TextEncoder().encode(text)
  return station.db
    .transaction()
    .execute((tx) => takeFile(station, tx, { programmeId: 'masks', feed: 'nhi', bytes }))
}
const totals = () => sumStock(station.db, 'masks')
const outcomes = async () => (await listRuns(station.db, 'masks')).map(({ outcome }) => outcome)
const fetchNow = () => {
  const { port } = server.address() as AddressInfo
  const feed = { ...getFeed(station, 'masks', 'nhi'), url: `http://127.0.0.1:${port}/maskdata.csv` }
  return fetchFeed(station, 'masks', feed)
}

test('a feed that is down or gives a page leaves the number as it is, and says so', async () => {
  answer = { status: 200, body: file('09:00:00', MANY) }
  await fetchNow()
  for (const broken of [
    { status: 503, body: 'busy' },
    { status: 200, body: '<html>防火牆</html>' },
  ]) {
    answer = broken
    await fetchNow()
  }
  expect(await totals()).toEqual({ adult: 400, child: 200 })
  expect(await outcomes()).toEqual(['failed', 'failed', 'taken'])
  expect((await listRuns(station.db, 'masks'))[1]?.why).toBe('HTTP 503')
})

test('doubled files change nothing, and a late one does not undo the newer', async () => {
  await take(file('09:00:00', MANY))
  expect(await take(file('09:00:00', MANY))).toMatchObject({ outcome: 'same', changes: 0 })
  await take(file('09:02:00', MANY, '8,4'))
  expect((await take(file('09:01:00', MANY, '9,9'))).outcome).toBe('older')
  expect(await totals()).toEqual({ adult: 320, child: 160 })
})

test('a time in the future is not believed, so that it shuts nobody out', async () => {
  await take(file('23:59:00', MANY))
  expect((await take(file('09:31:00', MANY, '1,1'))).outcome).toBe('taken')
  expect(await totals()).toEqual({ adult: 40, child: 40 })
})

test('a row that makes no sense leaves its site as it was, an absent one means zero', async () => {
  await take(file('09:00:00', MANY))
  const [torn = '', , ...rest] = MANY
  const bytes = `${file('09:01:00', rest)}\r\n${torn},many,5,2026/11/23 09:01:00`
  expect(await take(bytes)).toMatchObject({ unread: 1, changes: 2 })
  expect(await totals()).toEqual({ adult: 390, child: 195 })
  const absurd = `${file('09:02:00', rest)}\r\n${torn},999999999,5,2026/11/23 09:02:00`
  expect(await take(absurd)).toMatchObject({ unread: 1, changes: 0 })
})

test('a file that lost its rows is held until a person has looked', async () => {
  await take(file('09:00:00', MANY))
  expect((await take(file('09:01:00', []))).outcome).toBe('held')
  expect((await take(file('09:02:00', MANY.slice(0, 10)))).outcome).toBe('held')
  expect((await take(file('09:03:00', MANY.slice(0, 30)))).outcome).toBe('taken')
  expect(await totals()).toEqual({ adult: 300, child: 150 })

  const [empty, few] = await listHeld(station.db)
  const settle = (runId = '') => ({ programmeId: 'masks', runId, by: 'somebody' })
  // A newer file has come since: releasing changes nothing.
  expect(await releaseFile(station, settle(few?.runId))).toBe('older')
  await throwAway(station, settle(empty?.runId))
  await expect(throwAway(station, settle(empty?.runId))).rejects.toThrow('not_found')
  expect(await listHeld(station.db)).toEqual([])
  await take(file('09:04:00', []))
  const [last] = await listHeld(station.db)
  expect(await releaseFile(station, settle(last?.runId))).toBe('released')
  expect(await totals()).toEqual({ adult: 0, child: 0 })
})

test('renamed headers, lost zeros and full-width digits are read', async () => {
  const text = '醫事機構代碼,成人口罩總剩餘數,兒童口罩剩餘數\n102,１２,"1,000"\n'
  expect(await take(text)).toMatchObject({ rows: 1, unread: 0 })
  expect(await totals()).toEqual({ adult: 12, child: 1000 })
})
