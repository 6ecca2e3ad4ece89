// Plays the day: masks as a file of the health insurance, taken in as any other; test kits and what
// owners and residents tap through the same actions as theirs. Only ever in a demo city.

import { addDays, stoppedClock, taipeiDay, taipeiTime } from '../../core/clock.ts'
import type { Station } from '../../core/station.ts'
import { changeStock } from '../actions/changes.ts'
import { takeFile } from '../actions/feed.ts'
import { settleReports, tellReport } from '../owner/reports.ts'
import { listProgrammes } from '../programmes.ts'
import type { Site, StockChange } from '../schema/stock.ts'
import { findStock } from '../store/changes.ts'
import { findLastRun } from '../store/programmes.ts'
import { listSites } from '../store/sites.ts'
import { findMoment, listStock } from '../store/stock.ts'
import { amountAt, type DemoEvent, eventsOn, stopsUntil } from './day.ts'

const BY = 'demo'
const MASKS = { programmeId: 'masks', feed: 'nhi', item: 'adult' }
const KITS = { programmeId: 'rapid-tests', item: 'kit' }
/** Pieces a day and site, as in 2020 from 20 February on; kits are invented. */
const DELIVERED = { adult: 400, child: 200, kit: 120 }

/** Catches up to the city's time; at the same time once more nothing changes. */
export async function playDay(station: Station): Promise<void> {
  const isHere = listProgrammes(station).some(({ id }) => id === MASKS.programmeId)
  if (!station.config.sandbox || !isHere) return
  const now = station.clock.now()
  const last = await findLastRun(station.db, MASKS.programmeId, MASKS.feed)
  // The city's clock was moved back, or stands still: the number is newer than the day.
  if (last && last.at >= now) return
  const masks = await sitesOf(station, MASKS.programmeId)
  const kits = await sitesOf(station, KITS.programmeId)
  const eventsOfMasks = remembered((day) => eventsOn(day, masks, DELIVERED.adult))
  const eventsOfKits = remembered((day) => eventsOn(day, kits, DELIVERED.kit))
  let since = last?.at ?? null
  for (const stop of stopsUntil(now, since)) {
    const then: Station = { ...station, clock: stoppedClock(stop.toISOString()) }
    await playEvents(then, { ...MASKS, eventsOf: eventsOfMasks }, since)
    await playEvents(then, { ...KITS, eventsOf: eventsOfKits }, since)
    await playMasks(then, masks)
    await playKits(then, kits)
    since = stop
  }
}

/** Those of a demo's files that still take part; a site that a visitor added has a day of its own. */
async function sitesOf({ db }: Station, programmeId: string): Promise<Site[]> {
  const isDemo = /^(59990001|RT)\d+$/
  const sites = await listSites(db, { programmeId })
  return sites.filter(({ siteId, leftAt }) => !leftAt && isDemo.test(siteId))
}

async function playMasks(station: Station, sites: Site[]): Promise<void> {
  if (sites.length === 0) return
  const { programmeId, feed } = MASKS
  const bytes = new TextEncoder().encode(fileAt(sites, station.clock.now()))
  await station.db
    .transaction()
    .execute((tx) => takeFile(station, tx, { programmeId, feed, bytes }))
}

/** As the National Health Insurance wrote it in 2020: with a byte order mark, times of Taipei. */
export function fileAt(sites: Site[], at: Date): string {
  const header = [
    ...['醫事機構代碼', '醫事機構名稱', '醫事機構地址', '醫事機構電話'],
    ...['成人口罩剩餘數', '兒童口罩剩餘數', '來源資料時間'],
  ]
  const time = taipeiTime(at).slice(0, 19).replaceAll('-', '/').replace('T', ' ')
  const lines = sites.map((site) => [
    ...[site.siteId, site.name, site.address, site.phone],
    amountAt(site, DELIVERED.adult, at),
    amountAt({ ...site, siteId: `${site.siteId}c` }, DELIVERED.child, at),
    time,
  ])
  return `\uFEFF${[header, ...lines].map((line) => line.join(',')).join('\r\n')}\r\n`
}

/** Hand-outs take them away; what a visitor hands out besides is not put back before the next day. */
async function playKits({ db, clock }: Station, sites: Site[]): Promise<void> {
  const { programmeId, item } = KITS
  const at = clock.now()
  const stock = await listStock(db, { programmeId })
  const stockOf = new Map(stock.map((one) => [one.siteId, one]))
  const came: StockChange[] = []
  const went: StockChange[] = []
  for (const site of sites) {
    const now = stockOf.get(site.siteId)
    const amount = amountAt(site, DELIVERED.kit, at)
    const isDue = !now?.upAt || taipeiDay(now.upAt) < taipeiDay(at)
    const change = { siteId: site.siteId, item, amount }
    if (isDue && amount > (now?.amount ?? -1)) came.push(change)
    else if (now && amount < (now.amount ?? 0)) went.push(change)
  }
  const said = { programmeId, at, by: BY }
  await db.transaction().execute(async (tx) => {
    await changeStock(tx, { ...said, source: 'owner', changes: came })
    await changeStock(tx, { ...said, source: 'hand_out', changes: went })
  })
}

const EVENT_DAYS = 4

interface Played {
  programmeId: string
  item: string
  eventsOf: (day: string) => DemoEvent[]
}

/** A day is asked for again and again. */
function remembered(eventsOf: Played['eventsOf']): Played['eventsOf'] {
  const known = new Map<string, DemoEvent[]>()
  return (day) => {
    const events = known.get(day) ?? eventsOf(day)
    known.set(day, events)
    return events
  }
}

/** What happened after `since`, up to the station's time. */
async function playEvents(station: Station, played: Played, since: Date | null): Promise<void> {
  const now = station.clock.now()
  // What was tapped on Friday ends on Monday.
  const days = Array.from({ length: EVENT_DAYS }, (_, ago) => addDays(taipeiDay(now), -ago))
  const events = days.flatMap(played.eventsOf)
  const due = events.filter(({ at }) => at <= now && (!since || at > since))
  for (const event of due.sort((a, b) => a.at.getTime() - b.at.getTime())) {
    await playEvent({ ...station, clock: stoppedClock(event.at.toISOString()) }, played, event)
  }
}

async function playEvent(
  station: Station,
  { programmeId, item }: Played,
  { siteId, kind, until }: DemoEvent,
): Promise<void> {
  const { db, clock } = station
  const at = clock.now()
  const about = { programmeId, siteId, item, by: BY }
  if (kind === 'settled') return settleReports(station, { ...about, amount: null, source: 'owner' })
  if (kind === 'owner_report' || kind === 'resident_report') {
    const sequence = (await findMoment(db, programmeId))?.sequence ?? 0
    const source = kind === 'owner_report' ? 'owner' : 'resident'
    const network = source === 'resident' ? `demo ${at.toISOString()}` : null
    return tellReport(station, { ...about, sequence, source, network })
  }
  const now = await findStock(db, about)
  const isOver = kind === 'ended'
  // What a visitor tapped meanwhile stays, and so does a dispute.
  const isTheirs = isOver ? !now?.stateUntil || now.stateUntil > at : now?.state !== 'counted'
  if (isTheirs) return
  const change: StockChange = {
    ...{ siteId, item },
    state: isOver ? 'counted' : kind,
    stateUntil: until ?? null,
    why: isOver ? null : station.words['zh-TW'](`owners.why_${kind}`),
  }
  const source = isOver ? 'clock' : 'owner'
  const said = { programmeId, at, source, by: BY, changes: [change] }
  await db.transaction().execute((tx) => changeStock(tx, said))
}
