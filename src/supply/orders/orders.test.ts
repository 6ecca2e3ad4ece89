// Ordering ahead: counted at once, never above the capacity, collected once, released and told.

import { createServer } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { countHandOuts } from '../handout/counting.ts'
import { handOut } from '../handout/hand-out.ts'
import { settingsOf } from '../handout/settings.ts'
import { cardOf, counterAt, ITEM, openSites, PROGRAMME } from '../handout/station.examples.ts'
import { findStock } from '../store/changes.ts'
import { collectOrder, getOrder, placeOrder, releaseOrders } from './orders.ts'

const CAPACITY = 40
let station: TestStation
let keys = 0

beforeAll(async () => {
  station = await newStation({ now: '2026-11-24T09:00:00+08:00' })
  await openSites(station, 3, 500)
  const [window] = settingsOf(station, PROGRAMME).orders
  if (window) window.capacity = CAPACITY
})
afterAll(() => station.close())

const moveTo = (at: string) => station.clock.move?.(new Date(at))
const order = (card: string, { site = 's1', key = `order-key-${keys++}`, email = '' } = {}) =>
  placeOrder(station, {
    programmeId: PROGRAMME,
    request: { card, site, ...(email ? { email } : {}) },
    clientKey: key,
    by: 'page',
  })
const scan = (card: string) =>
  handOut(station, {
    counter: counterAt('s2'),
    request: { card, item: ITEM },
    clientKey: `scan-key-${keys++}`,
  })

test('an order counts against the card at once, and the same key is the same order', async () => {
  const first = await order(cardOf(1), { key: 'my-order-key' })
  const again = await order(cardOf(1), { key: 'my-order-key' })
  if (!first.ok || !again.ok) throw new Error('not ordered')
  expect(again).toMatchObject({ isAgain: true, order: { reference: first.order.reference } })
  expect(first.order.payment).toMatch(/^[1-9]\d{13}$/)
  expect(await order(cardOf(1))).toMatchObject({ ok: false, refusal: { reason: 'over_quota' } })
  expect(await scan(cardOf(1))).toMatchObject({ outcome: 'refused', reason: 'over_quota' })
})

test('orders above the capacity are refused with the reason, and leave the card free', async () => {
  const asked = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => order(cardOf(100 + n), { site: `s${(n % 3) + 1}` })),
  )
  const kept = asked.filter((one) => one.status === 'fulfilled' && one.value.ok)
  // One order of five pieces stands already.
  expect(kept).toHaveLength(CAPACITY / 5 - 1)
  const refused = asked.findIndex(({ status }) => status === 'rejected')
  expect(String((asked[refused] as PromiseRejectedResult).reason)).toContain('handouts.order.full')
  expect(await scan(cardOf(100 + refused))).toMatchObject({ outcome: 'given', pieces: 5 })
})

test('an order is collected at its site, in its days, once, and then the stock falls', async () => {
  const { rows } = await sql<{ reference: string; siteId: string }>`
    select reference, site_id as "siteId" from supply.orders where site_id = 's3' limit 1`.execute(
    station.db,
  )
  const reference = rows[0]?.reference ?? ''
  await countHandOuts(station)
  const collect = (site: string) => collectOrder(station, counterAt(site), reference)
  await expect(collect('s3')).rejects.toThrow('too_early')
  await moveTo('2026-12-01T10:00:00+08:00')
  await expect(collect('s1')).rejects.toThrow('other_site')
  const both = await Promise.allSettled([collect('s3'), collect('s3')])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await countHandOuts(station)
  const stock = await findStock(station.db, { programmeId: PROGRAMME, siteId: 's3', item: ITEM })
  expect(stock?.amount).toBe(495)
})

test('what nobody collected is released, told by mail, and counts against nobody', async () => {
  await moveTo('2026-11-25T09:00:00+08:00')
  const [window] = settingsOf(station, PROGRAMME).orders
  if (window) window.capacity = CAPACITY + 5
  const placed = await order(cardOf(300), { email: 'lin@mail.example' })
  if (!placed.ok) throw new Error('not ordered')
  const letters: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        letters.push(Buffer.concat(parts).toString('utf8'))
        done()
      })
    },
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  Object.assign(station.config, { smtpUrl: `smtp://127.0.0.1:${port}` })
  try {
    await moveTo('2026-12-06T21:00:01+08:00')
    expect(await releaseOrders(station)).toBe(CAPACITY / 5)
    expect(await releaseOrders(station)).toBe(0)
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  expect(letters).toHaveLength(1)
  expect(letters[0]).toContain('lin@mail.example')
  expect(await getOrder(station, PROGRAMME, placed.order.reference)).toMatchObject({
    state: 'released',
    sealedEmail: null,
  })
  await expect(collectOrder(station, counterAt('s1'), placed.order.reference)).rejects.toThrow(
    'is_released',
  )
  expect(await scan(cardOf(300))).toMatchObject({ outcome: 'given', pieces: 5 })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return typeof address === 'object' && address ? address.port : 0
}
