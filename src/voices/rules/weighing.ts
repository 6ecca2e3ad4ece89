// What is still missing before a version may start: doors not weighed, groups forgotten, people not
// told. Pure.

import type { LocalText } from '../../core/errors.ts'
import type { Stakeholder, StakeholderKind, Weighing } from '../schema/weighing.ts'

/** An emergency may be told of this much later. */
export const EMERGENCY_HOURS = 72
const HOUR_MS = 3_600_000

/** One door that nobody compared with another was not weighed. */
const FEWEST_DOORS = 2

/** Kinds that every change of a service touches; whoever thinks it does not has to say so. */
export const ALWAYS_TOUCHED: readonly StakeholderKind[] = ['residents', 'clerks', 'unaware']

export interface WeighingFacts {
  /** Agencies that the version concerns. */
  agencies: string[]
  /** Groups that it costs time, and how much. */
  timeMoved: LocalText[]
  /** `YYYY-MM-DD` in Taipei. */
  today: string
  now: Date
}

export type WeighingFinding =
  | { kind: 'no_weighing' }
  | { kind: 'one_door' }
  | { kind: 'no_door_chosen' }
  | { kind: 'kind_missing'; missing: StakeholderKind }
  | { kind: 'agency_missing'; agency: string }
  | { kind: 'not_told'; group: LocalText }
  | { kind: 'emergency_over' }
  | { kind: 'emergency_ahead' }
  | { kind: 'time_moved'; words: LocalText }

/** Everything that stops a version; empty: it may start. */
export function weighingFindings(
  weighing: Weighing | null,
  facts: WeighingFacts,
): WeighingFinding[] {
  if (!weighing) return [{ kind: 'no_weighing' }]
  return [
    ...doorFindings(weighing),
    ...missingStakeholders(weighing, facts.agencies),
    ...tellingFindings(weighing, facts),
    ...(weighing.timeNote
      ? []
      : facts.timeMoved.map((words) => ({ kind: 'time_moved' as const, words }))),
  ]
}

function doorFindings({ doors }: Weighing): WeighingFinding[] {
  return [
    ...(doors.length < FEWEST_DOORS ? [{ kind: 'one_door' as const }] : []),
    ...(doors.some((door) => door.chosen) ? [] : [{ kind: 'no_door_chosen' as const }]),
  ]
}

function missingStakeholders({ stakeholders }: Weighing, agencies: string[]): WeighingFinding[] {
  const kinds = ALWAYS_TOUCHED.filter((kind) => !stakeholders.some((one) => one.kind === kind))
  const forgotten = agencies.filter((id) => !stakeholders.some((one) => one.agency === id))
  return [
    ...kinds.map((missing) => ({ kind: 'kind_missing' as const, missing })),
    ...forgotten.map((agency) => ({ kind: 'agency_missing' as const, agency })),
  ]
}

/** In an emergency they may be told later, but not much. */
function tellingFindings(weighing: Weighing, facts: WeighingFacts): WeighingFinding[] {
  const untold = listUntold(weighing, facts.today)
  const state = emergencyState(weighing, facts.now)
  if (untold.length === 0 || state === 'runs') return []
  return [
    ...(state === 'over' ? [{ kind: 'emergency_over' as const }] : []),
    ...(state === 'ahead' ? [{ kind: 'emergency_ahead' as const }] : []),
    ...untold.map(({ group }) => ({ kind: 'not_told' as const, group })),
  ]
}

/** Groups that do not know yet. Who is to be told tomorrow does not know today. */
export const listUntold = ({ stakeholders }: Weighing, today: string): Stakeholder[] =>
  stakeholders.filter(({ told }) => !told || told.on > today)

/** The moment by which everybody must have been told; null when it is no emergency. */
export function emergencyEnd({ emergency }: Weighing): Date | null {
  if (!emergency) return null
  return new Date(new Date(emergency.from).getTime() + EMERGENCY_HOURS * HOUR_MS)
}

export type EmergencyState = 'none' | 'ahead' | 'runs' | 'over'

export function emergencyState(weighing: Weighing, now: Date): EmergencyState {
  const end = emergencyEnd(weighing)
  if (!end || !weighing.emergency) return 'none'
  if (now < new Date(weighing.emergency.from)) return 'ahead'
  return now < end ? 'runs' : 'over'
}
