// Who stands behind a counter: an officer of the programme's desk who names a site, a site's own
// program with a pass, or whoever holds a secret that another part of supply knows.

import type { Context } from 'hono'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Actor, Web } from '../../core/web.ts'
import type { Counter } from '../schema/handout.ts'
import type { PublicSite } from '../schema/stock.ts'
import { findPass, insertPass, revokePass } from '../store/passes.ts'
import { findSite } from '../store/sites.ts'

/** Whose secret it is; null: not one of this door's. */
export type CounterDoor = (
  station: Station,
  programmeId: string,
  secret: string,
) => Promise<{ siteId: string; by: string } | null>

const doors: CounterDoor[] = []

/** Called once by a part whose secrets stand for a site, such as an owner's device link. */
export function openCounterDoor(door: CounterDoor): void {
  doors.push(door)
}

const PREFIX = 'yzp_'
const passHash = ({ secrets }: Station, token: string) => secrets.hash('supply pass', token)

openCounterDoor(async (station, programmeId, secret) => {
  if (!secret.startsWith(PREFIX)) return null
  const pass = await findPass(station.db, programmeId, passHash(station, secret))
  return pass ? { siteId: pass.siteId, by: `pass:${pass.passId}` } : null
})

/** The pass is shown to whoever asked and kept nowhere. */
export async function issuePass(station: Station, counter: Counter): Promise<string> {
  const token = `${PREFIX}${station.secrets.randomToken()}`
  await insertPass(station.db, {
    ...counter,
    tokenHash: passHash(station, token),
    hint: token.slice(-4),
    at: station.clock.now(),
  })
  return token
}

/** From the next call on. @throws Failure not_found */
export async function endPass(
  { db, clock }: Station,
  { programmeId, siteId }: Counter,
  passId: string,
): Promise<void> {
  const isId = /^[0-9a-f-]{36}$/.test(passId)
  const at = clock.now()
  if (!isId || !(await revokePass(db, { programmeId, siteId, passId, at }))) {
    throw new Failure('not_found', 'handouts.pass.none')
  }
}

// A request's counter is asked for by its access rule, its limit and its handler.
const known = new WeakMap<Request, Promise<Counter | null>>()

/** By the bearer token; null for a stranger. */
export function findCounter(c: Context<Web>): Promise<Counter | null> {
  const found = known.get(c.req.raw) ?? askDoors(c)
  known.set(c.req.raw, found)
  return found
}

async function askDoors(c: Context<Web>): Promise<Counter | null> {
  const programmeId = c.req.param('programme') ?? ''
  const secret = /^Bearer\s+(\S{20,200})$/i.exec(c.req.header('Authorization') ?? '')?.[1]
  if (!secret) return null
  for (const door of doors) {
    const found = await door(c.var.station, programmeId, secret)
    if (found) return { programmeId, ...found }
  }
  return null
}

/** Access rule: whoever holds a pass or a device link of a site in this programme. */
export async function siteCounter(c: Context<Web>): Promise<boolean> {
  return (await findCounter(c)) !== null
}

/** @throws Failure unauthenticated */
export async function getCounter(c: Context<Web>): Promise<Counter> {
  const counter = await findCounter(c)
  if (!counter) throw new Failure('unauthenticated', 'core.sign_in_first')
  return counter
}

/** An officer at a site's counter. @throws Failure not_found for a site that takes no part */
export async function officerAt(
  c: Context<Web>,
  siteId: string,
): Promise<{ counter: Counter; site: PublicSite; actor: Actor }> {
  const programmeId = c.req.param('programme') ?? ''
  const site = await findSite(c.var.db, programmeId, siteId)
  if (!site || site.leftAt) throw new Failure('not_found', 'supply.no_site')
  const { actor } = c.var
  if (!actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return { counter: { programmeId, siteId, by: `account:${actor.accountId}` }, site, actor }
}
