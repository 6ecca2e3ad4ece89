// Time that runs out, and calls that are cut off: nothing goes out afterwards, and nothing that may
// have gone out is called undone.

import { type Check, hold } from '../schema.ts'
import { isThere, kindOf, standing } from './asking.ts'
import { against, check, neverFiled } from './bounds.ts'

export const timeOuts: Check[] = [
  against(
    'silent',
    'timeouts.silent',
    'An agency that never answers is given up, with nothing filed',
    async (bench, manner) => neverFiled(bench, manner, { timeoutMs: bench.patienceMs }),
  ),
  against(
    'silent',
    'timeouts.silent-lookup',
    'A lookup that is never answered settles nothing',
    async (bench, manner) => {
      if (bench.adapter.describe.semantics.lookup !== 'key') return 'it is not looked up by key'
      return bench.withStranger(manner, async ({ run }) => {
        const by = { key: bench.newKey() }
        const told = await run(
          'lookup',
          { by, input: bench.input() },
          { timeoutMs: bench.patienceMs },
        )
        hold(kindOf(told) === 'unavailable', `it came to “${kindOf(told)}”`)
        return told.cause ?? undefined
      })
    },
  ),
  against(
    'silent',
    'timeouts.silent-health',
    'An agency that never answers is not well',
    async (bench, manner) =>
      bench.withStranger(manner, async ({ run }) => {
        const told = await run('health', {}, { timeoutMs: bench.patienceMs })
        hold(!told.result.ok, 'it says it is well')
        return told.result.detail
      }),
  ),
  check(
    'timeouts.last-click',
    'Time that runs out at the last click is never “nothing happened”',
    async (bench) => {
      const delayMs = bench.patienceMs * 2
      await bench.standIn.fault('slow', { on: 'file', times: 1, delayMs })
      const key = bench.newKey()
      const told = await bench.run(
        'submit',
        { key, input: bench.input() },
        { timeoutMs: bench.patienceMs },
      )
      await pause(delayMs)
      const there = (await standing(bench)).length
      hold(there <= 1, `the agency holds ${there} filings`)
      hold(
        there === 0 || kindOf(told) !== 'unavailable',
        'it says unavailable, and a filing stands',
      )
      hold(there === 1 || !isThere(told.result), `it says “${kindOf(told)}”, and nothing stands`)
      return `${kindOf(told)}${told.cause ? ` (${told.cause})` : ''}`
    },
  ),
  check('abort.at-once', 'A call that has no time left files nothing', async (bench) => {
    const told = await bench.run(
      'submit',
      { key: bench.newKey(), input: bench.input() },
      { timeoutMs: 1 },
    )
    await pause(bench.patienceMs / 2)
    const there = (await standing(bench)).length
    hold(
      there === 0 || kindOf(told) === 'unknown',
      `it says “${kindOf(told)}”, and a filing stands`,
    )
    return kindOf(told)
  }),
  check(
    'abort.nothing-after',
    'Once a call is cut off, nothing more of it goes out',
    async (bench) => {
      const delayMs = Math.round(bench.patienceMs * 0.6)
      await bench.standIn.fault('slow', { on: 'any', delayMs })
      const told = await bench.run(
        'submit',
        { key: bench.newKey(), input: bench.input() },
        { timeoutMs: Math.round(delayMs * 0.5) },
      )
      await bench.standIn.fault('none')
      await pause(delayMs * 3)
      const there = (await standing(bench)).length
      hold(
        there === 0 || kindOf(told) === 'unknown',
        `it says “${kindOf(told)}”, and a filing stands`,
      )
      return kindOf(told)
    },
  ),
  check(
    'abort.usable-after',
    'A call that was cut off spoils nothing for the next one',
    async (bench) => {
      await bench.run('submit', { key: bench.newKey(), input: bench.input() }, { timeoutMs: 1 })
      await pause(bench.patienceMs / 2)
      await bench.standIn.reset()
      await bench.file(bench.newKey())
      return undefined
    },
  ),
]

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
