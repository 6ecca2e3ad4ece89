// A site without a line: what its tickets hold, and what comes of forged, replayed and late ones.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { countHandOuts as sumHandOuts } from '../store/handouts.ts'
import { handOut } from './hand-out.ts'
import { closeOldAllowances, type IssuedAllowance, issueAllowance, takeOffline } from './offline.ts'
import { sealCard } from './sealed-card.ts'
import { cardOf, counterAt, ITEM, openSites, PROGRAMME } from './station.examples.ts'

const NOON = '2026-11-24T12:00:00+08:00'
let station: TestStation

beforeAll(async () => {
  station = await newStation({ now: NOON })
  await openSites(station, 8, 1000)
})
afterAll(() => station.close())

const moveTo = (at: string) => station.clock.move?.(new Date(at))

async function entry(
  { tickets, publicKey }: IssuedAllowance,
  index: number,
  { card = cardOf(index), amount = 5, at = '2026-11-24T12:30:00+08:00' } = {},
) {
  const sealed = await sealCard(publicKey, { card, item: ITEM, amount })
  return { ticket: tickets[index] ?? '', at, sealed }
}

const outcomes = async (site: string, entries: Awaited<ReturnType<typeof entry>>[]) =>
  (await takeOffline(station, counterAt(site), entries)).map(({ outcome }) => outcome)

const overAt = async (siteId: string) =>
  (await sumHandOuts(station.db, { programmeId: PROGRAMME, siteId, since: new Date(0) }))[0]?.over

test('what was handed out without a line is recorded once, however often it is told', async () => {
  const issued = await issueAllowance(station, counterAt('s1'), ITEM)
  await moveTo('2026-11-24T13:00:00+08:00')
  const entries = [await entry(issued, 0), await entry(issued, 1)]
  expect(await outcomes('s1', entries)).toEqual(['recorded', 'recorded'])
  // The answer was lost; the device tells it all again, twice at once.
  expect(await Promise.all([outcomes('s1', entries), outcomes('s1', entries)])).toEqual([
    ['again', 'again'],
    ['again', 'again'],
  ])
  const told = await handOut(station, {
    counter: counterAt('s2'),
    request: { card: cardOf(0), item: ITEM },
    clientKey: 'after-the-gap',
  })
  expect(told).toMatchObject({ outcome: 'refused', reason: 'over_quota' })
})

test('a person who went to two sites that were both cut off is recorded, and the excess is shown', async () => {
  await moveTo(NOON)
  const [first, second] = await Promise.all([
    issueAllowance(station, counterAt('s3'), ITEM),
    issueAllowance(station, counterAt('s4'), ITEM),
  ])
  await moveTo('2026-11-24T14:00:00+08:00')
  const card = cardOf(500)
  expect(await outcomes('s3', [await entry(first, 0, { card })])).toEqual(['recorded'])
  expect(await outcomes('s4', [await entry(second, 0, { card })])).toEqual(['recorded'])
  expect(await overAt('s3')).toBe(0)
  expect(await overAt('s4')).toBe(5)
})

test('a ticket is good for one card, at one site, until its hour', async () => {
  await moveTo(NOON)
  const issued = await issueAllowance(station, counterAt('s5'), ITEM)
  await moveTo('2026-11-25T03:00:00+08:00')
  const replayed = [
    await entry(issued, 0, { card: cardOf(600) }),
    await entry(issued, 0, { card: cardOf(601) }),
  ]
  expect(await outcomes('s5', replayed)).toEqual(['recorded', 'used'])
  expect(await outcomes('s6', [await entry(issued, 1)])).toEqual(['forged'])
  const other = issued.tickets[2]?.replace(/.$/, (sign) => (sign === '0' ? '1' : '0')) ?? ''
  expect(await outcomes('s5', [{ ...(await entry(issued, 2)), ticket: other }])).toEqual(['forged'])
  const beyond = issued.tickets[2]?.replace(/\.\d+\./, '.31.') ?? ''
  expect(await outcomes('s5', [{ ...(await entry(issued, 2)), ticket: beyond }])).toEqual([
    'forged',
  ])
  const late = { at: '2026-11-25T00:30:00+08:00' }
  expect(await outcomes('s5', [await entry(issued, 3, late)])).toEqual(['out_of_time'])
  const ahead = { at: '2026-11-24T11:00:00+08:00' }
  expect(await outcomes('s5', [await entry(issued, 3, ahead)])).toEqual(['out_of_time'])
  expect(await outcomes('s5', [await entry(issued, 4, { amount: 6 })])).toEqual(['unreadable'])
  expect(await outcomes('s5', [{ ...(await entry(issued, 4)), sealed: 'AAAA' }])).toEqual([
    'unreadable',
  ])
})

test('a site never holds more tickets than twice its allowance, also when it asks many times at once', async () => {
  await moveTo(NOON)
  const asked = await Promise.allSettled(
    Array.from({ length: 6 }, () => issueAllowance(station, counterAt('s7'), ITEM)),
  )
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
})

test('three days after its end an allowance is closed and its cards can be read by nobody', async () => {
  await moveTo(NOON)
  const issued = await issueAllowance(station, counterAt('s8'), ITEM)
  await moveTo('2026-11-28T01:00:00+08:00')
  await closeOldAllowances(station)
  expect(await outcomes('s8', [await entry(issued, 0)])).toEqual(['out_of_time'])
})
