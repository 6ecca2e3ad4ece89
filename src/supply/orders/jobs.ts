// Jobs of ordering ahead.

import type { JobDefinition } from '../../core/jobs.ts'
import { releaseOrders } from './orders.ts'

export const jobs: JobDefinition[] = [
  {
    name: 'supply.release_orders',
    everySeconds: 60,
    handle: async (station) => {
      await releaseOrders(station)
    },
  },
]
