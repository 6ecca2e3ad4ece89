// Links of site owners, and what people report.

export interface Device {
  deviceId: string
  programmeId: string
  siteId: string
  madeAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export const REPORT_SOURCES = ['resident', 'owner', 'desk'] as const
export type ReportSource = (typeof REPORT_SOURCES)[number]

export const SETTLEMENTS = ['right', 'zero', 'amount', 'overtaken'] as const
export type Settlement = (typeof SETTLEMENTS)[number]

/** "The map said yes, the shop said no." */
export interface Report {
  reportId: string
  siteId: string
  item: string
  /** Number of the moment that was shown. */
  sequence: number
  /** What that moment said; null: not known. */
  shown: number | null
  at: Date
  source: ReportSource
  /** Null: open. */
  settledAt: Date | null
  settlement: Settlement | null
  settledAmount: number | null
}
