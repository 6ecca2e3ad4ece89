// Where things stand in the drawing of a trip's heights. Pure numbers; the points lie at equal
// distances, for what counts is their order and their height, not the kilometres between.

export interface ProfilePoint {
  label: string
  elevationMetres: number
  /** A night is spent here. */
  night?: boolean | undefined
  /** Counted from 1. */
  day: number
  /** Ids of the agencies that must agree to being here. */
  agencies: string[]
}

export interface ProfileAgency {
  id: string
  label: string
}

export interface ProfileScale {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  x(index: number): number
  y(elevationMetres: number): number
  /** Elevations that get a line of their own. */
  lines: number[]
}

/** Between the names and the highest line of the grid. */
const NAMES_GAP = 16
const NAME_MAX = 168
/** Of a letter in the drawing's units: full-width ones are square. */
const WIDE_LETTER = 14
const NARROW_LETTER = 7.6
const SLOPE_HEIGHT = 150
export const DAYS_HEIGHT = 32
export const AGENCY_HEIGHT = 34
/** Below this the line would exaggerate a walk on level ground. */
const MIN_RISE_METRES = 400

export function scaleOf(points: ProfilePoint[], agencies: number, width: number): ProfileScale {
  const heights = points.map((point) => point.elevationMetres)
  const step = Math.max(...heights) - Math.min(...heights) > 1600 ? 1000 : 500
  const low = Math.floor(Math.min(...heights) / step) * step
  const high = Math.max(low + MIN_RISE_METRES, Math.ceil(Math.max(...heights) / step) * step)
  const left = 44
  const right = width - 12
  const top = Math.max(...points.map((point) => lengthOf(shortName(point.label)))) + NAMES_GAP
  const bottom = top + SLOPE_HEIGHT
  const distance = (right - left) / Math.max(1, points.length)
  return {
    width,
    height: bottom + DAYS_HEIGHT + agencies * AGENCY_HEIGHT + 4,
    left,
    right,
    top,
    bottom,
    x: (index) => round(left + distance * (index + 0.5)),
    y: (metres) => round(bottom - ((metres - low) / (high - low)) * (bottom - top)),
    lines: Array.from({ length: (high - low) / step + 1 }, (_, index) => low + index * step),
  }
}

/** As much of a name as the drawing has room for; the table has it in full. */
export function shortName(label: string): string {
  const letters = [...label]
  while (lengthOf(letters.join('')) > NAME_MAX) letters.pop()
  return letters.length < [...label].length ? `${letters.slice(0, -1).join('')}…` : label
}

export function lengthOf(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (letter > '\u2e7f' ? WIDE_LETTER : NARROW_LETTER),
    0,
  )
}

export interface Span {
  from: number
  to: number
}

/** The stretches of the trip, by index of point, for which `holds`. */
export function spansWhere<P>(points: P[], holds: (point: P) => boolean): Span[] {
  const spans: Span[] = []
  points.forEach((point, index) => {
    if (!holds(point)) return
    const last = spans.at(-1)
    if (last && last.to === index - 1) last.to = index
    else spans.push({ from: index, to: index })
  })
  return spans
}

/** Upright names closer than this touch each other. */
const NAME_DISTANCE = 16

/** Which points are named in the drawing; the table names all. Nights, ends and the top are. */
export function namedPoints(points: ProfilePoint[], width: number): number[] {
  const top = points.reduce(
    (best, point, index) =>
      point.elevationMetres > (points[best]?.elevationMetres ?? 0) ? index : best,
    0,
  )
  const rest = points.map((_, index) => index)
  const distance = width / Math.max(1, points.length)
  const nights = points.flatMap((point, index) => (point.night ? [index] : []))
  const chosen = [...new Set([0, points.length - 1, top, ...nights])]
  for (const index of rest.filter((one) => !chosen.includes(one))) {
    const isClear = chosen.every((other) => Math.abs(other - index) * distance >= NAME_DISTANCE)
    if (isClear) chosen.push(index)
  }
  return chosen.sort((a, b) => a - b)
}

/** Where the names of `named` stand: above their points, moved aside where two are close. */
export function namePlaces(named: number[], scale: ProfileScale): number[] {
  const distance = Math.min(NAME_DISTANCE, (scale.right - scale.left) / named.length)
  const apart = named.map(scale.x)
  for (let at = 1; at < apart.length; at += 1) {
    apart[at] = Math.max(apart[at] ?? 0, (apart[at - 1] ?? 0) + distance)
  }
  let rightmost = scale.right
  for (let at = apart.length - 1; at >= 0; at -= 1) {
    apart[at] = Math.min(apart[at] ?? 0, rightmost)
    rightmost = (apart[at] ?? 0) - distance
  }
  return apart.map(round)
}

/** Where a line of words that wants to begin at `start` stands, so that no edge cuts it. */
export function withinEdges(
  text: string,
  start: number,
  { right }: Pick<ProfileScale, 'right'>,
): { x: number; anchor: 'start' | 'end'; textLength: number | undefined } {
  const length = lengthOf(text)
  if (start + length <= right) return { x: start, anchor: 'start', textLength: undefined }
  return { x: right, anchor: 'end', textLength: length > right ? right : undefined }
}

const round = (number: number) => Math.round(number * 10) / 10
