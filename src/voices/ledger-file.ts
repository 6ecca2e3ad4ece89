// What the owners declared: cities/<city>/ledger.yaml. Checked when the city's files are read; the
// gate reads it by itself, for journeys are published before the services are known.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Station } from '../core/station.ts'
import { DataMistake, readLocatedYaml, readYaml } from '../core/yaml.ts'
import { findDesk } from '../people/index.ts'
import { type DeclaredChange, LedgerFile } from './schema/ledger.ts'
import { findService } from './services.ts'

const NOTHING: LedgerFile = {
  isExample: false,
  ownWork: { reportMinutes: 1, source: { 'zh-TW': '未宣告', en: 'not declared' } },
  changes: [],
}

const fileOf = (station: Station): string => join(station.city.directory, 'ledger.yaml')

/** A city without the file declares nothing. @throws DataMistake */
export function readLedgerFile(station: Station): LedgerFile {
  const file = fileOf(station)
  return existsSync(file) ? readYaml(file, LedgerFile) : NOTHING
}

/** After the services were read. @throws DataMistake naming every mistake with its line */
export function checkLedgerFile(station: Station): LedgerFile {
  const file = fileOf(station)
  if (!existsSync(file)) return NOTHING
  const { value, at } = readLocatedYaml(file, LedgerFile)
  const mistakes = value.changes.flatMap((change, index) =>
    mistakesOf(station, change, value.changes.slice(0, index)).map(
      ({ path, text }) => `${at(['changes', index, ...path])} ${text}`,
    ),
  )
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  return value
}

interface Mistake {
  path: (string | number)[]
  text: string
}

function mistakesOf(station: Station, change: DeclaredChange, before: DeclaredChange[]): Mistake[] {
  const service = findService(station, change.service)
  if (!service)
    return [{ path: ['service'], text: `service: no service "${change.service}" in services.yaml` }]
  const isTwice = before.some(
    (one) => one.what === change.what && one.id === change.id && one.version === change.version,
  )
  return [
    ...(isTwice ? [{ path: ['version'], text: 'version: stands twice' }] : []),
    ...change.groups.flatMap(({ group }, index) => {
      const path = ['groups', index, 'group']
      const isSecond = change.groups.findIndex((one) => one.group === group) < index
      return [
        ...(isSecond ? [{ path, text: 'group: stands twice' }] : []),
        ...groupMistakes(station, group, service.doors).map((text) => ({ path, text })),
      ]
    }),
  ]
}

function groupMistakes(station: Station, group: string, doors: readonly string[]): string[] {
  const [kind, of = ''] = group.split(':')
  if (kind === 'clerks' && !findDesk(station, of))
    return [`group: no desk "${of}" in agencies.yaml`]
  if (kind === 'residents' && !doors.includes(of))
    return [`group: "${of}" is no door of this service; expected ${doors.join(', ')}`]
  return []
}
