// Weeks, from Monday to Sunday. Pure.

import { addDays } from './clock.ts'

const DAYS_A_WEEK = 7
const DAY_MS = 86_400_000

/** 1 is Monday, 7 Sunday (ISO 8601). */
export const weekdayOf = (day: string): number =>
  new Date(`${day}T00:00:00Z`).getUTCDay() || DAYS_A_WEEK

/** The Monday of the week that a day is in. */
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day))

/** Whole days from one to the other; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)

/** The next such weekday after that day, never the day itself. */
export const nextWeekday = (after: string, weekday: number): string =>
  addDays(after, ((weekday - weekdayOf(after) + DAYS_A_WEEK - 1) % DAYS_A_WEEK) + 1)
