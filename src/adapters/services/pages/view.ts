// One service as its pages show it: what the lot says, what the adapter says, who uses it, and what
// the conformance kit found.

import type { LocalText } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import type { Description } from '../../contract.ts'
import { listAdapters } from '../../load.ts'
import { listConsumers } from '../../store/clients.ts'
import { listConformance } from '../../store/wishes.ts'
import { listLots } from '../lots.ts'
import type { Conformance, Consumers, Lot } from '../schema.ts'

export interface ServiceView {
  id: string
  title: LocalText
  /** Null: a lot that is no adapter. */
  describe: Description | null
  kind: Description['kind'] | null
  /** Null: nothing was bought, or nobody wrote it down. */
  lot: Lot | null
  consumers: Consumers
  /** Null: the kit has not run. */
  conformance: Conformance | null
}

const NOBODY: Consumers = { count: 0, names: [], filings: 0 }

/** Lots by their letter, then adapters without one. */
export async function listServices(station: Station): Promise<ServiceView[]> {
  const [consumers, found] = await Promise.all([
    listConsumers(station.db),
    listConformance(station.db),
  ])
  const lots = listLots(station)
  const described = new Map(listAdapters(station).map(({ describe }) => [describe.id, describe]))
  const bare = [...described.keys()].filter((id) => !lots.some((lot) => lot.id === id))
  return [...lots.map(({ id }) => id), ...bare].map((id) => {
    const lot = lots.find((one) => one.id === id) ?? null
    const describe = described.get(id) ?? null
    return {
      id,
      title: lot?.title ?? describe?.title ?? { 'zh-TW': id, en: id },
      describe,
      kind: describe?.kind ?? null,
      lot,
      consumers: consumers.get(id) ?? NOBODY,
      conformance: found.get(id) ?? null,
    }
  })
}
