// A day at the sites of a demo city, written down in advance: the same seed and the same time always
// give the same number. Pure.

import { addDays, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import { doorOf, endOfFinished, endOfPromised } from '../rules/finish.ts'
import { isoWeekday } from '../rules/hours.ts'
import type { Hours, Window } from '../schema/stock.ts'

const SEED = '驛站的一天'
const MINUTE_MS = 60_000
/** A week without a delivery does not happen here. */
const LONGEST_PAUSE_DAYS = 7

/** Between 0 and 1, the same for the same words. Source: FNV-1a, with MurmurHash3's last mixing. */
export function chance(...words: string[]): number {
  let hash = 0x811c9dc5
  for (const letter of [SEED, ...words].join('|')) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

export interface DemoSite {
  siteId: string
  hours: Hours
}

/** The windows that people come in on a day, in their order. */
function doorsOn(hours: Hours, day: string): Window[] {
  const kind = doorOf(hours)
  const windows = kind ? (hours[kind] ?? []) : []
  const weekday = isoWeekday(day)
  return windows.filter(([on]) => on === weekday).sort((a, b) => a[1].localeCompare(b[1]))
}

/** How much of the day's time with an open door is over at that moment, 0 to 1. */
function progress(doors: Window[], day: string, at: Date): number {
  let passed = 0
  let whole = 0
  for (const [, from, to] of doors) {
    const [opens, closes] = [taipeiMoment(day, from).getTime(), taipeiMoment(day, to).getTime()]
    whole += closes - opens
    passed += Math.min(Math.max(at.getTime() - opens, 0), closes - opens)
  }
  return whole === 0 ? 0 : passed / whole
}

/** Comes half an hour before the door opens. */
const deliveryOn = (doors: Window[], day: string): Date | null =>
  doors[0] ? new Date(taipeiMoment(day, doors[0][1]).getTime() - 30 * MINUTE_MS) : null

/** How many people want it, as a share of what there is: above 1 it runs out. */
const wanted = ({ siteId }: DemoSite, day: string): number =>
  0.55 + 0.75 * chance(siteId) + 0.25 * chance(siteId, day)

/**
 * Pieces left of a delivery that comes every day the door opens; people come early.
 * @param delivered pieces a day
 */
export function amountAt(site: DemoSite, delivered: number, at: Date): number {
  for (let ago = 0; ago <= LONGEST_PAUSE_DAYS; ago += 1) {
    const day = addDays(taipeiDay(at), -ago)
    const doors = doorsOn(site.hours, day)
    const came = deliveryOn(doors, day)
    if (!came || came > at) continue
    const share = 1 - (1 - progress(doors, day, at)) ** 1.5
    return Math.max(0, delivered - Math.round(delivered * wanted(site, day) * share))
  }
  return 0
}

export interface DemoEvent {
  at: Date
  siteId: string
  kind: 'finished' | 'promised' | 'owner_report' | 'resident_report' | 'settled' | 'ended'
  /** When it ends by itself. */
  until?: Date
}

/** What owners and residents do on a day, in its order. */
export function eventsOn(day: string, sites: DemoSite[], delivered: number): DemoEvent[] {
  const open = sites.filter(({ hours }) => doorsOn(hours, day).length > 0)
  const events = open.flatMap((site) => [...slipsGone(site, day), ...runsOut(site, day, delivered)])
  return [...events, ...disputes(open, day, delivered)].sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  )
}

/** One in three sites that give out slips says when they are gone. */
function slipsGone({ siteId, hours }: DemoSite, day: string): DemoEvent[] {
  const slips = (hours.slips ?? []).filter(([on]) => on === isoWeekday(day))
  const last = slips.at(-1)
  if (!last || chance(siteId, 'slips', day) > 0.33) return []
  const at = new Date(taipeiMoment(day, last[2]).getTime() - 5 * MINUTE_MS)
  const until = endOfPromised(hours, at)
  return [
    { at, siteId, kind: 'promised', until },
    { at: until, siteId, kind: 'ended' },
  ]
}

/** Two in three owners tap "finished for today" when nothing is left before they close. */
function runsOut(site: DemoSite, day: string, delivered: number): DemoEvent[] {
  const { siteId, hours } = site
  const doors = doorsOn(hours, day)
  const closes = doors.at(-1)?.[2]
  if (!closes || chance(siteId, 'finished', day) > 0.66) return []
  const end = taipeiMoment(day, closes).getTime()
  for (let at = taipeiMoment(day, doors[0]?.[1]).getTime(); at < end; at += 10 * MINUTE_MS) {
    if (amountAt(site, delivered, new Date(at)) > 0) continue
    const until = endOfFinished(hours, new Date(at))
    return [
      { at: new Date(at), siteId, kind: 'finished', until },
      { at: until, siteId, kind: 'ended' },
    ]
  }
  return []
}

/** A shop that says so itself at 10:40, and one where two residents do. */
function disputes(open: DemoSite[], day: string, delivered: number): DemoEvent[] {
  const events: DemoEvent[] = []
  const story = (name: string, steps: [string, DemoEvent['kind']][]) => {
    const begins = taipeiMoment(day, steps[0]?.[0])
    const some = open.filter((site) => amountAt(site, delivered, begins) > 0)
    const siteId = some[Math.floor(chance(name, day) * some.length)]?.siteId
    if (!siteId) return
    for (const [time, kind] of steps) events.push({ at: taipeiMoment(day, time), siteId, kind })
  }
  story('shop', [
    ['10:40', 'owner_report'],
    ['11:25', 'settled'],
  ])
  story('street', [
    ['14:05', 'resident_report'],
    ['14:20', 'resident_report'],
    ['15:10', 'settled'],
  ])
  return events
}

/** The times of a day at which the time between was caught up on. */
const STOPS = ['10:40', '14:00', '21:30']
/** So far back that a week and the one before lie side by side. */
const PAST_DAYS = 14

/** Moments after `since` up to now, now last; a fresh demo begins two weeks ago. */
export function stopsUntil(now: Date, since: Date | null): Date[] {
  const days = Array.from({ length: PAST_DAYS + 1 }, (_, index) =>
    addDays(taipeiDay(now), index - PAST_DAYS),
  )
  const stops = days.flatMap((day) => STOPS.map((time) => taipeiMoment(day, time)))
  return [...stops.filter((stop) => stop < now && (!since || stop > since)), now]
}
