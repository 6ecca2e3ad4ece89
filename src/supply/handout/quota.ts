// What a card may have now, by the ration version in force; without one, by the programme's own file.
// The one place that joins handing out to the ration rules.

import { machineNow, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import type { Station } from '../../core/station.ts'
import { allowance, isServedOn, shareFor, versionAt } from '../ration/allowance.ts'
import { listPublished } from '../ration/rations.ts'
import type { Version } from '../ration/schema.ts'
import type { Person, QuotaAnswer } from '../schema/handout.ts'
import { settingsOf } from './settings.ts'

/** A published version never changes; one that is published at once is in force this late. */
const KEPT_MS = 2_000

const kept = new WeakMap<Station, Map<string, { until: number; versions: Promise<Version[]> }>>()

export interface Asked {
  programmeId: string
  item: string
  person: Person
  at: Date
}

export async function quotaFor(station: Station, asked: Asked): Promise<QuotaAnswer> {
  const { programmeId, item, person, at } = asked
  const versions = await versionsOf(station, programmeId)
  if (versions.length === 0) {
    const { pieces, days } = settingsOf(station, programmeId).quota
    return { ok: true, quota: { items: [item], pieces, days }, servedFrom: (day) => day }
  }
  const today = taipeiDay(at)
  const version = versionAt(versions, at)
  const share = version ? shareFor(version, { person, item, day: today }) : 'no_rule'
  if (share === 'no_rule') return { ok: false, reason: 'not_running', nextOn: null }
  if (typeof share === 'string') return { ok: false, reason: share, nextOn: null }
  const servedFrom = (day: string) =>
    firstServed(versions, { ...asked, at: taipeiMoment(day, '23:59') })
  if (!isServedOn(share, person, today)) {
    return { ok: false, reason: 'not_today', nextOn: servedFrom(today) }
  }
  const { days, items } = share
  const quota = { items: Object.keys(items), pieces: items[item] ?? 0, days }
  return { ok: true, quota, servedFrom }
}

/** Whether somebody's age can change what they get: then the counter may say it. */
export async function dependsOnAge(
  station: Station,
  programmeId: string,
  at: Date,
): Promise<boolean> {
  const version = versionAt(await versionsOf(station, programmeId), at)
  return version?.shares.some(({ ages }) => ages !== undefined) ?? false
}

/** The first day from that one on which a card that has had nothing is served. */
function firstServed(versions: Version[], { item, person, at }: Asked): string | null {
  const [found] = allowance(versions, [item], { person, taken: [], at })
  return found && found.now > 0 ? taipeiDay(at) : (found?.next ?? null)
}

/** Counters ask many times a second; reading and checking every version each time would be most of the work. */
function versionsOf(station: Station, programmeId: string): Promise<Version[]> {
  const shelf = kept.get(station) ?? new Map()
  kept.set(station, shelf)
  const now = machineNow().getTime()
  const known = shelf.get(programmeId)
  if (known && now < known.until) return known.versions
  const versions = listPublished(station, station.db, programmeId).then((published) =>
    published.map(({ version }) => version),
  )
  shelf.set(programmeId, { until: now + KEPT_MS, versions })
  // What failed is asked anew.
  versions.catch(() => shelf.delete(programmeId))
  return versions
}
