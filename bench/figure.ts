// How a bench says what it found: a table for people and one JSON line a figure for programs.

export interface Figure {
  figure: string
  value: number
  unit: string
  /** What was measured beside it in the same run; null when the limit is a number of ours. */
  peer: string | null
  peerValue: number | null
}

export interface Bench {
  name: string
  /** What is measured against what, in one line. */
  about: string
  run(): Promise<Figure[]>
}

export function printFigures(figures: Figure[]): void {
  const rows = figures.map((f) => ({
    figure: f.figure,
    value: `${rounded(f.value)} ${f.unit}`,
    peer: f.peer ?? '',
    'peer value': f.peerValue === null ? '' : `${rounded(f.peerValue)} ${f.unit}`,
    ratio: ratioOf(f) === null ? '' : String(ratioOf(f)),
  }))
  console.table(rows)
  for (const f of figures) {
    console.log(JSON.stringify({ ...f, value: rounded(f.value), ratio: ratioOf(f) }))
  }
}

export const median = (values: number[]): number => percentile(values, 0.5)

/** The value at that share of a sorted copy, e.g. 0.95. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const rounded = (value: number) => Number(value.toPrecision(4))

const ratioOf = (f: Figure) =>
  f.peerValue === null || f.peerValue === 0 ? null : rounded(f.value / f.peerValue)
