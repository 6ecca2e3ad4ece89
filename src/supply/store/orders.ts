// Orders ahead and how much of a window is taken.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Order } from '../schema/orders.ts'

const ORDER =
  sql.raw(`order_id as "orderId", programme_id as "programmeId", window_id as "windowId",
  reference, site_id as "siteId", item, amount, hand_out_id::float8 as "handOutId", state, payment,
  price_twd, paid_at as "paidAt", collect_by as "collectBy", key_id as "keyId",
  sealed_email as "sealedEmail"`)

export async function ensureWindow(db: Db, programmeId: string, windowId: string): Promise<void> {
  await sql`
    insert into supply.order_windows (programme_id, window_id) values (${programmeId}, ${windowId})
    on conflict do nothing`.execute(db)
}

/** False when that would be more than `capacity` pieces. Holds the window until the transaction ends. */
export async function takeCapacity(
  tx: Db,
  given: { programmeId: string; windowId: string; amount: number; capacity: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update supply.order_windows set ordered = ordered + ${given.amount}::integer
     where programme_id = ${given.programmeId} and window_id = ${given.windowId}
       and ordered + ${given.amount}::integer <= ${given.capacity}::integer`.execute(tx)
  return Number(numAffectedRows ?? 0) === 1
}

/** Pieces that are ordered. */
export async function countOrdered(db: Db, programmeId: string, windowId: string): Promise<number> {
  const { rows } = await sql<{ ordered: number }>`
    select ordered from supply.order_windows
     where programme_id = ${programmeId} and window_id = ${windowId}`.execute(db)
  return rows[0]?.ordered ?? 0
}

export async function insertOrder(
  tx: Db,
  order: Omit<Order, 'orderId' | 'state' | 'paidAt'> & { at: Date },
): Promise<Order> {
  const email = order.sealedEmail ? Buffer.from(order.sealedEmail) : null
  const { rows } = await sql<Order>`
    insert into supply.orders (programme_id, window_id, reference, site_id, item, amount, hand_out_id,
                               payment, price_twd, ordered_at, collect_by, key_id, sealed_email)
    values (${order.programmeId}, ${order.windowId}, ${order.reference}, ${order.siteId}, ${order.item},
            ${order.amount}, ${order.handOutId}, ${order.payment}, ${order.price_twd}, ${order.at},
            ${order.collectBy}, ${order.keyId}::uuid, ${email}::bytea)
    returning ${ORDER}`.execute(tx)
  const [row] = rows
  if (!row) throw new Error('an order was not kept')
  return row
}

export async function findOrder(
  db: Db,
  programmeId: string,
  reference: string,
): Promise<Order | null> {
  const { rows } = await sql<Order>`
    select ${ORDER} from supply.orders
     where programme_id = ${programmeId} and reference = ${reference}`.execute(db)
  return rows[0] ?? null
}

export async function findOrderOf(db: Db, handOutId: number): Promise<Order | null> {
  const { rows } = await sql<Order>`
    select ${ORDER} from supply.orders where hand_out_id = ${handOutId}`.execute(db)
  return rows[0] ?? null
}

/** Ends an order that waits; what could name the person goes. @returns false when it did not wait */
export async function settleOrder(
  tx: Db,
  { orderId, state, at }: { orderId: string; state: 'collected' | 'released'; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update supply.orders
       set state = ${state}, settled_at = ${at},
           paid_at = case when ${state} = 'collected' then coalesce(paid_at, ${at}) else paid_at end,
           sealed_email = case when ${state} = 'collected' then null else sealed_email end
     where order_id = ${orderId}::uuid and state = 'ordered'`.execute(tx)
  return Number(numAffectedRows ?? 0) === 1
}

/** Waiting beyond their last day, oldest first. */
export async function listOverdue(db: Db, now: Date): Promise<Order[]> {
  const { rows } = await sql<Order>`
    select ${ORDER} from supply.orders
     where state = 'ordered' and collect_by < ${now} order by collect_by limit 1000`.execute(db)
  return rows
}

/** Released, and the person who left an address does not know. */
export async function listUntold(db: Db): Promise<Order[]> {
  const { rows } = await sql<Order>`
    select ${ORDER} from supply.orders
     where state = 'released' and told_at is null and sealed_email is not null
     order by collect_by limit 200`.execute(db)
  return rows
}

export async function saveTold(tx: Db, orderId: string, at: Date): Promise<void> {
  await sql`
    update supply.orders set told_at = ${at}, sealed_email = null
     where order_id = ${orderId}::uuid`.execute(tx)
}
