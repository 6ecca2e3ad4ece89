// What other modules may use of places.

import type { ModuleParts } from '../core/parts.ts'
import { reload, startPlaces } from './actions.ts'
import { api } from './api.ts'
import { pages } from './pages/routes.tsx'

export type { Amount, Dated } from './files.ts'
export { AgencyOutlineLines } from './pages/agency-outline.tsx'
export { TripField, type TripFieldProps, tripErrorHref } from './pages/trip-field.tsx'
export {
  applyTripAction,
  draftOf,
  isTripAction,
  readTripForm,
  tripActionProblems,
} from './rules/draft.ts'
export { drawDay } from './rules/draws.ts'
export { lodgingsAt, nextNodes } from './rules/graph.ts'
export { limitsFor, stepsOf } from './rules/limits.ts'
export { findListed, listPlaces } from './rules/lists.ts'
export { findLodging, findNode } from './rules/names.ts'
export { outlineOf } from './rules/outlines.ts'
export { valueOn } from './rules/series.ts'
export { readTrip } from './rules/trips.ts'
export type {
  AgencyLimits,
  District,
  PlaceNode,
  Places,
  Trip,
  TripDay,
  TripDraft,
  TripFacts,
  TripNight,
  TripReading,
} from './schema.ts'
export { getPlaces } from './store.ts'

export const module: ModuleParts = { name: 'places', pages, api, start: startPlaces, reload }
