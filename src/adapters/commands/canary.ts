// `bin/yizhan adapter canary`: the checks that file nothing, against the city's own agencies, once or
// again and again. A running city does the same by itself every hour.

import { setTimeout as pause } from 'node:timers/promises'
import { type Command, takeOption, WrongCall } from '../../core/commands.ts'
import { type CanaryResult, runCanary } from '../canary.ts'
import { getAdapter } from '../load.ts'

export const canaryCommand: Command = {
  name: 'adapter canary',
  usage: '[<adapter>] [--every <minutes>]',
  summary:
    'Ask the agencies what files nothing, once or on a schedule; a changed page stops its lane',
  run: async (call) => {
    const args = [...call.args]
    const every = takeOption(args, 'every')
    const minutes = every === null ? null : Number(every)
    if (minutes !== null && !(minutes >= 1))
      throw new WrongCall('--every takes minutes, 1 or more.')
    if (args.length > 1) throw new WrongCall(`Expected one adapter at most, got ${args.length}.`)
    const station = await call.openStation()
    if (args[0] !== undefined) getAdapter(station, args[0])
    for (;;) {
      const results = await runCanary(station, args[0])
      for (const result of results) for (const line of linesOf(result)) call.tell(line)
      if (minutes === null) return results.every(({ ok }) => ok) ? 0 : 1
      await pause(minutes * 60_000)
    }
  },
}

const linesOf = ({ adapterId, ok, detail, differences }: CanaryResult): string[] => [
  `${ok ? 'well ' : 'WRONG'} ${adapterId}: ${detail}`,
  ...differences.map((one) => `        ${one}`),
]
