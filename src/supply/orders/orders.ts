// Ordering ahead: it counts against the card at once, takes from the window's capacity, and is
// collected at one site until a day; what nobody collects is released and told.

import { randomInt } from 'node:crypto'
import { Failure } from '../../core/errors.ts'
import { canMail, sendMail } from '../../core/mail.ts'
import { sayMoment } from '../../core/moments.ts'
import { newReference, readReference } from '../../core/reference.ts'
import type { Station } from '../../core/station.ts'
import { prepareHandOut, recordHandOut } from '../handout/hand-out.ts'
import { currentWindow, settingsOf } from '../handout/settings.ts'
import { getProgramme } from '../programmes.ts'
import type { Counter, HandOutAnswer, OrderWindow } from '../schema/handout.ts'
import type { Order, OrderRequest } from '../schema/orders.ts'
import { saveHandOutState } from '../store/handouts.ts'
import {
  ensureWindow,
  findOrder,
  findOrderOf,
  insertOrder,
  listOverdue,
  listUntold,
  saveTold,
  settleOrder,
  takeCapacity,
} from '../store/orders.ts'
import { findSite } from '../store/sites.ts'

export const ORDER_PREFIX = 'OR'
const PAYMENT_DIGITS = 13

export type Placed =
  | { ok: true; order: Order; isAgain: boolean }
  | { ok: false; refusal: Extract<HandOutAnswer, { outcome: 'refused' }> }

/** @throws Failure conflict when no window is open or it is full; invalid for a card or site */
export async function placeOrder(
  station: Station,
  given: { programmeId: string; request: OrderRequest; clientKey: string; by: string },
): Promise<Placed> {
  const { programmeId, request } = given
  const { db, clock, secrets } = station
  const now = clock.now()
  const window = currentWindow(station, programmeId, now)
  if (!window || now < window.opensAt) throw new Failure('conflict', 'handouts.order.closed')
  await requireSite(station, programmeId, request.site)
  await ensureWindow(db, programmeId, window.id)
  const counter = { programmeId, siteId: request.site, by: given.by }
  // A caller's key must not meet a counter's.
  const clientKey = `order:${secrets.hash('supply order', given.clientKey)}`
  const { card, birthYear } = request
  const claim = { card, item: window.item, amount: window.pieces, birthYear }
  const as = { state: 'ordered' } as const
  const prepared = await prepareHandOut(station, { counter, request: claim, clientKey, as })
  if (!prepared.ok) return prepared
  return db.transaction().execute(async (tx) => {
    const answer = await recordHandOut(tx, prepared)
    if (answer.outcome === 'refused') return { ok: false, refusal: answer }
    const before = await findOrderOf(tx, answer.handOutId)
    if (before) return { ok: true, order: before, isAgain: true }
    const { id: windowId, capacity } = window
    if (!(await takeCapacity(tx, { programmeId, windowId, amount: window.pieces, capacity }))) {
      throw new Failure('conflict', 'handouts.order.full')
    }
    const { keyId } = await secrets.newKey(tx)
    const { email } = request
    const order = await insertOrder(tx, {
      ...orderOf(window),
      ...{ programmeId, siteId: request.site, handOutId: answer.handOutId, keyId, at: now },
      sealedEmail: email ? await secrets.seal(tx, keyId, email) : null,
    })
    return { ok: true, order, isAgain: false }
  })
}

const orderOf = ({ id, item, pieces, price_twd, collectBy }: OrderWindow) => ({
  windowId: id,
  item,
  amount: pieces,
  price_twd,
  collectBy,
  reference: newReference(ORDER_PREFIX, randomInt),
  payment: newPayment(),
})

/** Digits with a check digit by Luhn, which every till and bank can check. */
function newPayment(): string {
  const digits = Array.from({ length: PAYMENT_DIGITS }, (_, at) => randomInt(at === 0 ? 1 : 0, 10))
  const sum = digits.reduce((total, digit, at) => {
    const weighted = at % 2 === 0 ? digit * 2 : digit
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return `${digits.join('')}${(10 - (sum % 10)) % 10}`
}

async function requireSite({ db }: Station, programmeId: string, siteId: string): Promise<void> {
  const site = await findSite(db, programmeId, siteId)
  if (site && !site.leftAt) return
  const problems = [{ pointer: '/site', message: 'supply.no_site' }]
  throw new Failure('invalid', 'core.invalid', { problems })
}

/** @throws Failure not_found */
export async function getOrder(
  { db }: Station,
  programmeId: string,
  typed: string,
): Promise<Order> {
  const reference = readReference(typed, ORDER_PREFIX)
  const order = reference ? await findOrder(db, programmeId, reference) : null
  if (!order) throw new Failure('not_found', 'handouts.order.no_such')
  return order
}

/** Handed over at its site; twice is once. @throws Failure conflict, saying why not */
export async function collectOrder(
  station: Station,
  { programmeId, siteId }: Counter,
  typed: string,
): Promise<Order> {
  const order = await getOrder(station, programmeId, typed)
  const { db, clock, secrets } = station
  const at = clock.now()
  if (order.siteId !== siteId) throw new Failure('conflict', 'handouts.order.other_site')
  const window = settingsOf(station, programmeId).orders.find(({ id }) => id === order.windowId)
  if (window && at < window.collectFrom) throw new Failure('conflict', 'handouts.order.too_early')
  if (order.state !== 'ordered') throw new Failure('conflict', `handouts.order.is_${order.state}`)
  await db.transaction().execute(async (tx) => {
    const { orderId, handOutId } = order
    // Two counters may press together; the row's own state picks one.
    if (!(await settleOrder(tx, { orderId, state: 'collected', at }))) {
      throw new Failure('conflict', 'handouts.order.is_collected')
    }
    await saveHandOutState(tx, handOutId, { from: 'ordered', to: 'handed', at })
    await secrets.destroy(tx, order.keyId)
  })
  return { ...order, state: 'collected' }
}

/** What nobody collected counts against nobody any more. @returns how many */
export async function releaseOrders(station: Station): Promise<number> {
  const { db, clock } = station
  const at = clock.now()
  let released = 0
  for (const { orderId, handOutId } of await listOverdue(db, at)) {
    await db.transaction().execute(async (tx) => {
      if (!(await settleOrder(tx, { orderId, state: 'released', at }))) return
      await saveHandOutState(tx, handOutId, { from: 'ordered', to: 'released', at })
      released += 1
    })
  }
  await tellReleased(station)
  return released
}

/** Whoever left an address is told by mail; a mail that fails goes out with the next run. */
async function tellReleased(station: Station): Promise<void> {
  if (!canMail(station)) return
  const { db, secrets, clock, words, log } = station
  const t = words['zh-TW']
  for (const order of await listUntold(db)) {
    if (!order.sealedEmail) continue
    const { reference, orderId, keyId } = order
    try {
      await sendMail(station, {
        to: await secrets.openText(db, keyId, order.sealedEmail),
        subject: t('handouts.order.mail_subject', { reference }),
        text: t('handouts.order.mail_text', {
          reference,
          title: getProgramme(station, order.programmeId).title['zh-TW'],
          until: sayMoment(order.collectBy, 'zh-TW'),
        }),
      })
    } catch (err) {
      log.warn({ err, orderId }, 'an order that was released could not be told')
      return
    }
    await db.transaction().execute(async (tx) => {
      await saveTold(tx, orderId, clock.now())
      await secrets.destroy(tx, keyId)
    })
  }
}
