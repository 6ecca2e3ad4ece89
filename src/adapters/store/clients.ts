// Who may call from outside, and how often they did.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Client, Consumers } from '../services/schema.ts'

const CLIENT = [
  'client_id as clientId',
  'name',
  'is_named as isNamed',
  'token_hint as tokenHint',
  'adapter_ids as adapterIds',
  'per_minute as perMinute',
  'per_day as perDay',
  'issued_at as issuedAt',
  'revoked_at as revokedAt',
] as const

const MOST_CLIENTS = 500

export interface ClientRow extends Client {
  tokenHash: string
  keyId: string
  sealedContact: Uint8Array
}

export async function insertClient(tx: Db, client: ClientRow): Promise<void> {
  await tx
    .insertInto('adapters.clients')
    .values({
      client_id: client.clientId,
      name: client.name,
      is_named: client.isNamed,
      token_hash: client.tokenHash,
      token_hint: client.tokenHint,
      key_id: client.keyId,
      sealed_contact: Buffer.from(client.sealedContact),
      adapter_ids: client.adapterIds,
      per_minute: client.perMinute,
      per_day: client.perDay,
      issued_at: client.issuedAt,
      revoked_at: null,
    })
    .execute()
}

export async function findClientByToken(db: Db, tokenHash: string): Promise<Client | null> {
  const row = await db
    .selectFrom('adapters.clients')
    .select(CLIENT)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row ?? null
}

/** False when it was revoked before, or never was. */
export async function revokeClient(tx: Db, clientId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('adapters.clients')
    .set({ revoked_at: at })
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Newest first, with the calls of the last 30 days. */
export async function listClients(db: Db): Promise<(Client & { calls: number })[]> {
  const rows = await db
    .selectFrom('adapters.clients as c')
    .select(CLIENT)
    .select((of) =>
      of
        .selectFrom('adapters.client_counts as n')
        .select(sql<number>`coalesce(sum(n.calls), 0)::int`.as('calls'))
        .whereRef('n.client_id', '=', 'c.client_id')
        .where('n.span', '=', 'day')
        .where('n.begins_at', '>', sql<Date>`now() - interval '30 days'`)
        .as('calls'),
    )
    .orderBy('issued_at', 'desc')
    .orderBy('client_id')
    .limit(MOST_CLIENTS)
    .execute()
  return rows.map(({ calls, ...client }) => ({ ...client, calls: calls ?? 0 }))
}

/** Who else uses each service, by adapter. */
export async function listConsumers(db: Db): Promise<Map<string, Consumers>> {
  const { rows } = await sql<{ adapterId: string } & Consumers>`
    select a.adapter_id as "adapterId", count(*)::int as count,
           coalesce(array_agg(c.name order by c.name) filter (where c.is_named), '{}') as names,
           (select count(*)::int from adapters.client_filings f where f.adapter_id = a.adapter_id) as filings
      from adapters.clients c, unnest(c.adapter_ids) as a(adapter_id)
     where c.revoked_at is null
     group by a.adapter_id`.execute(db)
  return new Map(rows.map(({ adapterId, ...consumers }) => [adapterId, consumers]))
}

export interface Window {
  span: 'minute' | 'day'
  beginsAt: Date
}

/** Counts one more call in each window, and gives the counts with it. */
export async function countCall(
  db: Db,
  clientId: string,
  windows: [Window, Window],
): Promise<{ minute: number; day: number }> {
  const [minute, day] = windows
  const { rows } = await sql<{ span: 'minute' | 'day'; calls: number }>`
    insert into adapters.client_counts as n (client_id, span, begins_at)
    values (${clientId}, ${minute.span}, ${minute.beginsAt}), (${clientId}, ${day.span}, ${day.beginsAt})
    on conflict (client_id, span, begins_at) do update set calls = n.calls + 1
    returning span, calls`.execute(db)
  const counts = { minute: 0, day: 0 }
  for (const { span, calls } of rows) counts[span] = calls
  return counts
}

export async function deleteCountsBefore(
  db: Db,
  before: { minute: Date; day: Date },
): Promise<void> {
  await sql`
    delete from adapters.client_counts
     where (span = 'minute' and begins_at < ${before.minute})
        or (span = 'day' and begins_at < ${before.day})`.execute(db)
}
