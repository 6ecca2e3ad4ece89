// Where the buses go and when, how many seats they have, and what a seat costs. All invented.

import { moment } from '../clock.ts'

export const HUBS = ['臺中高鐵站', '臺中車站', '臺東車站']
export const TRAILHEADS = ['塔塔加登山口', '向陽', '東埔', '武陵', '雪山登山口', '屯原登山口']

export interface Departure {
  /** `S-20261205-0500-臺中車站-向陽` */
  id: string
  day: string
  leaves: string
  from: string
  to: string
  seats: number
  fareTwd: number
}

const UP = ['05:00', '08:30', '13:00']
const DOWN = ['10:00', '14:30', '17:00']
const SEATS = 40
const FARE_TWD = 350

/** A bus runs from each hub to each trailhead and back; between two hubs there is none. */
export function departuresOf(day: string, from: string, to: string): Departure[] {
  const isUp = HUBS.includes(from) && TRAILHEADS.includes(to)
  const isDown = TRAILHEADS.includes(from) && HUBS.includes(to)
  if (!isUp && !isDown) return []
  return (isUp ? UP : DOWN).map((leaves) => ({
    id: `S-${day.replaceAll('-', '')}-${leaves.replace(':', '')}-${from}-${to}`,
    day,
    leaves,
    from,
    to,
    seats: SEATS,
    fareTwd: FARE_TWD,
  }))
}

export const isStop = (name: string): boolean => HUBS.includes(name) || TRAILHEADS.includes(name)

export const leavesAt = ({ day, leaves }: Pick<Departure, 'day' | 'leaves'>): Date =>
  moment(day, leaves)
