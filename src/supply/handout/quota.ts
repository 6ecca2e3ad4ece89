// What a card may have now, by the ration version in force; without one, by the programme's own file.
// The one place that knows of the ration rules.

import type { Station } from '../../core/station.ts'
import type { Person, QuotaAnswer } from '../schema/handout.ts'
import { settingsOf } from './settings.ts'

export async function quotaFor(
  station: Station,
  { programmeId, item }: { programmeId: string; item: string; person: Person; at: Date },
): Promise<QuotaAnswer> {
  const { pieces, days } = settingsOf(station, programmeId).quota
  return { ok: true, quota: { items: [item], pieces, days } }
}
