// What is told of how agencies' systems stand: words, stretches of time, announced maintenance.

export const STANDINGS = ['up', 'slow', 'down', 'by_hand', 'closed'] as const
export type Standing = (typeof STANDINGS)[number]

/** Maintenance that an officer of the agency has announced. */
export interface Announcement {
  announcementId: string
  adapterId: string
  agencyId: string
  fromAt: Date
  toAt: Date
  reason: string
  announcedAt: Date
}

/** Milliseconds in the middle of an agency's answers: lately, and over the days before. */
export interface Pace {
  calls: number
  lateMs: number | null
  usualMs: number | null
}

export interface Stands {
  standing: Standing
  /** For `closed`: when it opens again. */
  until: Date | null
  /** For announced maintenance: why, in the officer's words. */
  reason: string | null
}

/** A stretch of time in which an adapter stood in one way. `toAt` null: it stands so now. */
export interface Spell {
  adapterId: string
  standing: Standing
  fromAt: Date
  toAt: Date | null
}

/** One day of an adapter: the worst it stood, and for how many minutes it took no filings. */
export interface DayStanding {
  /** `YYYY-MM-DD` */
  on: string
  /** Null: nobody was looking yet. */
  worst: Standing | null
  minutesAway: number
}

/** What an officer asks for: moments as RFC 3339. */
export interface AnnouncementRequest {
  from: string
  to: string
  reason: string
}
