// All checks, in the order in which a report tells them.

import { bounds } from './checks/bounds.ts'
import { checking } from './checks/checking.ts'
import { describing } from './checks/describing.ts'
import { examples } from './checks/examples.ts'
import { filing } from './checks/filing.ts'
import { keeping } from './checks/keeping.ts'
import { lookups } from './checks/lookups.ts'
import { timeOuts } from './checks/time-outs.ts'
import { troubles } from './checks/troubles.ts'
import { withdrawing } from './checks/withdrawing.ts'
import { wordings } from './checks/words.ts'
import { type Check, GROUPS, type Group } from './schema.ts'

export const groupOf = ({ name }: Pick<Check, 'name'>): Group => name.split('.')[0] as Group

const ORDER = Object.keys(GROUPS)

export const CHECKS: Check[] = [
  ...describing,
  ...examples,
  ...checking,
  ...filing,
  ...lookups,
  ...troubles,
  ...withdrawing,
  ...bounds,
  ...timeOuts,
  ...wordings,
  ...keeping,
].sort((a, b) => ORDER.indexOf(groupOf(a)) - ORDER.indexOf(groupOf(b)))
