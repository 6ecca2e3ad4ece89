// Who is served: counted from cases every hour, told by desks and hand-outs, and asked at the counter
// in a sample. Whoever counts people for a finding uses `recordServed`.

import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { mondayOf } from '../../core/weeks.ts'
import { worksAt } from '../../people/index.ts'
import { getPlaces } from '../../places/index.ts'
import { endedWeeks } from '../rules/ledger.ts'
import { type WhoIsServed, whoIsServed } from '../rules/served.ts'
import {
  type NewSample,
  type NewServed,
  SAMPLE_QUESTIONS,
  type SampleQuestion,
  type ServedRow,
  UNKNOWN,
} from '../schema/served.ts'
import type { Service } from '../schema/service.ts'
import { getService, listServices } from '../services.ts'
import {
  addSampleAnswer,
  addServed,
  listComings,
  listSampleAnswers,
  listServed,
  replaceFromCases,
  type SampleSum,
} from '../store/served.ts'
import { listAbandoned } from '../store/signals.ts'

/** A case may be settled months after it was filed. */
const CASE_WEEKS = 26
const WEEKS_SHOWN = 12

const weeksTo = (station: Station, count: number): string[] => {
  const today = taipeiDay(station.clock.now())
  return [mondayOf(today), ...endedWeeks(today, count - 1)]
}

/** Adds to what was counted. @throws Failure not_found, invalid */
export async function recordServed(station: Station, tx: Db, row: ServedRow): Promise<void> {
  getService(station, row.serviceId)
  const places = getPlaces(station)
  const isKnown = places.districts.districts.some(({ id }) => id === row.districtId)
  if (!isKnown && row.districtId !== UNKNOWN) {
    throw new Failure('invalid', 'voices.served.choose_district')
  }
  await addServed(tx, { ...row, weekOn: mondayOf(row.weekOn) }, station.clock.now())
}

/** What a desk counted. @throws Failure forbidden, not_found, invalid */
export async function tellServed(station: Station, actor: Actor, told: NewServed): Promise<void> {
  if (!worksAt(actor, told.desk)) throw new Failure('forbidden', 'voices.served.other_desk')
  if (!servedWeeks(station).includes(told.week)) {
    throw new Failure('invalid', 'voices.served.choose_week')
  }
  const { came, finished, couldNot, source } = told
  await station.db.transaction().execute((tx) =>
    recordServed(station, tx, {
      serviceId: told.service,
      findingId: null,
      weekOn: told.week,
      door: told.door,
      districtId: told.district,
      ageBand: told.age,
      came,
      finished,
      couldNot,
      source,
    }),
  )
}

/** This week first: what is handed out today is counted today. */
export const servedWeeks = (station: Station): string[] => weeksTo(station, WEEKS_SHOWN)

/** One person at the counter: each answer goes into a count of its own. */
export async function sample(station: Station, asked: NewSample): Promise<void> {
  const weekOn = mondayOf(taipeiDay(station.clock.now()))
  await station.db.transaction().execute(async (tx) => {
    await recordServed(station, tx, {
      serviceId: asked.service,
      findingId: null,
      weekOn,
      door: asked.door,
      districtId: asked.district,
      ageBand: asked.age,
      came: 1,
      finished: asked.outcome === 'finished' ? 1 : 0,
      couldNot: asked.outcome === 'could_not' ? 1 : 0,
      source: 'questionnaire',
    })
    for (const question of Object.keys(SAMPLE_QUESTIONS) as SampleQuestion[]) {
      const answer = asked[question]
      await addSampleAnswer(tx, { serviceId: asked.service, weekOn, question, answer })
    }
  })
}

/** From cases and drafts given up. The district stands in sealed answers: it is not known here. */
export async function countServed(station: Station): Promise<void> {
  const weeks = weeksTo(station, CASE_WEEKS)
  const at = station.clock.now()
  for (const { id, journey } of listServices(station)) {
    if (!journey) continue
    await station.db.transaction().execute(async (tx) => {
      const rows = await fromCases(tx, { serviceId: id, journey, weeks })
      await replaceFromCases(tx, { serviceId: id, weeks, rows, at })
    })
  }
}

async function fromCases(
  tx: Db,
  { serviceId, journey, weeks }: { serviceId: string; journey: string; weeks: string[] },
): Promise<ServedRow[]> {
  const byKey = new Map<string, ServedRow>()
  const add = (weekOn: string, door: string, more: [number, number, number]) => {
    const known = byKey.get(`${weekOn} ${door}`)
    byKey.set(`${weekOn} ${door}`, {
      serviceId,
      findingId: null,
      weekOn,
      door,
      districtId: UNKNOWN,
      ageBand: UNKNOWN,
      source: 'cases',
      came: (known?.came ?? 0) + more[0],
      finished: (known?.finished ?? 0) + more[1],
      couldNot: (known?.couldNot ?? 0) + more[2],
    })
  }
  for (const { weekOn, door, cases, finished, refused } of await listComings(tx, journey, weeks))
    add(weekOn, door, [cases, finished, refused])
  for (const { weekOn, door, times } of await listAbandoned(tx, serviceId, weeks))
    add(weekOn, door, [times, 0, times])
  return [...byKey.values()]
}

export interface ServedAccount {
  counted: WhoIsServed
  /** Asked at the counter: a sample, never added to what was counted. */
  sampled: WhoIsServed
  answers: SampleSum[]
  weeks: number
}

export async function readServed(
  station: Station,
  db: Db,
  service: Service,
): Promise<ServedAccount> {
  const weeks = servedWeeks(station)
  const { districts } = getPlaces(station).districts
  const rows = await listServed(db, { serviceId: service.id, weeks })
  const isSample = ({ source }: ServedRow) => source === 'questionnaire'
  return {
    counted: whoIsServed(
      rows.filter((row) => !isSample(row) && row.source !== 'reporter'),
      districts,
    ),
    sampled: whoIsServed(rows.filter(isSample), districts),
    answers: await listSampleAnswers(db, { serviceId: service.id, weeks }),
    weeks: weeks.length,
  }
}
