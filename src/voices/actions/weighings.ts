// The promise to all: what stops a version, what is kept of a weighing once its version started, and
// the promise to tell within 72 hours that an emergency makes.

import { createHash } from 'node:crypto'
import { canonicalJson } from '../../core/canonical.ts'
import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import type { LocalText } from '../../core/errors.ts'
import { LANGUAGES } from '../../core/i18n.ts'
import { appendToLog } from '../../core/openlog.ts'
import type { Station } from '../../core/station.ts'
import { type Journey, listJourneys } from '../../journeys/index.ts'
import { findAgency, findDesk } from '../../people/index.ts'
import { makePromise } from '../../promises/index.ts'
import {
  emergencyEnd,
  listUntold,
  type WeighingFinding,
  weighingFindings,
} from '../rules/weighing.ts'
import type { ReadWeighing, WeighedVersion } from '../schema/weighing.ts'
import { saveWeighing } from '../store/weighings.ts'
import { readWeighing } from '../weighing-files.ts'

/** Says which groups a version costs time, in public words; another part of the module counts it. */
export type TimeWarnings = (
  station: Station,
  db: Db,
  version: WeighedVersion,
) => Promise<LocalText[]>

let timeWarnings: TimeWarnings = async () => []

/** Called once by the module's index. */
export function setTimeWarnings(warnings: TimeWarnings): void {
  timeWarnings = warnings
}

/** What stops a version, in words; empty: it may start. @throws DataMistake */
export async function whatIsMissing(
  station: Station,
  db: Db,
  { agencies, ...version }: WeighedVersion & { agencies: string[] },
): Promise<LocalText[]> {
  const now = station.clock.now()
  const findings = weighingFindings(readWeighing(station, version), {
    agencies,
    timeMoved: await timeWarnings(station, db, version),
    today: taipeiDay(now),
    now,
  })
  return findings.map((finding) => wordsOf(station, finding))
}

/** Agencies of a journey's legs, each once. */
export const agenciesOf = (journey: Journey): string[] => [
  ...new Set(journey.legs.map((leg) => leg.agency)),
]

/** At start and every hour: the newest versions' weighings, as their owners wrote them now. */
export async function keepWeighings(station: Station): Promise<void> {
  for (const journey of await listJourneys(station.db)) {
    const weighing = readWeighing(station, journey)
    if (weighing) await keepWeighing(station, journey, weighing)
  }
}

async function keepWeighing(
  station: Station,
  journey: Journey,
  content: ReadWeighing,
): Promise<void> {
  const version: WeighedVersion = { what: 'journey', id: journey.id, version: journey.version }
  const digest = createHash('sha256').update(canonicalJson(content)).digest('hex')
  const at = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    const isNews = await saveWeighing(tx, { ...version, content, digest, at })
    if (!isNews) return
    if (emergencyEnd(content) && listUntold(content, taipeiDay(at)).length > 0)
      await promiseToTell(station, tx, { journey, weighing: content })
    await appendToLog(station, tx, {
      kind: 'voices.weighing_kept',
      subject: `journey:${journey.id}`,
      data: { ...version, digest, emergency: content.emergency ?? null },
    })
  })
}

/** Goes first, tells later: that is a promise like any other, overdue in public. */
async function promiseToTell(
  station: Station,
  tx: Db,
  { journey, weighing }: { journey: Journey; weighing: ReadWeighing },
): Promise<void> {
  const end = emergencyEnd(weighing)
  if (!end || !weighing.emergency) return
  const t = station.words['zh-TW']
  const desk = findDesk(station, journey.owner.deskId)
  const untold = listUntold(weighing, taipeiDay(station.clock.now()))
  await makePromise(station, tx, {
    agencyId: desk?.agency ?? journey.owner.agency,
    by: weighing.emergency.by['zh-TW'],
    to: untold
      .map(({ group }) => group['zh-TW'])
      .join(t('voices.weighing.list_comma'))
      .slice(0, 200),
    what: t('voices.weighing.promise', {
      title: journey.title['zh-TW'],
      version: journey.version,
      reason: weighing.emergency.reason['zh-TW'],
    }),
    language: 'zh-TW',
    source: {
      module: 'voices',
      ref: `emergency journey ${journey.id} ${journey.version}`,
      url: `/voices/weighings/${journey.id}/${journey.version}`,
    },
    dueOn: taipeiDay(end),
  })
}

/** Why a version may not start, in both languages. */
function wordsOf(station: Station, finding: WeighingFinding): LocalText {
  const said = LANGUAGES.map((language) => {
    const t = station.words[language]
    switch (finding.kind) {
      case 'kind_missing':
        return t('voices.weighing.gate.kind_missing', {
          kind: t(`voices.weighing.stakeholder.${finding.missing}`),
        })
      case 'agency_missing':
        return t('voices.weighing.gate.agency_missing', {
          agency: findAgency(station, finding.agency)?.name[language] ?? finding.agency,
        })
      case 'not_told':
        return t('voices.weighing.gate.not_told', { group: finding.group[language] })
      case 'time_moved':
        return t('voices.weighing.gate.time_moved', { what: finding.words[language] })
      default:
        return t(`voices.weighing.gate.${finding.kind}`)
    }
  })
  return { 'zh-TW': said[0] ?? '', en: said[1] ?? '' }
}
