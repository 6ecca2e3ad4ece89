// Dated values must not begin before they end, nor claim the same day twice.

import type { PlaceFiles } from '../files.ts'
import { at, type Mistake, type Path } from './mistakes.ts'
import { overlaps } from './series.ts'

/** Every dated series anywhere in the files, whatever it is a series of. */
export function seriesMistakes(files: PlaceFiles): Mistake[] {
  const backwards = files.closures.flatMap((closure, n) =>
    closure.to !== undefined && closure.to < closure.from
      ? [at('closures', [n, 'to'], `ends on ${closure.to}, before it begins on ${closure.from}`)]
      : [],
  )
  const series = (['lodgings', 'routes', 'permits'] as const).flatMap((file) =>
    seriesIn(files[file]).flatMap(({ path, series }) => [
      ...series.flatMap((entry, n) =>
        entry.to !== undefined && entry.to < entry.from
          ? [at(file, [...path, n, 'to'], `ends on ${entry.to}, before it begins on ${entry.from}`)]
          : [],
      ),
      ...overlaps(series).map((n) =>
        at(file, [...path, n], 'begins while the one before it still holds; end that one first'),
      ),
    ]),
  )
  return [...backwards, ...series]
}

function seriesIn(value: unknown, path: Path = []): { path: Path; series: Series }[] {
  if (isSeries(value)) return [{ path, series: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    seriesIn(part, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

type Series = { from: string; to?: string; value: unknown; source: string; verified: boolean }[]

const isSeries = (value: unknown): value is Series =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === 'object' && one !== null && 'from' in one && 'value' in one)
