// Looking up: the one way out of not knowing. It may answer “not there” only when the agency said so.

import { type Check, hold, type Workbench } from '../schema.ts'
import {
  holdKind,
  holdsExactly,
  isThere,
  kindOf,
  looksUp,
  looksUpByKey,
  lookupByKey,
  lookupByReference,
} from './asking.ts'

const check = (
  name: string,
  says: string,
  run: Check['run'],
  skips: NonNullable<Check['skips']> = looksUpByKey,
): Check => ({ name: `lookup.${name}`, says, needs: 'stand-in', run, skips })

export const lookups: Check[] = [
  check('by-key', 'What was filed is found by our key', async (bench) => {
    const key = bench.newKey()
    const reference = await bench.file(key)
    const run = await lookupByKey(bench, key)
    hold(isThere(run.result), `it came to “${kindOf(run)}”`)
    hold(
      run.result.reference === reference,
      `filed as ${reference}, found as ${run.result.reference}`,
    )
    return run.result.kind
  }),
  check(
    'by-reference',
    'What was filed is found by the agency’s number',
    async (bench) => {
      const reference = await bench.file(bench.newKey())
      const run = await lookupByReference(bench, reference)
      hold(isThere(run.result), `it came to “${kindOf(run)}”${run.cause ? ` (${run.cause})` : ''}`)
      return run.result.kind
    },
    looksUp,
  ),
  {
    ...check(
      'never-filed',
      'A key that was never filed is certain not to be there',
      async (bench) => {
        const run = await lookupByKey(bench, `${bench.newKey()}-never`)
        hold(
          run.result === null,
          `it came to “${kindOf(run)}”${run.cause ? ` (${run.cause})` : ''}`,
        )
        return undefined
      },
    ),
    needs: 'agency',
  },
  check('part-of-key', 'A key that only begins like ours is not ours', async (bench) => {
    const key = bench.newKey()
    await bench.file(`${key}-1`)
    const run = await lookupByKey(bench, key)
    hold(run.result === null, `it found ${JSON.stringify(run.result)}`)
    return undefined
  }),
  check('files-nothing', 'Looking up files nothing', async (bench) => {
    const key = bench.newKey()
    await lookupByKey(bench, key)
    await holdsExactly(bench, 0)
    hold((await bench.standIn.received()) === 0, 'a lookup reached the agency as a filing')
    return undefined
  }),
  check('again', 'Looking twice finds the same', async (bench) => {
    const key = bench.newKey()
    await bench.file(key)
    const first = await lookupByKey(bench, key)
    const second = await lookupByKey(bench, key)
    hold(kindOf(first) === kindOf(second), `${kindOf(first)}, then ${kindOf(second)}`)
    return undefined
  }),
  check('after-lost-answer', 'A filing whose answer was lost is found', async (bench) => {
    const key = bench.newKey()
    await bench.standIn.fault('drop_after', { times: 1 })
    await bench.run('submit', { key, input: bench.input() })
    const run = await lookupByKey(bench, key)
    hold(isThere(run.result), `it came to “${kindOf(run)}”`)
    await holdsExactly(bench, 1)
    return undefined
  }),
  check(
    'after-lost-request',
    'A filing that never arrived is certain not to be there',
    async (bench) => {
      const key = bench.newKey()
      await bench.standIn.fault('drop_before', { times: 1 })
      await bench.run('submit', { key, input: bench.input() })
      await bench.standIn.fault('none')
      const run = await lookupByKey(bench, key)
      hold(run.result === null, `it came to “${kindOf(run)}”`)
      return undefined
    },
  ),
  ...(
    [
      ['half_page', 'half-answer', 'Half an answer'],
      ['changed_layout', 'changed-page', 'A page that has changed'],
      ['maintenance', 'maintenance', 'A maintenance page'],
      ['http500', 'server-error', 'An error of the server'],
      ['login_wall', 'login-wall', 'A log-in page in between'],
      ['captcha', 'captcha', 'A CAPTCHA in between'],
      ['drop_before', 'lost-connection', 'A lost connection'],
      ['reset', 'reset', 'A reset connection'],
    ] as const
  ).flatMap(([mode, name, words]) => [
    check(name, `${words} settles nothing: it never means “not there”`, (bench) =>
      settlesNothing(bench, mode),
    ),
  ]),
]

/** Of something that is there, and of something that is not. */
async function settlesNothing(bench: Workbench, mode: string): Promise<string> {
  const key = bench.newKey()
  await bench.file(key)
  await bench.standIn.fault(mode, { on: 'query' })
  const run = await lookupByKey(bench, key)
  hold(run.result !== null, 'it says “not there” of a filing that stands')
  await bench.standIn.fault(mode, { on: 'any' })
  const stranger = await lookupByKey(bench, bench.newKey())
  hold(stranger.result === null || !isThere(stranger.result), 'it found what was never filed')
  holdKind(stranger, ['unavailable', 'unknown', 'not there'])
  return run.cause ?? kindOf(run)
}
