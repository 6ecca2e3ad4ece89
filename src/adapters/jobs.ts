// What the lanes do by themselves: ask each agency whether it is well, and end what a killed process
// left behind.

import type { JobDefinition } from '../core/jobs.ts'
import { checkHealth, sweepCalls } from './actions.ts'
import { singCanary } from './canary.ts'
import { forgetCounts } from './services/clients.ts'
import { forgetOldFilings } from './services/filing.ts'
import { watchStandings } from './status/actions.ts'
import { eraseOldLists, visitBoxes } from './wires/box/upkeep.ts'
import { sweepLetters } from './wires/mail/ending.ts'

export const jobs: JobDefinition[] = [
  {
    name: 'adapters.check_health',
    everySeconds: 300,
    retries: 0,
    handle: (station) => checkHealth(station),
  },
  { name: 'adapters.watch', everySeconds: 60, retries: 0, handle: watchStandings },
  { name: 'adapters.canary', everySeconds: 3600, retries: 0, handle: singCanary },
  { name: 'adapters.visit_boxes', everySeconds: 15, retries: 0, handle: visitBoxes },
  { name: 'adapters.erase_lists', everySeconds: 3600, handle: eraseOldLists },
  {
    name: 'adapters.sweep_calls',
    everySeconds: 600,
    handle: (station) => sweepCalls(station),
  },
  {
    name: 'adapters.sweep_letters',
    everySeconds: 3600,
    handle: (station) => sweepLetters(station),
  },
  {
    name: 'adapters.forget_filings',
    everySeconds: 3600,
    handle: async (station) => {
      await forgetOldFilings(station)
      await forgetCounts(station)
    },
  },
]
