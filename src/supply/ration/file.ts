// Reads a programme's ration rules and holds each version to its own examples: a rule whose example
// is not so does not start.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { City } from '../../core/city.ts'
import { taipeiDay } from '../../core/clock.ts'
import { weekdayOf } from '../../core/weeks.ts'
import { DataMistake, type Located, readLocatedYaml } from '../../core/yaml.ts'
import type { Programme } from '../schema/programme.ts'
import { allowance, isServedOn, shareFor } from './allowance.ts'
import { type Example, RationFileSchema, type Version } from './schema.ts'

/** A programme's versions in their order, and where each stands. */
export interface RationFile {
  programmeId: string
  versions: Version[]
  at: Located<unknown>['at']
}

/** Without versions where the programme has no such file. @throws DataMistake */
export function readRation(city: City, programme: Programme): RationFile {
  const programmeId = programme.id
  const file = join(city.directory, 'supply', `${programmeId}.ration.yaml`)
  if (!existsSync(file)) return { programmeId, versions: [], at: () => file }
  const { value, at } = readLocatedYaml(file, RationFileSchema)
  const { versions } = value
  const items = programme.items.map(({ id }) => id)
  const mistakes = versions.flatMap((version, index) => {
    const where = (...path: (string | number)[]) => at(['versions', index, ...path])
    return [
      ...mistakesOf(version, items).map((words) => `${where()} ${words}`),
      ...orderMistakes(versions, index).map((words) => `${where('number')} ${words}`),
      ...rhythmMistakes(city, version).map((words) => `${where('from')} ${words}`),
      ...version.examples.flatMap((example, number) =>
        falseWords(versions.slice(0, index + 1), items, example).map(
          (words) => `${where('examples', number)} ${words}`,
        ),
      ),
    ]
  })
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  return { programmeId, versions, at }
}

function mistakesOf({ shares, notRun }: Version, items: string[]): string[] {
  const unknown = shares
    .flatMap((share) => Object.keys(share.items))
    .filter((id) => !items.includes(id))
  return [
    ...unknown.map((id) => `shares: no item “${id}” in the programme`),
    ...(shares.length === 0 && !notRun ? ['shares: a version that is run needs at least one'] : []),
    ...(shares.length > 0 && notRun ? ['shares: what is not run changes no share'] : []),
  ]
}

function orderMistakes(versions: Version[], index: number): string[] {
  const [before, now] = [versions[index - 1], versions[index]]
  if (!now) return []
  return [
    ...(now.number === index + 1 ? [] : [`number: expected ${index + 1}, found ${now.number}`]),
    ...(before && before.from >= now.from ? ['from: not after the version before'] : []),
  ]
}

function rhythmMistakes({ rhythm }: City, { from, offRhythm, agreedOn }: Version): string[] {
  const weekday = weekdayOf(taipeiDay(from))
  if (weekday === rhythm.changesStartOn || offRhythm || agreedOn) return []
  return [`from: changes start on ISO weekday ${rhythm.changesStartOn}; say why not in offRhythm`]
}

/** What the rules give instead of what the example says; empty when it is so. */
export function falseWords(versions: Version[], items: string[], example: Example): string[] {
  const { who, taken, at, gets, next = {} } = example
  return allowance(versions, items, { person: who, taken, at }).flatMap((found) => {
    const wanted = gets[found.item] ?? 0
    const day = next[found.item]
    return [
      ...(found.now === wanted ? [] : [`gets: ${found.item} is ${found.now}, not ${wanted}`]),
      ...(day === undefined || found.next === day
        ? []
        : [`next: ${found.item} is ${found.next ?? 'never'}, not ${day}`]),
    ]
  })
}

/** Shares of which no example gives anything: nobody has seen what they come to. */
export function sharesWithoutExample({ shares, examples }: Version): number[] {
  const version = { number: 1, from: new Date(0), shares, notRun: false }
  return shares.flatMap((share, index) => {
    const isShown = examples.some(({ who, at, gets }) =>
      Object.entries(gets).some(([item, pieces]) => {
        const day = taipeiDay(at)
        const found = shareFor(version, { person: who, item, day })
        return found === share && pieces > 0 && isServedOn(share, who, day)
      }),
    )
    return isShown ? [] : [index]
  })
}
