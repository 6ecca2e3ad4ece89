// The lists a voice is tapped from, and the other fixed words of the module. Each has its words in
// locales/ under `voices.<list>.<id>`.

/** Who could not be served. `other` comes with own words. */
export const GROUPS = [
  'works_late',
  'lives_alone',
  'no_phone',
  'no_chinese',
  'wheelchair',
  'far_away',
  'no_papers',
  'older',
  'cannot_see',
  'cannot_hear',
  'cannot_read',
  'with_children',
  'carers',
  'no_money',
  'front_line',
  'other',
] as const
export type Group = (typeof GROUPS)[number]

/** What stood in the way. */
export const BARRIERS = [
  'opening_hours',
  'sold_out',
  'distance',
  'steps',
  'queue',
  'papers',
  'website',
  'no_account',
  'telephone',
  'language',
  'cost',
  'rule',
  'not_known',
  'workload',
  'other',
] as const
export type Barrier = (typeof BARRIERS)[number]

/** From worst to least: cannot get it at all, gets it late, finds it hard. */
export const SEVERITIES = ['cannot', 'late', 'hard'] as const
export type Severity = (typeof SEVERITIES)[number]

export const KINDS = ['missed', 'burden', 'idea'] as const
export type Kind = (typeof KINDS)[number]

/** `form`: a row of a form that somebody else collected. */
export type Shape = 'moment' | 'day_summary' | 'form'

export const SORTS = ['voice', 'notice', 'correction', 'junk'] as const
export type Sort = (typeof SORTS)[number]

export const DOORS = ['web', 'counter', 'phone', 'chat', 'paper', 'file', 'api'] as const
export type Door = (typeof DOORS)[number]

export const FINDING_STATES = ['open', 'changing', 'answered', 'quiet', 'closed', 'merged'] as const
export type FindingState = (typeof FINDING_STATES)[number]

export const DECISIONS = [
  'change_now',
  'try',
  'abolish_step',
  'without_computers',
  'cannot',
  'ask_agency',
  'meeting',
] as const
export type DecisionKind = (typeof DECISIONS)[number]

export const CHANGED = ['journey', 'ration', 'adapter', 'service'] as const
export type Changed = (typeof CHANGED)[number]

/** Groups of fewer people are said as 'fewer than 5', without place or quote; never dropped. */
export const SMALLEST_SHOWN = 5
