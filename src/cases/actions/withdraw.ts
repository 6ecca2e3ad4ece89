// Withdrawing: at every agency that can, by machine or by a desk, and saying where it could not.

import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { isLost } from '../rules/leg-facts.ts'
import type { Doer } from '../schema/requests.ts'
import { advance } from './advance.ts'
import { openLedger } from './ledger.ts'

/**
 * `legs` names some of them; absent means all. Asking twice changes nothing.
 * @throws Failure not_found, conflict when nothing can be withdrawn
 */
export async function withdrawCase(
  station: Station,
  asked: { caseId: string; legs?: string[]; doer: Doer },
): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, asked.caseId)
    for (const leg of asked.legs ?? []) ledger.leg(leg)
    const standing = ledger
      .facts()
      .legs.filter((leg) => !isLost(leg) && (asked.legs?.includes(leg.leg) ?? true))
    if (standing.length === 0 && !ledger.facts().withdrawAsked) {
      throw new Failure('conflict', 'cases.nothing_to_withdraw')
    }
    const legs = standing.filter((leg) => !leg.withdrawAsked).map((leg) => leg.leg)
    if (legs.length > 0) ledger.record(asked.doer, { kind: 'withdrawal_asked', data: { legs } })
    await advance(station, tx, ledger)
  })
}
