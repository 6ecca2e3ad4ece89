// Opens the city's lanes when the station starts: reads the adapter files, makes a lane for each, and
// puts the stand-ins' credentials in where nobody has set a real one.

import type { Station } from '../core/station.ts'
import { DataMistake } from '../core/yaml.ts'
import { findAgency, findDesk } from '../people/index.ts'
import type { Adapter, Description } from './contract.ts'
import { loadAdapters } from './load.ts'
import { isDemoAddress } from './reading.ts'
import { loadLots } from './services/lots.ts'
import { insertDemoCredential, listCredentials } from './store/credentials.ts'
import { retireOtherLanes, saveLane } from './store/lanes.ts'

/** @throws DataMistake */
export async function openLanes(station: Station): Promise<void> {
  const adapters = await loadAdapters(station)
  const mistakes = [
    ...adapters.flatMap(({ describe }) => strangers(station, describe)),
    ...brokenFallbacks(station, adapters),
  ]
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  loadLots(station)
  for (const { describe } of adapters) {
    await saveLane(station.db, describe)
    if (station.config.sandbox) await seedCredentials(station, describe)
  }
  const kept = adapters.map((adapter) => adapter.describe.id)
  await retireOtherLanes(station.db, kept, station.clock.now())
}

/** Agencies and desks that agencies.yaml does not know. */
function strangers(station: Station, { id, agencies, desk, letters }: Description): string[] {
  const file = `${station.city.directory}/adapters/${id}.ts`
  return [
    ...agencies
      .filter((agency) => !findAgency(station, agency))
      .map((agency) => `${file}: describe.agencies: no agency “${agency}” in agencies.yaml`),
    ...(letters && !findDesk(station, letters.deskId)
      ? [`${file}: describe.letters.deskId: no desk “${letters.deskId}” in agencies.yaml`]
      : []),
    ...(desk && !findDesk(station, desk.deskId)
      ? [`${file}: describe.desk.deskId: no desk “${desk.deskId}” in agencies.yaml`]
      : []),
  ]
}

/** A fallback that is not there, does not serve the same agencies, or leads back. */
function brokenFallbacks(station: Station, adapters: Adapter[]): string[] {
  return adapters.flatMap(({ describe: { id, fallbacks = [], agencies } }) => {
    const file = `${station.city.directory}/adapters/${id}.ts`
    return fallbacks.flatMap((name) => {
      const next = adapters.find(({ describe }) => describe.id === name)?.describe
      const found = `${file}: describe.fallbacks: “${name}”`
      if (!next) return [`${found} is no adapter of this city`]
      if (name === id || next.fallbacks)
        return [`${found} has fallbacks itself: name them all here`]
      const isSame = agencies.every((agency) => next.agencies.includes(agency))
      return isSame ? [] : [`${found} does not serve all of ${agencies.join(', ')}`]
    })
  })
}

async function seedCredentials(station: Station, describe: Description): Promise<void> {
  const { db, secrets, clock } = station
  const present = await listCredentials(db, describe.id)
  for (const { name, demo } of describe.credentials ?? []) {
    // What the stand-in hands out itself is fetched when it is needed.
    if (demo === undefined || isDemoAddress(demo) || present.some((one) => one.name === name))
      continue
    await db.transaction().execute(async (tx) => {
      const { keyId } = await secrets.newKey(tx)
      const sealed = await secrets.seal(tx, keyId, demo)
      const isNew = await insertDemoCredential(
        tx,
        describe.id,
        { name, keyId, sealed },
        clock.now(),
      )
      if (!isNew) await secrets.destroy(tx, keyId)
    })
  }
}
