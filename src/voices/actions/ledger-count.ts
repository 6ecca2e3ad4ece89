// Counts the weeks of the ledger: measured where tasks, pages, answers, calls or reports tell, else
// from what the owner declared. Runs every hour; a week counted again is replaced.

import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import type { Station } from '../../core/station.ts'
import { mondayOf } from '../../core/weeks.ts'
import { checkLedgerFile, readLedgerFile } from '../ledger-file.ts'
import { endedWeeks } from '../rules/ledger.ts'
import type { Line } from '../schema/ledger.ts'
import type { Service } from '../schema/service.ts'
import { listServices } from '../services.ts'
import { listChanges, listDeclared, replaceDeclared } from '../store/ledger/declared.ts'
import { saveLine, saveOwnWork } from '../store/ledger/lines.ts'
import {
  countCalls,
  countReports,
  listDeskWork,
  listFillIn,
  listWaits,
  type Measured,
} from '../store/ledger/measured.ts'

/** Answers of an ended week still come in; later they no longer change it. */
const WEEKS_COUNTED = 4

/** At start and when the city's files are read again. @throws DataMistake */
export async function loadLedger(station: Station): Promise<void> {
  const { changes } = checkLedgerFile(station)
  await station.db.transaction().execute((tx) => replaceDeclared(tx, changes))
  await countLedger(station)
}

export async function countLedger(station: Station): Promise<void> {
  const now = station.clock.now()
  const weeks = endedWeeks(taipeiDay(now), WEEKS_COUNTED)
  const services = listServices(station)
  const lines = [
    ...(await declaredLines(station.db, services, weeks)),
    ...(await measuredLines(station, services, weeks)),
  ]
  await station.db.transaction().execute(async (tx) => {
    // What was measured stands later in the list, and replaces what was declared.
    for (const line of lines) await saveLine(tx, line, now)
    for (const work of await ownWork(station, tx, weeks)) await saveOwnWork(tx, work, now)
  })
}

/** The version that held on the Monday; a week before the first has no line. */
async function declaredLines(db: Db, services: Service[], weeks: string[]): Promise<Line[]> {
  const changes = await listChanges(db, null)
  const lines: Line[] = []
  for (const service of services) {
    const own = changes.filter(({ serviceId }) => serviceId === service.id)
    for (const weekOn of weeks.filter((week) => !service.endedOn || week <= service.endedOn)) {
      const held = own.find(({ startsOn }) => startsOn <= weekOn)
      if (!held) continue
      for (const { groupId, after, perWeek } of await listDeclared(db, held)) {
        lines.push({
          serviceId: service.id,
          groupId,
          weekOn,
          minutes: after * perWeek,
          volume: perWeek,
          basis: 'declared',
          source: 'file',
        })
      }
    }
  }
  return lines
}

async function measuredLines(
  station: Station,
  services: Service[],
  weeks: string[],
): Promise<Line[]> {
  const { db } = station
  const serviceOf = (journeyId: string) =>
    services.find(({ journey }) => journey === journeyId)?.id ?? null
  const lines = (
    rows: Measured[],
    of: { source: Line['source']; group: (row: Measured) => string },
  ): Line[] =>
    rows.flatMap((row) => {
      const serviceId = serviceOf(row.journeyId)
      if (serviceId === null || row.volume === 0) return []
      const { weekOn, minutes, volume } = row
      const { source } = of
      return {
        serviceId,
        groupId: of.group(row),
        weekOn,
        minutes,
        volume,
        basis: 'measured',
        source,
      }
    })
  const isPage = ({ of }: Measured) => of !== 'api'
  return [
    ...lines(await listDeskWork(db, weeks), { source: 'tasks', group: ({ of }) => `clerks:${of}` }),
    ...lines((await listFillIn(db, weeks)).filter(isPage), {
      source: 'pages',
      group: ({ of }) => `residents:${of}`,
    }),
    ...lines(await listWaits(db, weeks), { source: 'answers', group: () => 'waiting' }),
    ...(await callLines(db, services, weeks)),
    ...(await reportLines(station, weeks)),
  ]
}

/** Calls are counted; what one takes is declared. */
async function callLines(db: Db, services: Service[], weeks: string[]): Promise<Line[]> {
  const changes = await listChanges(db, null)
  const lines: Line[] = []
  for (const { serviceId, weekOn, volume } of await countCalls(db, weeks)) {
    if (!services.some(({ id }) => id === serviceId)) continue
    const held = changes.find((one) => one.serviceId === serviceId && one.startsOn <= weekOn)
    const declared = held ? await listDeclared(db, held) : []
    const perCall = declared.find(({ groupId }) => groupId === 'call_centre')?.after
    if (perCall === undefined) continue
    const minutes = perCall * volume
    const of = { serviceId, groupId: 'call_centre', weekOn, minutes, volume }
    lines.push({ ...of, basis: 'declared', source: 'calls' })
  }
  return lines
}

/** What the program itself asks: reports are counted; what one takes is declared in the file. */
async function reportLines(station: Station, weeks: string[]): Promise<Line[]> {
  const { reportMinutes } = readLedgerFile(station).ownWork
  const byKey = new Map<string, Line>()
  for (const { serviceId, weekOn, volume } of await countReports(station.db, weeks)) {
    const known = byKey.get(`${serviceId} ${weekOn}`)?.volume ?? 0
    byKey.set(`${serviceId} ${weekOn}`, {
      serviceId,
      groupId: 'yizhan',
      weekOn,
      minutes: reportMinutes * (known + volume),
      volume: known + volume,
      basis: 'declared',
      source: 'reports',
    })
  }
  return [...byKey.values()]
}

async function ownWork(station: Station, tx: Db, weeks: string[]) {
  const { reportMinutes } = readLedgerFile(station).ownWork
  const byKey = new Map<string, { deskId: string; weekOn: string; reports: number }>()
  for (const { deskId, weekOn, volume } of await countReports(tx, weeks)) {
    if (deskId === null) continue
    const known = byKey.get(`${deskId} ${weekOn}`)?.reports ?? 0
    byKey.set(`${deskId} ${weekOn}`, { deskId, weekOn: mondayOf(weekOn), reports: known + volume })
  }
  return [...byKey.values()].map((work) => ({ ...work, minutes: work.reports * reportMinutes }))
}
