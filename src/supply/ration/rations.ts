// Publishing ration rules. A version is written in the city's files, published once by an officer at
// its desk, and never changes afterwards; what the world had before stands there as history.

import { createHash } from 'node:crypto'
import { canonicalJson } from '../../core/canonical.ts'
import { taipeiTime } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import { type GateResult, mayPass, registerGate, runGates } from '../../core/gates.ts'
import { appendToLog } from '../../core/openlog.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { DataMistake } from '../../core/yaml.ts'
import { getProgramme, listProgrammes } from '../programmes.ts'
import { insertRation, listRations, type RationRow, saveExplanation } from '../store/rations.ts'
import { versionAt } from './allowance.ts'
import { readRation, sharesWithoutExample } from './file.ts'
import { type Published, type Version, VersionSchema } from './schema.ts'

/** How long an emergency may go unexplained. */
export const EXPLAIN_HOURS = 72
const HOUR_MS = 3_600_000

// A station is one city; tests run several in one process.
const shelves = new WeakMap<Station['city'], Map<string, Version[]>>()

/** At the start: reads the files, keeps what is history. @throws DataMistake */
export async function loadRations(station: Station): Promise<void> {
  const shelf = new Map(
    listProgrammes(station).map((programme) => [programme.id, readRation(station.city, programme)]),
  )
  shelves.set(station.city, shelf)
  const mistakes: string[] = []
  for (const [programmeId, versions] of shelf) {
    const known = new Map(
      (await listPublished(station, station.db, programmeId)).map((one) => [
        one.version.number,
        one,
      ]),
    )
    for (const version of versions) {
      const before = known.get(version.number)
      if (before && digestOf(before.version) !== digestOf(version)) {
        mistakes.push(
          `${programmeId}.ration.yaml: version ${version.number} is published: write a new one`,
        )
      }
      if (!before && version.publish === 'history') await keepHistory(station, programmeId, version)
    }
  }
  if (mistakes.length > 0) throw new DataMistake(mistakes)
}

/** Of what a version says now, whatever it was written with. */
const digestOf = (version: Version): string =>
  createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(version))))
    .digest('hex')

async function keepHistory({ db }: Station, programmeId: string, version: Version): Promise<void> {
  const { emergency, from } = version
  await insertRation(db, {
    ...rowOf(programmeId, version),
    at: from,
    by: null,
    byName: null,
    emergencyWhy: emergency ? version.reason['zh-TW'] : null,
    explanation: emergency?.explained ? version.reason['zh-TW'] : null,
    explainedAt: emergency?.explained ? from : null,
  })
}

const rowOf = (programmeId: string, version: Version) => {
  const content = JSON.parse(JSON.stringify(version)) as Record<string, unknown>
  const digest = digestOf(version)
  return { programmeId, number: version.number, from: version.from, content, digest }
}

/** What everybody can see, in order. @throws Failure not_found */
export async function listPublished(
  station: Station,
  db: Db,
  programmeId: string,
): Promise<Published[]> {
  getProgramme(station, programmeId)
  return (await listRations(db, programmeId)).map(publishedOf)
}

const publishedOf = ({ content, byName, ...row }: RationRow): Published => ({
  ...row,
  publishedBy: byName,
  version: VersionSchema.parse(content),
})

/** How long a hand-out may not hear of a version: versions are announced days before. */
const CACHE_MS = 1000
const caches = new WeakMap<Station['city'], Map<string, { at: number; versions: Version[] }>>()

/** The version in force; null: the programme has no rule then. */
export async function currentRation(
  station: Station,
  programmeId: string,
  at: Date,
): Promise<Version | null> {
  return versionAt(await knownVersions(station, programmeId), at)
}

/** Every published version, read anew once a second at most. */
export async function knownVersions(station: Station, programmeId: string): Promise<Version[]> {
  const cache = caches.get(station.city) ?? new Map<string, { at: number; versions: Version[] }>()
  caches.set(station.city, cache)
  const known = cache.get(programmeId)
  if (known && performance.now() - known.at < CACHE_MS) return known.versions
  const published = await listPublished(station, station.db, programmeId)
  const versions = published.map(({ version }) => version)
  cache.set(programmeId, { at: performance.now(), versions })
  return versions
}

/** Versions in the files that nobody has published yet. */
export async function listWaiting(station: Station, programmeId: string): Promise<Version[]> {
  const rows = await listRations(station.db, programmeId)
  const known = new Set(rows.map(({ number }) => number))
  const versions = shelves.get(station.city)?.get(programmeId) ?? []
  return versions.filter(({ number }) => !known.has(number))
}

export interface Publishing {
  programmeId: string
  number: number
  actor: Actor
  /** At once, without what the gates ask; null: in the usual way. */
  emergencyWhy: string | null
}

export type PublishAnswer = { ok: true } | { ok: false; results: GateResult[] }

/**
 * Publishes the next version of the file, and tells everybody in the open log.
 * @throws Failure not_found, when no such version waits; conflict, when one before it still waits or
 *   it would begin in the past
 */
export async function publishRation(
  station: Station,
  { programmeId, number, actor, emergencyWhy }: Publishing,
): Promise<PublishAnswer> {
  const [next] = await listWaiting(station, programmeId)
  if (!next || number < next.number) throw new Failure('not_found', 'ration.not_waiting')
  if (number > next.number) throw new Failure('conflict', 'ration.one_before')
  const now = station.clock.now()
  const isEmergency = emergencyWhy !== null
  // In an emergency a version may begin at once; in the usual way nobody is surprised.
  if (!isEmergency && next.from <= now) throw new Failure('conflict', 'ration.begun')
  const row = rowOf(programmeId, next)
  const subject = {
    what: 'ration',
    id: programmeId,
    version: number,
    digest: row.digest,
    content: next,
  }
  return station.db.transaction().execute(async (tx): Promise<PublishAnswer> => {
    const results = await runGates(station, tx, subject)
    if (!isEmergency && !mayPass(results)) return { ok: false, results }
    const ration = { ...row, at: now, by: actor.accountId, byName: actor.name, emergencyWhy }
    const isNew = await insertRation(tx, { ...ration, explanation: null, explainedAt: null })
    if (!isNew) throw new Failure('not_found', 'ration.not_waiting')
    await appendToLog(station, tx, {
      kind: 'ration.version_published',
      subject: `ration:${programmeId}:${number}`,
      data: {
        programme: programmeId,
        number,
        from: taipeiTime(next.from),
        digest: row.digest,
        ...(isEmergency && { emergency: emergencyWhy }),
      },
    })
    return { ok: true }
  })
}

/** The gates' questions, answered after an emergency. @throws Failure not_found, conflict */
export async function explainRation(
  station: Station,
  said: { programmeId: string; number: number; explanation: string; actor: Actor },
): Promise<PublishAnswer> {
  const { programmeId, number, explanation, actor } = said
  const published = await listPublished(station, station.db, programmeId)
  const found = published.find(({ version }) => version.number === number)
  if (!found) throw new Failure('not_found', 'ration.not_waiting')
  const { version: content, digest } = found
  const at = station.clock.now()
  return station.db.transaction().execute(async (tx): Promise<PublishAnswer> => {
    const subject = { what: 'ration', id: programmeId, version: number, digest, content }
    const results = await runGates(station, tx, subject)
    if (!mayPass(results)) return { ok: false, results }
    const isNew = await saveExplanation(tx, {
      programmeId,
      number,
      explanation,
      by: actor.accountId,
      at,
    })
    if (!isNew) throw new Failure('conflict', 'ration.explained_already')
    await appendToLog(station, tx, {
      kind: 'ration.explained',
      subject: `ration:${programmeId}:${number}`,
      data: { programme: programmeId, number, explanation },
    })
    return { ok: true }
  })
}

/** Null: it was published in the usual way, or is explained. */
export function explanationDue({ emergencyWhy, explainedAt, publishedAt }: Published): Date | null {
  if (emergencyWhy === null || explainedAt !== null) return null
  return new Date(publishedAt.getTime() + EXPLAIN_HOURS * HOUR_MS)
}

/** Whoever reads the rule can see what each share comes to. */
export function registerRationGate(): void {
  registerGate({
    id: 'ration-examples',
    what: 'ration',
    module: 'supply',
    title: { 'zh-TW': '每一種份都有例子', en: 'Every share has an example' },
    check: async (_station, _db, { content }) =>
      sharesWithoutExample(content as Version).map((index) => ({
        'zh-TW': `第 ${index + 1} 種份沒有例子說明可以領幾片`,
        en: `Share ${index + 1} has no example of what it comes to`,
      })),
  })
}
