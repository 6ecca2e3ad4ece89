// Writes down that a leg goes on by another adapter.

import type { Db } from '../../../core/db.ts'
import type { Action } from '../../rules/plan.ts'
import type { MoveReason } from '../../schema/events.ts'
import { ENGINE, type Ledger } from '../ledger.ts'
import { cancelTask } from './booking.ts'

type Move = Pick<Extract<Action, { kind: 'move' }>, 'leg' | 'to' | 'left' | 'why'>

const TOLD: Record<MoveReason, string> = {
  stopped: 'moved',
  does_not_fit: 'moved',
  gave_up: 'moved_slow',
  closing: 'moved_slow',
  absent: 'moved_undelivered',
  reopened: 'moved_back',
}

/** The caller plans again and saves the leg with its new adapter. */
export async function moveLeg(tx: Db, ledger: Ledger, { leg, to, left, why }: Move): Promise<void> {
  const { row } = ledger.leg(leg)
  await cancelTask(tx, ledger, leg)
  ledger.record(
    ENGINE,
    { kind: 'leg_moved', data: { leg, from: row.adapterId, to, left, why } },
    { kind: 'told', data: { leg, message: `cases.told.${TOLD[why]}`, values: {} } },
  )
  const moved = (one: typeof row) =>
    one.leg === leg ? { ...one, adapterId: to, isMoved: true } : one
  ledger.replaceLegs(ledger.legs().map(moved))
}
