// Looks how each agency's system stands, writes down when that changes, and takes what officers
// announce.

import { randomUUID } from 'node:crypto'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { getAdapter, listAdapters } from '../load.ts'
import { laneHealth } from '../rules.ts'
import { insertAnnouncement, listAnnouncements, saveWithdrawn } from '../store/announcements.ts'
import { type LaneRow, listLaneRows } from '../store/lanes.ts'
import { deleteSpellsBefore, listPaces, saveStanding } from '../store/spells.ts'
import { HISTORY_DAYS, isNews, maySpeakFor, standingOf } from './rules.ts'
import type { Announcement, AnnouncementRequest, Stands } from './schema.ts'

const DAY_MS = 86_400_000
const LONGEST_DAYS = 30
const FARTHEST_DAYS = 365

export interface LaneStanding {
  lane: LaneRow & { health: ReturnType<typeof laneHealth> }
  stands: Stands
  /** Maintenance under way or to come. */
  announcements: Announcement[]
}

/** Every adapter in use, by id, as it stands at this moment. */
export async function listStandings(station: Station): Promise<LaneStanding[]> {
  const { db, clock } = station
  const now = clock.now()
  const [lanes, paces, announced] = await Promise.all([
    listLaneRows(db),
    listPaces(db, now),
    listAnnouncements(db, { now }),
  ])
  return lanes.map((row) => {
    const lane = { ...row, health: laneHealth(row) }
    const announcements = announced.filter(({ adapterId }) => adapterId === lane.adapterId)
    const pace = paces.get(lane.adapterId) ?? { calls: 0, lateMs: null, usualMs: null }
    const seen = { lane, pace, announcements, hasDesk: hasDesk(station, lane.adapterId) }
    return { lane, stands: standingOf(seen, now), announcements }
  })
}

function hasDesk(station: Station, adapterId: string): boolean {
  const adapters = listAdapters(station).map(({ describe }) => describe)
  const { fallbacks = [] } = adapters.find(({ id }) => id === adapterId) ?? {}
  return adapters.some(({ id, kind }) => kind === 'desk' && fallbacks.includes(id))
}

/** Once a minute. What is closed by its ordinary hours keeps the word it had before. */
export async function watchStandings(station: Station): Promise<void> {
  const at = station.clock.now()
  for (const { lane, stands } of await listStandings(station)) {
    if (!isNews(stands)) continue
    const { adapterId } = lane
    const isNew = await saveStanding(station.db, { adapterId, standing: stands.standing, at })
    if (isNew) station.log.info({ adapterId, standing: stands.standing }, 'standing changed')
  }
  await deleteSpellsBefore(station.db, new Date(at.getTime() - (HISTORY_DAYS + 1) * DAY_MS))
}

/**
 * From then on nothing is sent there; what is under way waits and the people see why.
 * @throws Failure not_found, forbidden, invalid
 */
export async function announce(
  station: Station,
  actor: Actor,
  adapterId: string,
  { from, to, reason }: AnnouncementRequest,
): Promise<Announcement> {
  const agencyId = agencyFor(station, actor, adapterId)
  const now = station.clock.now()
  const [fromAt, toAt] = [new Date(from), new Date(to)]
  const problem = problemOf({ fromAt, toAt, now })
  if (problem) throw new Failure('invalid', problem)
  const announcement = {
    announcementId: randomUUID(),
    adapterId,
    agencyId,
    fromAt,
    toAt,
    reason,
    announcedAt: now,
  }
  await insertAnnouncement(station.db, { ...announcement, announcedBy: actor.accountId })
  station.log.info({ adapterId, from, to }, 'maintenance announced')
  return announcement
}

function problemOf({ fromAt, toAt, now }: { fromAt: Date; toAt: Date; now: Date }): string | null {
  if (toAt <= fromAt) return 'adapters.status.ends_before'
  if (toAt <= now) return 'adapters.status.is_over'
  if (toAt.getTime() - fromAt.getTime() > LONGEST_DAYS * DAY_MS) return 'adapters.status.too_long'
  return fromAt.getTime() - now.getTime() > FARTHEST_DAYS * DAY_MS
    ? 'adapters.status.too_far'
    : null
}

/** @throws Failure not_found, forbidden */
export async function withdrawAnnouncement(
  station: Station,
  actor: Actor,
  adapterId: string,
  announcementId: string,
): Promise<void> {
  agencyFor(station, actor, adapterId)
  const at = station.clock.now()
  if (!(await saveWithdrawn(station.db, { adapterId, announcementId, at }))) {
    throw new Failure('not_found', 'adapters.status.no_announcement')
  }
}

/** The agency this person speaks for. @throws Failure not_found, forbidden */
function agencyFor(station: Station, actor: Actor, adapterId: string): string {
  const { agencies } = getAdapter(station, adapterId).describe
  if (!maySpeakFor(actor, agencies)) throw new Failure('forbidden', 'core.forbidden')
  const own = actor.agencyId
  return own !== null && agencies.includes(own) ? own : (agencies[0] ?? '')
}
