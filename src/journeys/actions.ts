// Publishing journeys and finding published ones. A version is published once and never changes; a
// case keeps the version it was filed under.

import { listAdapters } from '../adapters/index.ts'
import type { Db } from '../core/db.ts'
import { Failure } from '../core/errors.ts'
import { mayPass, runGates } from '../core/gates.ts'
import { appendToLog } from '../core/openlog.ts'
import type { Station } from '../core/station.ts'
import { DataMistake } from '../core/yaml.ts'
import { digestOf, type LifeEvent, readJourneys, readLifeEvents } from './definition/load.ts'
import type { Surroundings } from './definition/mistakes.ts'
import { PLACE_LISTS } from './geography.tsx'
import type { Journey, PublishedVersion, WaitingVersion } from './schema.ts'
import {
  deleteWaiting,
  findVersion,
  findWaiting,
  insertVersion,
  listNewest,
  listVersions,
  listWaiting,
  replacePrototype,
  saveWaiting,
} from './store.ts'

const lifeEvents = new WeakMap<Station['city'], LifeEvent[]>()

export const lifeEventsOf = (station: Station): LifeEvent[] => lifeEvents.get(station.city) ?? []

/** Definitions by digest: the same content is the same object, with its compiled expressions. */
const definitions = new Map<string, Journey>()

/** At the start: reads the city's journeys and publishes what is new. @throws DataMistake */
export async function publishJourneys(
  station: Station,
  cityDirectory = station.city.directory,
): Promise<void> {
  const journeys = readJourneys(cityDirectory, surroundingsOf(station))
  lifeEvents.set(station.city, readLifeEvents(cityDirectory))
  const mistakes: string[] = []
  for (const journey of journeys) {
    const mistake = await publish(station, journey)
    if (mistake) mistakes.push(mistake)
  }
  if (mistakes.length > 0) throw new DataMistake(mistakes)
}

/** Reads the files again. Gives the mistakes; with any, what is published stays as it is. */
export async function reload(station: Station): Promise<string[]> {
  try {
    await publishJourneys(station)
    return []
  } catch (mistake) {
    if (mistake instanceof DataMistake) return mistake.mistakes
    throw mistake
  }
}

/** What a journey of this city may refer to. */
export const surroundingsOf = (station: Station): Omit<Surroundings, 'lifeEvents'> => ({
  adapters: listAdapters(station).map(({ describe }) => describe),
  lists: PLACE_LISTS,
})

async function publish(station: Station, journey: Journey): Promise<string | null> {
  const subject = { what: 'journey', id: journey.id, version: journey.version }
  const version = newVersion(station, journey)
  return station.db.transaction().execute(async (tx) => {
    const known = await findVersion(tx, journey.id, journey.version)
    if (known?.digest === version.digest) return noneWaits(tx, journey)
    if (known && !mayReplace(station, known, journey)) return changedMistake(known, version)

    const results = await runGates(station, tx, {
      ...subject,
      digest: version.digest,
      content: journey,
    })
    if (!mayPass(results)) {
      // The version before it stays in use; this one can be gone through until nothing is missing.
      await saveWaiting(tx, { ...version, waitingSince: version.publishedAt })
      const failed = results.flatMap(({ gate, state }) => (state === 'failed' ? [gate] : []))
      station.log.warn({ ...subject, failed }, 'journey is not published: a gate did not pass')
      return null
    }
    if (known) await replacePrototype(tx, version)
    else if (await insertVersion(tx, version)) await tellEveryone(station, tx, version)
    return noneWaits(tx, journey)
  })
}

async function noneWaits(tx: Db, journey: Journey): Promise<null> {
  await deleteWaiting(tx, journey.id)
  return null
}

/** A rule for everybody is known to everybody at the same moment. */
async function tellEveryone(station: Station, tx: Db, version: PublishedVersion): Promise<void> {
  const { journeyId, digest, status } = version
  await appendToLog(station, tx, {
    kind: 'journeys.version_published',
    subject: `journey:${journeyId}`,
    data: { journey: journeyId, version: version.version, status, digest },
  })
}

/** People try a prototype while it is written; nobody can be held to it. */
const mayReplace = (station: Station, known: PublishedVersion, journey: Journey): boolean =>
  station.config.sandbox && known.status === 'prototype' && journey.status === 'prototype'

const changedMistake = (known: PublishedVersion, version: PublishedVersion): string =>
  `${known.journeyId} version ${known.version} was published with digest ${known.digest} and now has ${version.digest}: a published version does not change; raise \`version\` to ${known.version + 1}`

const newVersion = (station: Station, journey: Journey): PublishedVersion => ({
  journeyId: journey.id,
  version: journey.version,
  definition: journey,
  digest: digestOf(journey),
  status: journey.status,
  publishedAt: station.clock.now(),
  publishedBy: journey.keeper.name,
})

/** A published version; the newest one when none is named. @throws Failure not_found */
export async function getJourney(db: Db, journeyId: string, version?: number): Promise<Journey> {
  const published = await getVersion(db, journeyId, version)
  return published.definition
}

/** @throws Failure not_found */
export async function getVersion(
  db: Db,
  journeyId: string,
  version?: number,
): Promise<PublishedVersion> {
  const wanted = version ?? (await listVersions(db, journeyId, 1))[0]?.version
  const found = wanted === undefined ? null : await findVersion(db, journeyId, wanted)
  if (!found) throw new Failure('not_found', 'journeys.not_found')
  return withDefinition(found)
}

/** The version that a gate holds back, or null. */
export async function findWaitingVersion(
  db: Db,
  journeyId: string,
): Promise<WaitingVersion | null> {
  const waiting = await findWaiting(db, journeyId)
  return waiting && { ...waiting, definition: remembered(waiting.digest, waiting.definition) }
}

/** Every version that a gate holds back, by journey. */
export const listWaitingVersions = (db: Db): Promise<WaitingVersion[]> => listWaiting(db)

/** For a closed test: also a version that is held back. @throws Failure not_found */
export async function getJourneyToTry(
  db: Db,
  journeyId: string,
  version: number,
): Promise<WaitingVersion> {
  const waiting = await findWaitingVersion(db, journeyId)
  if (waiting?.version === version) return waiting
  const { digest, definition, publishedAt } = await getVersion(db, journeyId, version)
  return { journeyId, version, digest, definition, waitingSince: publishedAt }
}

/** The newest version of every journey that is not retired, by id. */
export async function listJourneys(db: Db): Promise<Journey[]> {
  const newest = await listNewest(db)
  return newest
    .filter(({ status }) => status !== 'retired')
    .map((version) => withDefinition(version).definition)
}

function withDefinition(version: PublishedVersion): PublishedVersion {
  return { ...version, definition: remembered(version.digest, version.definition) }
}

function remembered(digest: string, definition: Journey): Journey {
  const known = definitions.get(digest) ?? definition
  definitions.set(digest, known)
  return known
}
