// Keeping what was told: once, whichever door it came in by, with a receipt.

import { randomInt } from 'node:crypto'
import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure, type Problem } from '../../core/errors.ts'
import type { Language } from '../../core/i18n.ts'
import { countFact } from '../../core/metrics.ts'
import { newReference } from '../../core/reference.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { getPlaces } from '../../places/index.ts'
import { placeInFindings, reportProblems } from '../rules/report.ts'
import type { NewReport, Receipt, VoiceRequest } from '../schema/report.ts'
import type { Door, Shape } from '../schema/words.ts'
import { findService } from '../services.ts'
import { findTwin, insertReport } from '../store/reports.ts'
import { joinFinding } from './findings.ts'

/** The same from the same device within so long is one report, not two. */
const TWIN_MS = 10 * 60_000
const PREFIX = 'VO'

/** How it came in; the rest is what was told. */
export interface ToldBy {
  actor: Actor | null
  /** What tells this device from others, not kept as it is. Null: no device. */
  device: string | null
  door: Door
  shape: Shape
  language: Language
  /** Made with the form: the same sheet sent twice is kept once. */
  sheet: string | null
}

/**
 * Checks, completes and keeps it.
 * @throws Failure invalid, naming every wrong field
 */
export async function tellVoice(
  station: Station,
  request: VoiceRequest,
  by: ToldBy,
): Promise<Receipt> {
  const problems = voiceProblems(station, request)
  if (problems.length > 0) throw new Failure('invalid', 'core.invalid', { problems })
  const report = reportFrom(station, request, by)
  const { db } = station
  const kept = await db.transaction().execute((tx) => keepReport(station, tx, report))
  if (kept) return kept
  // The sheet was sent before: its receipt is made of it, so it can be given again.
  const token = tokenOf(station, report)
  return { reportId: '', receipt: '', token, isFolded: false }
}

/** Everything that is wrong with it; empty: it can be kept. */
export function voiceProblems(station: Station, request: VoiceRequest): Problem[] {
  const today = taipeiDay(station.clock.now())
  const unknown = { pointer: '/service', message: 'voices.no_such_service' }
  return [
    ...(findService(station, request.service) ? [] : [unknown]),
    ...reportProblems(request, { today }),
  ]
}

/** Null when that row or that sheet is kept already. Call it as the last thing of a transaction. */
export async function keepReport(
  station: Station,
  tx: Db,
  report: NewReport,
): Promise<Receipt | null> {
  const at = report.saidAt ?? station.clock.now()
  const foldedInto = await findTwin(tx, { ...report, since: new Date(at.getTime() - TWIN_MS) })
  const token = tokenOf(station, report)
  const receipt = newReference(PREFIX, (below) => randomInt(below))
  const tokenHash = hashToken(station, token)
  const reportId = await insertReport(tx, { ...report, receipt, tokenHash, saidAt: at, foldedInto })
  if (!reportId) return null
  const place = foldedInto ? null : placeInFindings(report)
  if (place) await joinFinding(station, tx, { ...report, ...place, reportId })
  countFact('voices.report_kept')
  return { reportId, receipt, token, isFolded: foldedInto !== null }
}

export const hashToken = (station: Station, token: string): string =>
  station.secrets.hash('voice receipt', token)

const tokenOf = (station: Station, { sourceKey }: NewReport): string =>
  sourceKey
    ? station.secrets.hash('voice of a sheet', sourceKey).slice(0, 43)
    : station.secrets.randomToken()

function reportFrom(station: Station, request: VoiceRequest, by: ToldBy): NewReport {
  const { actor, device, door, shape, language, sheet } = by
  const today = taipeiDay(station.clock.now())
  const districtId = findDistrict(station, request.place)
  const named = request.isNamed ? (actor?.accountId ?? null) : null
  return {
    serviceId: request.service,
    kind: request.kind,
    shape,
    severity: request.severity ?? 'hard',
    happenedOn: request.happenedOn ?? today,
    door,
    language,
    deskId: actor?.desks[0] ?? null,
    districtId,
    siteCode: null,
    placeWords: districtId ? null : request.place || null,
    people: request.people,
    isEstimate: request.isEstimate,
    groups: request.groups,
    barriers: request.barriers,
    groupWords: request.groupWords || null,
    words: request.words,
    wouldHelp: request.wouldHelp || null,
    link: null,
    minutes: request.minutes ?? null,
    afterHours: request.afterHours,
    sinceOn: request.sinceOn ?? null,
    isKeptFromSuperiors: request.isKeptFromSuperiors,
    accountId: named,
    deviceHash: device && station.secrets.hash('voice device', device),
    sourceKey: sheet && `sheet:${sheet}`,
    saidAt: null,
    sortedAs: 'voice',
    sortedBy: 'reporter',
  }
}

/** By its id, or its name in either language; null when it is none of ours. */
function findDistrict(station: Station, place: string): string | null {
  const said = place.normalize('NFKC').trim().toLowerCase()
  if (said === '') return null
  const { districts } = getPlaces(station).districts
  const found = districts.find(({ id, name }) =>
    [
      id,
      name['zh-TW'],
      name.en.toLowerCase(),
      name.en.toLowerCase().replace(' district', ''),
    ].includes(said),
  )
  return found?.id ?? null
}
