// Jobs of handing out.

import type { JobDefinition } from '../../core/jobs.ts'
import { listProgrammes } from '../programmes.ts'
import { forgetSpentCards } from './card-hash.ts'
import { countHandOuts } from './counting.ts'
import { closeOldAllowances } from './offline.ts'

export const jobs: JobDefinition[] = [
  {
    name: 'supply.count_hand_outs',
    everySeconds: 1,
    handle: async (station) => {
      await countHandOuts(station)
    },
  },
  {
    name: 'supply.forget_cards',
    everySeconds: 600,
    handle: async (station) => {
      await forgetSpentCards(
        station,
        listProgrammes(station).map(({ id }) => id),
      )
    },
  },
  { name: 'supply.close_allowances', everySeconds: 3600, handle: closeOldAllowances },
]
