// All SQL of people: duties, grants, views, and the demo's accounts. Sign-in's own rows are the
// library's.

import type { Db } from '../core/db.ts'
import type { Role, ViewReason } from './schema.ts'

export interface Duty {
  role: Role
  deskId: string | null
  agencyId: string | null
}

export async function listDuties(db: Db, accountId: string): Promise<Duty[]> {
  const rows = await db
    .selectFrom('people.duties')
    .select(['role', 'desk_id as deskId', 'agency_id as agencyId'])
    .where('account_id', '=', accountId)
    .orderBy('role')
    .orderBy('desk_id')
    .limit(50)
    .execute()
  return rows.map((row) => ({ ...row, role: row.role as Role }))
}

export interface NewAccount {
  accountId: string
  name: string
  email: string
  duties: Duty[]
}

/** Does nothing when the account is there already. */
export async function insertAccount(db: Db, account: NewAccount, at: Date): Promise<void> {
  const made = await db
    .insertInto('people.accounts')
    .values({
      id: account.accountId,
      name: account.name,
      email: account.email,
      email_verified: true,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0) return
  for (const duty of account.duties) await insertDuty(db, account.accountId, duty, at)
}

/** Does nothing when the account has this duty. */
export async function insertDuty(db: Db, accountId: string, duty: Duty, at: Date): Promise<void> {
  await db
    .insertInto('people.duties')
    .values({
      account_id: accountId,
      role: duty.role,
      desk_id: duty.deskId,
      agency_id: duty.agencyId,
      given_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Ends the sessions, too: what was opened with a duty must not outlive it. */
export async function deleteDuties(tx: Db, accountId: string): Promise<void> {
  await tx.deleteFrom('people.duties').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('people.sessions').where('account_id', '=', accountId).execute()
}

export async function deleteExpired(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('people.sessions').where('expires_at', '<', now).execute()
  await db.deleteFrom('people.codes').where('expires_at', '<', now).execute()
}

/** By address. */
export async function listAccounts(db: Db, limit = 10_000): Promise<NewAccount[]> {
  const accounts = await db
    .selectFrom('people.accounts')
    .select(['id as accountId', 'name', 'email'])
    .orderBy('email')
    .limit(limit)
    .execute()
  const duties = await db
    .selectFrom('people.duties')
    .select(['account_id as accountId', 'role', 'desk_id as deskId', 'agency_id as agencyId'])
    .orderBy('account_id')
    .orderBy('role')
    .orderBy('desk_id')
    .limit(limit * 5)
    .execute()
  return accounts.map((account) => ({
    ...account,
    duties: duties
      .filter(({ accountId }) => accountId === account.accountId)
      .map((duty) => ({ ...duty, role: duty.role as Role })),
  }))
}

export async function findAccountByEmail(
  db: Db,
  email: string,
): Promise<{ accountId: string; name: string; email: string } | null> {
  const row = await db
    .selectFrom('people.accounts')
    .select(['id as accountId', 'name', 'email'])
    .where('email', '=', email)
    .executeTakeFirst()
  return row ?? null
}

export async function findAccountName(db: Db, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom('people.accounts')
    .select('name')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.name ?? null
}

/** Where to write to somebody who gave their name. */
export async function findAccountEmail(db: Db, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom('people.accounts')
    .select('email')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.email ?? null
}

export interface View {
  viewId: string
  /** One of the two: an account that looked, or the agency that a person had asked. */
  accountId: string | null
  agencyId: string | null
  name: string | null
  subject: string
  reason: ViewReason
  viewedAt: Date
}

export async function insertView(
  db: Db,
  view: {
    accountId: string | null
    agencyId?: string | null
    subject: string
    reason: ViewReason
    at: Date
  },
): Promise<void> {
  await db
    .insertInto('people.views')
    .values({
      account_id: view.accountId,
      agency_id: view.agencyId ?? null,
      subject: view.subject,
      reason: view.reason,
      viewed_at: view.at,
    })
    .execute()
}

/** Newest first, before that one. */
export async function listViews(
  db: Db,
  { before, limit }: { before: string | null; limit: number },
): Promise<View[]> {
  return db
    .selectFrom('people.views as v')
    .leftJoin('people.accounts as a', 'a.id', 'v.account_id')
    .select([
      'v.view_id as viewId',
      'v.account_id as accountId',
      'v.agency_id as agencyId',
      'a.name',
      'v.subject',
      'v.reason',
      'v.viewed_at as viewedAt',
    ])
    .$if(before !== null, (query) => query.where('v.view_id', '<', before))
    .orderBy('v.view_id', 'desc')
    .limit(limit)
    .$narrowType<{ reason: ViewReason }>()
    .execute()
}

export interface NewGrant {
  helperId: string
  subject: string
  purpose: string
  basis: 'written' | 'present' | 'guardian' | 'law'
  fromAt: Date
  untilAt: Date
}

export async function insertGrant(db: Db, grant: NewGrant): Promise<string> {
  const { grant_id } = await db
    .insertInto('people.grants')
    .values({
      helper_id: grant.helperId,
      subject: grant.subject,
      purpose: grant.purpose,
      basis: grant.basis,
      from_at: grant.fromAt,
      until_at: grant.untilAt,
    })
    .returning('grant_id')
    .executeTakeFirstOrThrow()
  return grant_id
}

/** False when there was none, or it was revoked before. */
export async function revokeGrant(db: Db, grantId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('people.grants')
    .set({ revoked_at: at })
    .where('grant_id', '=', grantId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function hasGrant(
  db: Db,
  grant: { helperId: string; subject: string; purpose: string; at: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom('people.grants')
    .select('grant_id')
    .where('helper_id', '=', grant.helperId)
    .where('subject', '=', grant.subject)
    .where('purpose', '=', grant.purpose)
    .where('from_at', '<=', grant.at)
    .where('until_at', '>', grant.at)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
