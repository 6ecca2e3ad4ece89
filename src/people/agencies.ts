// The city's agencies and desks, read once at start and kept with the station.

import { join } from 'node:path'
import { Failure } from '../core/errors.ts'
import type { Station } from '../core/station.ts'
import { DataMistake, readLocatedYaml } from '../core/yaml.ts'
import { AgenciesFile, type Agency, type Desk } from './schema.ts'

interface Known {
  agencies: Map<string, Agency>
  desks: Map<string, Desk>
}

const known = new WeakMap<Station, Known>()

/** @throws DataMistake naming every mistake with its line */
export function loadAgencies(station: Station): void {
  const file = join(station.city.directory, 'agencies.yaml')
  const { value, at } = readLocatedYaml(file, AgenciesFile)
  const mistakes = [
    ...repeated(value.agencies).map((i) => `${at(['agencies', i, 'id'])} id: stands twice`),
    ...repeated(value.desks).map((i) => `${at(['desks', i, 'id'])} id: stands twice`),
    ...value.desks.flatMap((desk, index) =>
      deskMistakes(desk, value.agencies).map((m) => `${at(['desks', index, m.field])} ${m.text}`),
    ),
  ]
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  known.set(station, {
    agencies: new Map(value.agencies.map((agency) => [agency.id, agency])),
    desks: new Map(value.desks.map((desk) => [desk.id, desk])),
  })
}

export const listAgencies = (station: Station): Agency[] => [...of(station).agencies.values()]
export const listDesks = (station: Station): Desk[] => [...of(station).desks.values()]

export const findAgency = (station: Station, id: string): Agency | null =>
  of(station).agencies.get(id) ?? null

export const findDesk = (station: Station, id: string): Desk | null =>
  of(station).desks.get(id) ?? null

/** @throws Failure not_found */
export function getAgency(station: Station, id: string): Agency {
  const agency = findAgency(station, id)
  if (!agency) throw new Failure('not_found', 'people.no_such_agency')
  return agency
}

/** @throws Failure not_found */
export function getDesk(station: Station, id: string): Desk {
  const desk = findDesk(station, id)
  if (!desk) throw new Failure('not_found', 'people.no_such_desk')
  return desk
}

function of(station: Station): Known {
  const found = known.get(station)
  if (!found) throw new Error('The agencies are not loaded: people.start comes first')
  return found
}

const repeated = (list: { id: string }[]): number[] =>
  list.flatMap(({ id }, index) => (list.findIndex((one) => one.id === id) < index ? [index] : []))

/** Nobody is promised minutes that need overtime. */
function deskMistakes(desk: Desk, agencies: Agency[]): { field: string; text: string }[] {
  const minutesOpen = minutesOf(desk.hours.to) - minutesOf(desk.hours.from)
  return [
    ...(agencies.some(({ id }) => id === desk.agency)
      ? []
      : [{ field: 'agency', text: `agency: no agency "${desk.agency}"` }]),
    ...(minutesOpen > 0 ? [] : [{ field: 'hours', text: 'hours: expected "to" after "from"' }]),
    ...(desk.minutesPerDay <= minutesOpen * desk.people
      ? []
      : [
          {
            field: 'minutesPerDay',
            text: `minutesPerDay: expected at most ${minutesOpen * desk.people}, what ${desk.people} people have in these hours`,
          },
        ]),
  ]
}

const minutesOf = (wallClock: string): number =>
  Number(wallClock.slice(0, 2)) * 60 + Number(wallClock.slice(3))
