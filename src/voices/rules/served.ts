// Who is served, from counts: sums, rates, gaps. Small counts are hidden where they are shown. Pure.

import {
  AGE_BANDS,
  type AgeBand,
  type ServedCounts,
  type ServedRow,
  UNKNOWN,
} from '../schema/served.ts'
import { SMALLEST_SHOWN } from '../schema/words.ts'

const PER_PEOPLE = 10_000
const NOBODY: ServedCounts = { came: 0, finished: 0, couldNot: 0 }

export interface ServedBy extends ServedCounts {
  /** Door, district or age band. */
  of: string
  /** People who live there, or are of that age. Null: not known. */
  population: number | null
}

export interface KnownDistrict {
  id: string
  population: Record<AgeBand, number>
}

export interface WhoIsServed {
  doors: ServedBy[]
  districts: ServedBy[]
  ages: ServedBy[]
  all: ServedCounts
  /** Of all who came, those whose district is not known. */
  unplaced: number
}

export function whoIsServed(rows: ServedRow[], districts: KnownDistrict[]): WhoIsServed {
  const sum = (of: (row: ServedRow) => boolean) => rows.filter(of).reduce(added, NOBODY)
  const doors = [...new Set(rows.map(({ door }) => door))]
  return {
    doors: doors.map((of) => ({ of, population: null, ...sum(({ door }) => door === of) })),
    districts: districts.map(({ id, population }) => ({
      of: id,
      population: AGE_BANDS.reduce((all, band) => all + population[band], 0),
      ...sum(({ districtId }) => districtId === id),
    })),
    ages: AGE_BANDS.map((of) => ({
      of,
      population: districts.reduce((all, { population }) => all + population[of], 0),
      ...sum(({ ageBand }) => ageBand === of),
    })),
    all: sum(() => true),
    unplaced: sum(({ districtId }) => districtId === UNKNOWN).came,
  }
}

const added = (sum: ServedCounts, row: ServedCounts): ServedCounts => ({
  came: sum.came + row.came,
  finished: sum.finished + row.finished,
  couldNot: sum.couldNot + row.couldNot,
})

/** People served for every 10,000; null when too few are counted, or the population is not known. */
export const servedRate = ({ finished, population }: ServedBy): number | null =>
  population && finished >= SMALLEST_SHOWN ? (finished / population) * PER_PEOPLE : null

/** Districts in which nobody was served, the most people first. */
export const gapsOf = (districts: ServedBy[]): ServedBy[] =>
  districts
    .filter(({ finished }) => finished === 0)
    .sort((a, b) => (b.population ?? 0) - (a.population ?? 0))

/** None is nobody; a few are hidden, for they could be recognised. */
export const isHidden = (count: number): boolean => count > 0 && count < SMALLEST_SHOWN

/** Whether a table hides a count: then its sums are rounded, for a sum minus the rest would tell it. */
export const hidesAny = ({ doors, districts, ages }: WhoIsServed): boolean =>
  [...doors, ...districts, ...ages].some(({ came, finished, couldNot }) =>
    [came, finished, couldNot].some(isHidden),
  )

export const roundedDown = (count: number): number => count - (count % SMALLEST_SHOWN)
