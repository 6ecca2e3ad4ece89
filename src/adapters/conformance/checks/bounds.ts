// Hours, sizes, hosts, time: the bounds within which an adapter may act, held by what it does when
// the agency's place is taken by something else.

import { taipeiMoment } from '../../../core/clock.ts'
import { nextOpening } from '../../rules.ts'
import { type Check, hold, type StrangerManner, type Workbench } from '../schema.ts'
import { byWeb, isThere, kindOf, looksUpByKey, machine, standing } from './asking.ts'

type Skips = NonNullable<Check['skips']>

export const check = (
  name: string,
  says: string,
  run: Check['run'],
  skips: Skips = machine,
): Check => ({
  name,
  says,
  needs: 'stand-in',
  run,
  skips,
})

export const against = (
  manner: StrangerManner,
  name: string,
  says: string,
  run: (bench: Workbench, manner: StrangerManner) => Promise<string | undefined>,
): Check => ({ name, says, needs: 'stranger', skips: byWeb, run: (bench) => run(bench, manner) })

const hasHours: Skips = (adapter) =>
  machine(adapter) ?? (adapter.describe.openingHours ? null : 'open round the clock')

export const bounds: Check[] = [
  check(
    'hours.closed',
    'Outside its hours nothing is asked',
    async (bench) => {
      const { outcome, isTried } = await bench.atHour(closedAt(bench), bench.newKey())
      hold(!isTried, 'it was asked')
      hold(Reflect.get(outcome as object, 'kind') === 'unavailable', JSON.stringify(outcome))
      hold((await bench.standIn.received()) === 0, 'the agency was asked')
      return undefined
    },
    hasHours,
  ),
  check(
    'hours.says-when',
    'It says when the agency opens again',
    async (bench) => {
      const { openingHours } = bench.adapter.describe
      const at = closedAt(bench)
      const { outcome } = await bench.atHour(at, bench.newKey())
      const said = Reflect.get(outcome as object, 'retryAfter')
      hold(openingHours !== null && said === nextOpening(openingHours, at), `it says ${said}`)
      return String(said)
    },
    hasHours,
  ),
  against(
    'endless',
    'limits.endless-page',
    'An endless page is cut off and files nothing',
    async (bench) => {
      const { timeoutMs } = bench.adapter.describe.limits
      return neverFiled(bench, 'endless', { timeoutMs: Math.min(timeoutMs, bench.patienceMs * 3) })
    },
  ),
  check(
    'limits.small-answers',
    'An answer beyond its size is no answer',
    async (bench) => {
      const run = await bench.run('health', {}, { maxResponseBytes: 20 })
      hold(!run.result.ok, 'it called itself well on twenty bytes')
      return run.result.detail
    },
    byWeb,
  ),
  against(
    'redirect-inside',
    'hosts.redirect-inside',
    'A redirect into the private network is not followed',
    async (bench, manner) => {
      return bench.withStranger(manner, async ({ run, astray }) => {
        const told = await run('submit', { key: bench.newKey(), input: bench.input() })
        hold(astray.length === 0, `it went to ${astray[0]}`)
        hold(!isThere(told.result), `it says “${kindOf(told)}”`)
        return told.cause ?? undefined
      })
    },
  ),
  against(
    'redirect-abroad',
    'hosts.redirect-abroad',
    'A redirect to a host it never declared is not followed',
    (bench, manner) => neverFiled(bench, manner),
  ),
  against(
    'redirect-loop',
    'hosts.redirect-loop',
    'A redirect without end comes to an end',
    async (bench, manner) => {
      return bench.withStranger(manner, async ({ run, asked }) => {
        const told = await run('submit', { key: bench.newKey(), input: bench.input() })
        hold(asked.length < 60, `it asked ${asked.length} times`)
        hold(!isThere(told.result), `it says “${kindOf(told)}”`)
        return `${asked.length} requests`
      })
    },
  ),
  check('hosts.only-declared', 'It goes only where it says it goes', async (bench) => {
    const hosts = ['nowhere.invalid']
    const run = await bench.run('submit', { key: bench.newKey(), input: bench.input() }, { hosts })
    hold(!isThere(run.result), `it filed through another way: “${kindOf(run)}”`)
    hold((await standing(bench)).length === 0, 'a filing stands')
    return run.cause ?? undefined
  }),
  against('empty', 'hosts.empty-answer', 'An empty page is no answer', (bench, manner) =>
    neverFiled(bench, manner),
  ),
  against('garbage', 'hosts.garbage', 'Noise is no answer', (bench, manner) =>
    neverFiled(bench, manner),
  ),
  against(
    'other-site',
    'hosts.other-site',
    'Another site in its place is no answer',
    (bench, manner) => neverFiled(bench, manner),
  ),
  against('not-found', 'hosts.not-found', 'A page that is gone is no answer', (bench, manner) =>
    neverFiled(bench, manner),
  ),
  against(
    'closed-port',
    'hosts.nobody-there',
    'When nobody answers, nothing can have arrived',
    async (bench, manner) => {
      return bench.withStranger(manner, async ({ run }) => {
        const told = await run('submit', { key: bench.newKey(), input: bench.input() })
        hold(kindOf(told) === 'unavailable', `it came to “${kindOf(told)}”`)
        return told.cause ?? undefined
      })
    },
  ),
  against(
    'too-many-requests',
    'limits.too-many-requests',
    'An agency that asks for quiet gets it',
    async (bench, manner) => {
      return bench.withStranger(manner, async ({ run }) => {
        const told = await run('submit', { key: bench.newKey(), input: bench.input() })
        hold(kindOf(told) === 'unavailable', `it came to “${kindOf(told)}”`)
        hold(
          told.retryAfterMs === 120_000,
          `it waits ${told.retryAfterMs} ms, not the 120 s it was told`,
        )
        return undefined
      })
    },
  ),
  ...(['empty', 'garbage', 'other-site', 'not-found', 'closed-port'] as const).map(
    (manner): Check => ({
      name: `lookup.${manner}`,
      says: `“${manner}” in the agency’s place never means “not there”`,
      needs: 'stranger',
      skips: (adapter) => byWeb(adapter) ?? looksUpByKey(adapter),
      run: (bench) =>
        bench.withStranger(manner, async ({ run }) => {
          const told = await run('lookup', { by: { key: bench.newKey() }, input: bench.input() })
          hold(told.result !== null, 'it says that nothing was filed')
          hold(!isThere(told.result), `it found a filing: “${kindOf(told)}”`)
          return told.cause ?? undefined
        }),
    }),
  ),
]

/** Whatever answers there, it is no agency that has taken the filing. */
export async function neverFiled(
  bench: Workbench,
  manner: StrangerManner,
  options = {},
): Promise<string | undefined> {
  return bench.withStranger(manner, async ({ run }) => {
    const told = await run('submit', { key: bench.newKey(), input: bench.input() }, options)
    hold(!isThere(told.result), `it says “${kindOf(told)}”`)
    hold(kindOf(told) !== 'rejected', 'it says that the agency refused')
    return `${kindOf(told)}${told.cause ? ` (${told.cause})` : ''}`
  })
}

/** A minute before the doors open, on a day after the example's. */
function closedAt({ adapter, now }: Workbench): Date {
  const { from } = adapter.describe.openingHours ?? { from: '00:00' }
  const day = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
  return new Date(taipeiMoment(day, from).getTime() - 60_000)
}
