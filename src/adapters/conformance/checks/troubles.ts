// What goes wrong around the last click. Whatever it is: never two filings, never a “filed” of what
// the agency does not have, and never “nothing happened” of what it has.

import { type Check, hold, type Workbench } from '../schema.ts'
import { isThere, kindOf, looksUpByKey, lookupByKey, machine, standing } from './asking.ts'

const check = (
  name: string,
  says: string,
  run: Check['run'],
  skips: NonNullable<Check['skips']> = machine,
): Check => ({ name, says, needs: 'stand-in', run, skips })

const AT_THE_LAST_CLICK = [
  ['drop_before', 'lost-request', 'The request is lost before it arrives'],
  ['drop_after', 'lost-answer', 'The answer is lost after filing'],
  ['half_page', 'half-answer', 'Only half of the answer comes'],
  ['changed_layout', 'changed-answer', 'The answer looks different from ever before'],
  ['http500', 'server-error', 'The server fails'],
  ['reset', 'reset', 'The connection is reset'],
  ['login_wall', 'login-wall', 'A log-in page comes instead of an answer'],
  ['captcha', 'captcha', 'A CAPTCHA comes instead of an answer'],
  ['maintenance', 'maintenance', 'A maintenance page comes instead of an answer'],
] as const

export const troubles: Check[] = [
  ...AT_THE_LAST_CLICK.flatMap(([mode, name, words]) => [
    check(`unknown.${name}`, `${words}: what it says is true of the agency’s books`, (bench) =>
      saysTheTruth(bench, mode),
    ),
    check(
      `unknown.${name}-settled`,
      `${words}: looking up, and sending again only if it is not there, ends with one filing`,
      (bench) => endsWithOne(bench, mode),
      looksUpByKey,
    ),
  ]),
  check(
    'unknown.plain-cause',
    'The cause is one plain word, without anything personal',
    async (bench) => {
      await bench.standIn.fault('drop_after', { times: 1 })
      const { cause } = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
      hold(cause === null || /^[A-Za-z0-9_]{1,60}$/.test(cause), `“${cause}”`)
      return cause ?? 'no cause'
    },
  ),
  check(
    'unknown.all-pages-maintenance',
    'A site under maintenance is “unavailable”, and files nothing',
    (bench) => unavailable(bench, 'maintenance'),
  ),
  check(
    'unknown.all-pages-login',
    'A site that suddenly asks for a log-in gets no filing',
    (bench) => unavailable(bench, 'login_wall'),
  ),
  check('unknown.all-pages-captcha', 'A site that asks for a CAPTCHA gets no filing', (bench) =>
    unavailable(bench, 'captcha'),
  ),
]

/** A mode of its stand-in may mean nothing to it: then the filing simply goes through. */
async function saysTheTruth(bench: Workbench, mode: string): Promise<string> {
  await bench.standIn.fault(mode, { on: 'file', times: 1 })
  const run = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
  const there = (await standing(bench)).length
  hold(there <= 1, `the agency holds ${there} filings`)
  hold(!(isThere(run.result) && there === 0), `it says “${kindOf(run)}”, and nothing is there`)
  hold(
    !(run.result.kind === 'unavailable' && there > 0),
    'it says that nothing was filed, and a filing stands',
  )
  hold(run.result.kind !== 'rejected', 'it says that the agency refused, which it did not')
  return `${kindOf(run)}${run.cause ? ` (${run.cause})` : ''}`
}

async function endsWithOne(bench: Workbench, mode: string): Promise<string> {
  const key = bench.newKey()
  await bench.standIn.fault(mode, { on: 'file', times: 1 })
  const first = await bench.run('submit', { key, input: bench.input() })
  await bench.standIn.fault('none')
  const found = isThere(first.result) ? first : await lookupByKey(bench, key)
  if (!isThere(found.result)) {
    hold(found.result === null, `looking up came to “${kindOf(found)}”`)
    await bench.file(key)
  }
  const there = (await standing(bench)).length
  hold(there === 1, `the agency holds ${there} filings`)
  return `${kindOf(first)}, then ${kindOf(found)}`
}

async function unavailable(bench: Workbench, mode: string): Promise<string> {
  await bench.standIn.fault(mode, { on: 'any' })
  const run = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
  await bench.standIn.fault('none')
  const there = (await standing(bench)).length
  hold(there === 0 || isThere(run.result), `it says “${kindOf(run)}”, and a filing stands`)
  hold(!isThere(run.result) || there === 1, `it says “${kindOf(run)}”, and nothing stands`)
  hold(run.result.kind !== 'rejected', 'it says that the agency refused')
  return `${kindOf(run)}${run.cause ? ` (${run.cause})` : ''}`
}
