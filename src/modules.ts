// The whole architecture in one list: a module may use the ones above it, never the ones below.

export const MODULES = [
  'people',
  'places',
  'promises',
  'adapters',
  'journeys',
  'cases',
  'supply',
  'voices',
] as const

export type ModuleName = (typeof MODULES)[number]
