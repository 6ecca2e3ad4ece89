// A night that passed without a list: it is told, and tried again at the next collection, as often as
// the agency's bound allows.

import { recordEvent } from '../../../core/events.ts'
import { changeBatch, lockBatch } from '../../store/batches.ts'
import { answersByOf, nextCollection } from './nights.ts'
import type { Batch } from './schema.ts'
import type { Visit } from './visit.ts'

/** True when another missed night is one too many. */
export const isLastNight = ({ format }: Visit, { nightsMissed }: Batch): boolean =>
  nightsMissed + 1 > format.collects.nights

/** `given_up`: it will not be tried again, and is certainly not there. */
export async function missNight(
  { ground, format }: Visit,
  batch: Batch,
): Promise<'again' | 'given_up'> {
  const { station, now, adapterId } = ground
  const { batchId } = batch
  return station.db.transaction().execute(async (tx) => {
    const { nightsMissed: before, state, lastCause } = await lockBatch(tx, batchId)
    // Somebody else has settled it meanwhile.
    if (state !== batch.state) return 'given_up'
    const nightsMissed = before + 1
    const collectsAt = nextCollection(format.collects, now)
    const isOver = nightsMissed > format.collects.nights
    const cause = lastCause ?? 'not_collected'
    await changeBatch(tx, batchId, [state], {
      nightsMissed,
      cause,
      ...(isOver
        ? { state: 'given_up', settledAt: now }
        : { collectsAt, answersBy: answersByOf(format.collects, collectsAt) }),
    })
    station.log.error({ adapterId, batchId, nightsMissed, cause }, 'list not collected')
    const data = { adapterId, batchId, nightsMissed, cause, isGivenUp: isOver }
    await recordEvent(station, tx, { name: 'adapters.night_missed', version: 1, data })
    return isOver ? 'given_up' : 'again'
  })
}
