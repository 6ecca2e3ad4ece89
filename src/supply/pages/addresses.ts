// Where pages of a programme stand, and what else shows the same numbers. Data and other people's apps
// come before our own map: ours is one of many.

import type { Programme } from '../schema/programme.ts'

export const programmePath = (programmeId: string): string => `/supply/${programmeId}`

export const sitePath = (programmeId: string, siteId: string): string =>
  `/supply/${programmeId}/sites/${encodeURIComponent(siteId)}`

export const apiPath = (programmeId: string): string => `/api/v1/supply/${programmeId}`

export const telephone = (phone: string): string => `tel:${phone.replaceAll(/[^\d+]/g, '')}`

export interface Way {
  /** Below the programme's own address. */
  path: string
  key: string
  /** The chosen district goes with it. */
  byDistrict?: boolean
  /** Only where we hand out ourselves. */
  isHandedOut?: boolean
}

const WAYS: Way[] = [
  { path: '/data', key: 'supply.way_data' },
  { path: '/map', key: 'supply.way_map', byDistrict: true },
  { path: '/text', key: 'supply.way_text', byDistrict: true },
  { path: '/print', key: 'supply.way_print', byDistrict: true },
  { path: '/demand', key: 'supply.way_demand' },
  { path: '/order', key: 'supply.way_order', isHandedOut: true },
]

export const listWays = ({ countedBy }: Pick<Programme, 'countedBy'>): Way[] =>
  WAYS.filter(({ isHandedOut }) => !isHandedOut || countedBy === 'hand-outs')

/** Called once by another part of this module that has a page for residents; it stands first. */
export function addWay(way: Way): void {
  WAYS.unshift(way)
}
