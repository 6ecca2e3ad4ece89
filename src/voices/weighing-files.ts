// What the owners wrote: cities/<city>/weighings/<journey>.yaml, and of a demo city the runs that are
// told as if they had been recorded, cities/<city>/trials/<journey>.yaml.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { z } from 'zod'
import { taipeiMoment } from '../core/clock.ts'
import type { Station } from '../core/station.ts'
import { readYaml } from '../core/yaml.ts'
import { type ExampleRun, type Run, TrialsFile } from './schema/trial.ts'
import { type ReadWeighing, type WeighedVersion, WeighingsFile } from './schema/weighing.ts'

/** Example runs are told of at this time of their day. */
const EXAMPLE_ENDED = '16:00'

/** As the file says now: the owner may have written down meanwhile whom they told. @throws DataMistake */
export function readWeighing(
  station: Station,
  { id, version }: Pick<WeighedVersion, 'id' | 'version'>,
): ReadWeighing | null {
  const file = fileOf(station, 'weighings', id)
  if (!existsSync(file)) return null
  const { isExample, versions } = readAnew(file, WeighingsFile)
  const found = versions.find((one) => one.version === version)
  return found ? { ...found, isExample } : null
}

/** At start: every file is read once, so that a mistake is told then. @throws DataMistake */
export function checkWeighingFiles(station: Station): void {
  for (const id of namesIn(station, 'weighings'))
    readYaml(fileOf(station, 'weighings', id), WeighingsFile)
  for (const id of namesIn(station, 'trials')) readYaml(fileOf(station, 'trials', id), TrialsFile)
}

/** None outside a demo city: there nobody may be told that a test took place. @throws DataMistake */
export function readExampleRuns(station: Station, journeyId: string): Run[] {
  const file = fileOf(station, 'trials', journeyId)
  if (!station.config.sandbox || !existsSync(file)) return []
  return readAnew(file, TrialsFile).runs.map((run, index) => exampleRun(run, { journeyId, index }))
}

const exampleRun = (run: ExampleRun, of: { journeyId: string; index: number }): Run => ({
  runId: `example-${of.journeyId}-${of.index + 1}`,
  journeyId: of.journeyId,
  version: run.version,
  way: run.way,
  isResponsible: run.tester === undefined,
  tester: run.tester ?? null,
  testerWords: run.testerWords ?? null,
  isFinished: run.finished,
  language: run.language,
  hasScript: run.script,
  widthPx: run.script ? run.widthPx : null,
  isMobile: run.widthPx < 600,
  endedAt: taipeiMoment(run.on, EXAMPLE_ENDED),
  minutes: run.minutes,
  stoppedAt: run.stoppedAt ?? null,
  stumbled: run.stumbled ?? null,
  isExample: true,
})

const known = new Map<string, { changedMs: number; value: unknown }>()

/** Parsed only when the file has changed: public pages read it on every visit. */
function readAnew<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const changedMs = statSync(file).mtimeMs
  const before = known.get(file)
  if (before?.changedMs === changedMs) return before.value as z.output<S>
  const value = readYaml(file, schema)
  known.set(file, { changedMs, value })
  return value
}

const fileOf = (station: Station, folder: string, id: string): string =>
  join(station.city.directory, folder, `${basename(id)}.yaml`)

function namesIn(station: Station, folder: string): string[] {
  const path = join(station.city.directory, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}
