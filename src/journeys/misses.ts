// Searches that find nothing, counted by week: what people look for here and the city does not offer.
// Words are kept once they were searched for five times; until then only their keyed hash.

import { addDays, taipeiDay } from '../core/clock.ts'
import type { Station } from '../core/station.ts'
import { countable } from './rules/search.ts'
import { countMiss, saveMissWords } from './store.ts'

/** Said less often, words might be one person's. */
const TIMES_BEFORE_WORDS = 5

export async function recordMiss(station: Station, q: string): Promise<void> {
  const words = countable(q)
  if (words === null) return
  const today = taipeiDay(station.clock.now())
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay()
  const weekOn = addDays(today, -((weekday + 6) % 7))
  const miss = { weekOn, wordHash: station.secrets.hash('journeys.search', words) }
  await station.db.transaction().execute(async (tx) => {
    const times = await countMiss(tx, miss)
    if (times >= TIMES_BEFORE_WORDS) await saveMissWords(tx, { ...miss, words })
  })
}
