// The huts of the forestry agency, and when one may order a night.

import { dayOf, daysBetween, minusMonths } from '../clock.ts'

export interface Hut {
  name: string
  beds: number
  /** A person and night. */
  feeTwd: number
  /** Beds left over are drawn again every morning until four days before. */
  redraws: boolean
}

export const huts: Hut[] = [
  { name: '嘉明湖山屋', beds: 70, feeTwd: 400, redraws: true },
  { name: '向陽山屋', beds: 70, feeTwd: 300, redraws: true },
  { name: '天池山莊', beds: 88, feeTwd: 480, redraws: false },
  { name: '檜谷山莊', beds: 42, feeTwd: 250, redraws: false },
]

export const findHut = (name: string): Hut | undefined => huts.find((hut) => hut.name === name)

const OPENS_MONTHS = 2
const CLOSES_DAYS = 7

export function isInWindow(firstNight: string, now: Date): boolean {
  const today = dayOf(now)
  return (
    today >= minusMonths(firstNight, OPENS_MONTHS) && daysBetween(today, firstNight) >= CLOSES_DAYS
  )
}

export function refundTwd(paidTwd: number, firstNight: string, now: Date): number {
  const ahead = daysBetween(dayOf(now), firstNight)
  if (ahead >= 8) return paidTwd
  return ahead >= 4 ? Math.round(paidTwd / 2) : 0
}
