// Publishing ration rules. A version is written in the city's files, published once by an officer at
// its desk, and never changes afterwards; what the world had before stands there as history.

import { createHash } from 'node:crypto'
import { canonicalJson } from '../../core/canonical.ts'
import { taipeiTime } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import { type GateResult, mayPass, runGates } from '../../core/gates.ts'
import type { Language } from '../../core/i18n.ts'
import { appendToLog } from '../../core/openlog.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { DataMistake } from '../../core/yaml.ts'
import { getProgramme, listProgrammes } from '../programmes.ts'
import { insertRation, listRations, type RationRow, saveExplanation } from '../store/rations.ts'
import { versionAt } from './allowance.ts'
import { type RationFile, readRation } from './file.ts'
import { type Published, type Version, VersionSchema } from './schema.ts'

// A station is one city; tests run several in one process.
const shelves = new WeakMap<Station['city'], Map<string, Version[]>>()

/** At the start: reads the files, keeps what is history in its order. @throws DataMistake */
export async function loadRations(station: Station): Promise<void> {
  const files = listProgrammes(station).map((programme) => readRation(station.city, programme))
  for (const file of files) await refuseChanged(station, file)
  shelves.set(station.city, new Map(files.map((file) => [file.programmeId, file.versions])))
  for (const { programmeId, versions } of files) {
    const known = await numbersOf(station, programmeId)
    const missing = versions.filter(
      ({ number, publish }) => publish === 'history' && !known.has(number),
    )
    for (const version of missing) await keepHistory(station, programmeId, version)
  }
}

const numbersOf = async ({ db }: Station, programmeId: string): Promise<Set<number>> =>
  new Set((await listRations(db, programmeId)).map(({ number }) => number))

/** Nobody can be held to a rule that changes behind its number. @throws DataMistake */
async function refuseChanged({ db }: Station, { programmeId, versions, at }: RationFile) {
  const digests = new Map(
    (await listRations(db, programmeId)).map(({ number, digest }) => [number, digest]),
  )
  const mistakes = versions.flatMap((version, index) => {
    const published = digests.get(version.number)
    if (!published || published === rowOf(programmeId, version).digest) return []
    return [
      `${at(['versions', index])} number: version ${version.number} was published and no longer changes; write a new version (its examples alone may change)`,
    ]
  })
  if (mistakes.length > 0) throw new DataMistake(mistakes)
}

/** What the world had before: everybody hears from now on what it was, and that it is unchanged. */
async function keepHistory(station: Station, programmeId: string, version: Version): Promise<void> {
  const { emergency, from } = version
  const row = rowOf(programmeId, version)
  await station.db.transaction().execute(async (tx) => {
    const isNew = await insertRation(tx, {
      ...row,
      at: from,
      by: null,
      byName: null,
      emergencyWhy: emergency ? version.reason['zh-TW'] : null,
      language: 'zh-TW',
      explanation: emergency?.explained ? version.reason['zh-TW'] : null,
      explainedAt: emergency?.explained ? from : null,
    })
    if (isNew) await tellEveryone(station, tx, { ...row, history: true })
  })
}

/** Examples show what a rule comes to and rule nothing: they are outside the digest. */
const rowOf = (programmeId: string, version: Version) => {
  const content = JSON.parse(JSON.stringify(version)) as Record<string, unknown>
  const { examples: _, ...rules } = content
  const digest = createHash('sha256').update(canonicalJson(rules)).digest('hex')
  return { programmeId, number: version.number, from: version.from, content, digest }
}

function tellEveryone(
  station: Station,
  tx: Db,
  { programmeId, number, from, digest, ...more }: ReturnType<typeof rowOf> & Told,
) {
  const { history, emergency } = more
  return appendToLog(station, tx, {
    kind: 'ration.version_published',
    subject: subjectOf(programmeId, number),
    data: {
      programme: programmeId,
      number,
      from: taipeiTime(from),
      digest,
      ...(history && { history }),
      ...(emergency && { emergency }),
    },
  })
}

interface Told {
  history?: boolean
  emergency?: string | null
}

const subjectOf = (programmeId: string, number: number) => `ration:${programmeId}:${number}`

/** What everybody can see, in order. @throws Failure not_found */
export async function listPublished(
  station: Station,
  db: Db,
  programmeId: string,
): Promise<Published[]> {
  getProgramme(station, programmeId)
  return (await listRations(db, programmeId)).map(publishedOf)
}

/** A rule that was late is in force from when everybody could know it, not from when it was to be. */
const publishedOf = ({ byName, fromAt, ...row }: RationRow): Published => ({
  ...row,
  publishedBy: byName,
  version: { ...VersionSchema.parse(row.content), from: fromAt },
})

/** How long a hand-out may not hear of a version that another process published at once. */
const CACHE_MS = 1000
const caches = new WeakMap<Station, Map<string, { until: number; versions: Version[] }>>()

/** The version in force; null: the programme has no rule then. */
export async function currentRation(
  station: Station,
  programmeId: string,
  at: Date,
): Promise<Version | null> {
  return versionAt(await knownVersions(station, programmeId), at)
}

/** Every published version, read anew once a second at most. */
async function knownVersions(station: Station, programmeId: string): Promise<Version[]> {
  const cache = caches.get(station) ?? new Map<string, { until: number; versions: Version[] }>()
  caches.set(station, cache)
  const known = cache.get(programmeId)
  if (known && performance.now() < known.until) return known.versions
  const published = await listPublished(station, station.db, programmeId)
  const versions = published.map(({ version }) => version)
  cache.set(programmeId, { until: performance.now() + CACHE_MS, versions })
  return versions
}

export interface WaitingVersion {
  version: Version
  digest: string
}

/** Versions in the files that nobody has published yet, in order. */
export async function listWaiting(
  station: Station,
  programmeId: string,
): Promise<WaitingVersion[]> {
  const known = await numbersOf(station, programmeId)
  return versionsInFile(station, programmeId)
    .filter(({ number }) => !known.has(number))
    .map((version) => ({ version, digest: rowOf(programmeId, version).digest }))
}

/** As the city's files have them now: with the examples that were added since they were published. */
export const versionsInFile = ({ city }: Station, programmeId: string): Version[] =>
  shelves.get(city)?.get(programmeId) ?? []

export interface Publishing {
  programmeId: string
  number: number
  /** Of what was read before publishing. */
  digest: string
  actor: Actor
  /** At once, without what the gates ask; null: in the usual way. */
  emergencyWhy: string | null
  /** In which the reason is written. */
  language: Language
}

export type PublishAnswer = { ok: true } | { ok: false; results: GateResult[] }

/**
 * Publishes the next version of the file, and tells everybody in the open log.
 * @throws Failure not_found, when no such version waits; conflict, when one before it still waits or
 *   it would begin in the past
 */
export async function publishRation(
  station: Station,
  { programmeId, number, digest, actor, emergencyWhy, language }: Publishing,
): Promise<PublishAnswer> {
  const next = (await listWaiting(station, programmeId))[0]?.version
  if (!next || number < next.number) throw new Failure('not_found', 'ration.not_waiting')
  if (number > next.number) throw new Failure('conflict', 'ration.one_before')
  const now = station.clock.now()
  const isEmergency = emergencyWhy !== null
  // In an emergency a version may begin at once; in the usual way nobody is surprised.
  if (!isEmergency && next.from <= now) throw new Failure('conflict', 'ration.begun')
  const row = rowOf(programmeId, next)
  if (digest !== row.digest) throw new Failure('conflict', 'ration.changed_meanwhile')
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
    const from = new Date(Math.max(next.from.getTime(), now.getTime()))
    const told = { ...row, from }
    const ration = {
      ...told,
      at: now,
      by: actor.accountId,
      byName: actor.name,
      emergencyWhy,
      language,
    }
    const isNew = await insertRation(tx, { ...ration, explanation: null, explainedAt: null })
    if (!isNew) throw new Failure('not_found', 'ration.not_waiting')
    await tellEveryone(station, tx, { ...told, emergency: emergencyWhy })
    return { ok: true }
  })
}

export interface Explanation {
  programmeId: string
  number: number
  explanation: string
  language: Language
}

/** The gates' questions, answered after an emergency. @throws Failure not_found, conflict */
export async function explainRation(
  station: Station,
  { actor, ...said }: Explanation & { actor: Actor },
): Promise<PublishAnswer> {
  const { programmeId, number, explanation } = said
  const published = await listPublished(station, station.db, programmeId)
  const found = published.find(({ version }) => version.number === number)
  if (!found) throw new Failure('not_found', 'ration.not_waiting')
  const { version: content, digest } = found
  const at = station.clock.now()
  return station.db.transaction().execute(async (tx): Promise<PublishAnswer> => {
    const subject = { what: 'ration', id: programmeId, version: number, digest, content }
    const results = await runGates(station, tx, subject)
    if (!mayPass(results)) return { ok: false, results }
    const isNew = await saveExplanation(tx, { ...said, by: actor.accountId, at })
    if (!isNew) throw new Failure('conflict', 'ration.explained_already')
    await appendToLog(station, tx, {
      kind: 'ration.explained',
      subject: subjectOf(programmeId, number),
      data: { programme: programmeId, number, explanation },
    })
    return { ok: true }
  })
}
