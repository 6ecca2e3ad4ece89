// What people can do about themselves and each other: start-up of the demo's accounts, acting for
// somebody, and the note that is made of every look at what is private.

import { machineNow } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import { Failure } from '../core/errors.ts'
import type { Station } from '../core/station.ts'
import type { Actor } from '../core/web.ts'
import { loadAgencies } from './agencies.ts'
import { DEMO_ACCOUNTS } from './demo.ts'
import type { ViewReason } from './schema.ts'
import {
  deleteExpired,
  hasGrant,
  insertAccount,
  insertGrant,
  insertView,
  type NewGrant,
  revokeGrant,
} from './store.ts'

export async function startPeople(station: Station): Promise<void> {
  loadAgencies(station)
  if (!station.config.sandbox) return
  for (const account of DEMO_ACCOUNTS) {
    await station.db.transaction().execute((tx) => insertAccount(tx, account, station.clock.now()))
  }
}

/** Sessions and codes whose time is over. By the machine's time: the sign-in library knows no other. */
export async function forgetExpired({ db }: Station): Promise<void> {
  await deleteExpired(db, machineNow())
}

/** Called in the transaction, or right before the page, that shows something private. */
export async function logView(
  station: Station,
  db: Db,
  view: { actor: Pick<Actor, 'accountId'>; subject: string; reason: ViewReason },
): Promise<void> {
  const { actor, subject, reason } = view
  await insertView(db, { accountId: actor.accountId, subject, reason, at: station.clock.now() })
}

/** An agency was asked, by consent, about the person of `subject`. */
export const logReading = (
  station: Station,
  db: Db,
  { agencyId, subject }: { agencyId: string; subject: string },
): Promise<void> =>
  insertView(db, {
    accountId: null,
    agencyId,
    subject,
    reason: 'reading',
    at: station.clock.now(),
  })

const LONGEST_GRANT_MS = 366 * 86_400_000

/** `subject` is who it is for, in words; only its keyed hash is kept. @throws Failure invalid */
export async function grantTo(station: Station, grant: NewGrant): Promise<string> {
  const lasts = grant.untilAt.getTime() - grant.fromAt.getTime()
  if (lasts <= 0 || lasts > LONGEST_GRANT_MS) throw new Failure('invalid', 'people.grant_length')
  return insertGrant(station.db, { ...grant, subject: subjectHash(station, grant.subject) })
}

export async function mayActFor(
  station: Station,
  asked: { helperId: string; subject: string; purpose: string },
): Promise<boolean> {
  const subject = subjectHash(station, asked.subject)
  return hasGrant(station.db, { ...asked, subject, at: station.clock.now() })
}

/** @throws Failure conflict when it was revoked before, or never given */
export async function endGrant(station: Station, grantId: string): Promise<void> {
  const ended = await revokeGrant(station.db, grantId, station.clock.now())
  if (!ended) throw new Failure('conflict', 'people.grant_ended')
}

const subjectHash = ({ secrets }: Station, subject: string): string =>
  secrets.hash('people.grants', subject)
