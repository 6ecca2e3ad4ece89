// Jobs of voices. Each calls one action and may run twice.

import type { JobDefinition } from '../core/jobs.ts'
import { countLedger } from './actions/ledger-count.ts'
import { countServed } from './actions/served.ts'
import { countSignals } from './actions/signals.ts'
import { TRY_PUBLISHING, tryPublishing } from './actions/trials.ts'
import { keepWeighings } from './actions/weighings.ts'

/** A run of the responsible may have been the last thing a version waited for. */
const publishing: JobDefinition = {
  name: TRY_PUBLISHING,
  handle: async (station) => {
    await tryPublishing(station)
    await keepWeighings(station)
  },
}

/** An emergency begins and ends by the clock, and owners write down whom they told since. */
const weighings: JobDefinition = {
  name: 'voices.weighings',
  everySeconds: 3600,
  handle: keepWeighings,
}

/** An hour late is early enough for a week. */
const ledger: JobDefinition = { name: 'voices.ledger', everySeconds: 3600, handle: countLedger }

/** Drafts given up are signals first, and then people who came and could not. */
const signals: JobDefinition = {
  name: 'voices.signals',
  everySeconds: 3600,
  handle: async (station) => {
    await countSignals(station)
    await countServed(station)
  },
}

export const jobs = [publishing, weighings, ledger, signals]
