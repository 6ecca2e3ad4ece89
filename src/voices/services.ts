// The services of a city, read at start and kept with the station.

import { join } from 'node:path'
import { Failure } from '../core/errors.ts'
import type { Station } from '../core/station.ts'
import { DataMistake, readLocatedYaml } from '../core/yaml.ts'
import { findAgency, findDesk } from '../people/index.ts'
import { type Service, ServicesFile } from './schema/service.ts'

const known = new WeakMap<Station, Map<string, Service>>()

/** @throws DataMistake naming every mistake with its line */
export async function loadServices(station: Station): Promise<void> {
  const file = join(station.city.directory, 'services.yaml')
  const { value, at } = readLocatedYaml(file, ServicesFile)
  const mistakes = value.services.flatMap((service, index) =>
    mistakesOf(station, service).map(
      ({ field, text }) => `${at(['services', index, ...field])} ${text}`,
    ),
  )
  const twice = value.services.flatMap(({ id }, index) =>
    value.services.findIndex((one) => one.id === id) < index
      ? [`${at(['services', index, 'id'])} id: stands twice`]
      : [],
  )
  if (mistakes.length + twice.length > 0) throw new DataMistake([...twice, ...mistakes])
  known.set(station, new Map(value.services.map((service) => [service.id, service])))
}

export const listServices = (station: Station): Service[] => [...of(station).values()]

export const findService = (station: Station, id: string): Service | null =>
  of(station).get(id) ?? null

/** @throws Failure not_found */
export function getService(station: Station, id: string): Service {
  const service = findService(station, id)
  if (!service) throw new Failure('not_found', 'voices.no_such_service')
  return service
}

function of(station: Station): Map<string, Service> {
  const found = known.get(station)
  if (!found) throw new Error('The services are not loaded: voices.start comes first')
  return found
}

interface Mistake {
  field: (string | number)[]
  text: string
}

function mistakesOf(station: Station, service: Service): Mistake[] {
  const desks = [service.owner.desk, ...service.desks]
  return [
    ...(findAgency(station, service.agency)
      ? []
      : [{ field: ['agency'], text: `agency: no agency "${service.agency}"` }]),
    ...desks
      .filter((desk) => !findDesk(station, desk))
      .map((desk) => ({ field: ['desks'], text: `desks: no desk "${desk}" in agencies.yaml` })),
    ...(service.endedOn !== undefined && service.endedOn < service.beganOn
      ? [{ field: ['endedOn'], text: 'endedOn: expected a day after beganOn' }]
      : []),
  ]
}
