// "The map said yes, the shop said no": told by a resident, the shop or a desk, tied to the moment that
// was shown, and settled by the shop or the desk. What is in dispute stays so until then.

import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { changeStock } from '../actions/changes.ts'
import { getProgramme } from '../programmes.ts'
import { isDispute, saysThereIsSome } from '../rules/reports.ts'
import type { ReportSource } from '../schema/owner.ts'
import { findStock } from '../store/changes.ts'
import { listOpen, saveReport, settleOpen } from '../store/reports.ts'
import { lockSequence } from '../store/stock.ts'
import { getSite } from './edits.ts'

export interface Telling {
  programmeId: string
  siteId: string
  item: string
  /** Number of the moment that was shown. */
  sequence: number
  source: ReportSource
  /** Device or account; null for a resident. */
  by: string | null
  /** A resident's network address; kept as a hash of the day only. */
  network: string | null
}

/** What a change of stock calls whoever told. */
const SAID_BY: Record<ReportSource, string> = {
  resident: 'resident',
  owner: 'owner',
  desk: 'console',
}

/**
 * Says nothing about what others told: the answer is the same for the first and the tenth.
 * @throws Failure not_found; invalid, for a moment that has not come
 */
export async function tellReport(station: Station, telling: Telling): Promise<void> {
  const { programmeId, siteId, item, sequence, network } = telling
  const { items } = getProgramme(station, programmeId)
  if (!items.some(({ id }) => id === item)) throw wrong('/item', 'supply.no_item')
  const at = station.clock.now()
  const networkHash =
    network && station.secrets.hash('supply report', `${taipeiDay(at)} ${network}`)
  await station.db.transaction().execute(async (tx) => {
    const newest = await lockSequence(tx, programmeId)
    if (sequence > newest) throw wrong('/sequence', 'supply.from_the_future')
    await getSite(tx, programmeId, siteId)
    const stock = await findStock(tx, { programmeId, siteId, item })
    const isOvertaken = !saysThereIsSome(stock)
    await saveReport(tx, { ...telling, at, networkHash, isOvertaken })
    if (!isOvertaken && stock?.state !== 'disputed') await disputeIfDue(station, tx, telling, at)
  })
}

const wrong = (pointer: string, message: string) =>
  new Failure('invalid', 'core.invalid', { problems: [{ pointer, message }] })

async function disputeIfDue(station: Station, tx: Db, told: Telling, at: Date): Promise<void> {
  const { programmeId, siteId, item, source, by } = told
  const open = await listOpen(tx, told)
  if (!isDispute(open, at)) return
  const t = station.words['zh-TW']
  const why =
    source === 'resident'
      ? t('owners.why_residents', { count: open.length })
      : t(`owners.why_told_${source}`)
  const changes = [{ siteId, item, state: 'disputed' as const, stateUntil: null, why }]
  await changeStock(tx, { programmeId, at, source: SAID_BY[source], by, changes })
}

export interface Settling {
  programmeId: string
  siteId: string
  item: string
  /** What is really there; null: the number shown was right. */
  amount: number | null
  source: Exclude<ReportSource, 'resident'>
  by: string
}

/** Ends the dispute and every open report of that item. Settling twice is settling once. */
export async function settleReports(station: Station, settling: Settling): Promise<void> {
  const { programmeId, siteId, item, amount, source, by } = settling
  const at = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    await lockSequence(tx, programmeId)
    await getSite(tx, programmeId, siteId)
    const stock = await findStock(tx, { programmeId, siteId, item })
    const isOpen = stock?.state === 'disputed' || (await listOpen(tx, settling)).length > 0
    if (!isOpen) return
    const changes = [
      {
        siteId,
        item,
        ...(amount !== null && { amount }),
        ...(stock?.state === 'disputed' && { state: 'counted' as const }),
      },
    ]
    const said = { programmeId, at, source: SAID_BY[source], by, changes }
    const sequence = await changeStock(tx, said)
    const isSame = amount === null || amount === stock?.amount
    const settlement = isSame ? 'right' : amount === 0 ? 'zero' : 'amount'
    await settleOpen(tx, { ...settling, amount: isSame ? null : amount, settlement, sequence, at })
  })
}
