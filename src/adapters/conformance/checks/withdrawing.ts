// Taking back and correcting.

import { type Check, hold } from '../schema.ts'
import {
  holdKind,
  holdsExactly,
  kindOf,
  lookupByReference,
  machine,
  standing,
  withdraws,
} from './asking.ts'

const check = (
  name: string,
  says: string,
  run: Check['run'],
  skips: NonNullable<Check['skips']> = withdraws,
): Check => ({ name, says, needs: 'stand-in', run, skips })

export const withdrawing: Check[] = [
  check('withdraw.stands-no-longer', 'What is taken back stands no longer', async (bench) => {
    const reference = await bench.file(bench.newKey())
    const run = await bench.run('withdraw', { reference, input: bench.input() })
    holdKind(run, ['withdrawn'])
    await holdsExactly(bench, 0)
    return undefined
  }),
  check('withdraw.again', 'Taking back twice changes nothing and is no failure', async (bench) => {
    const reference = await bench.file(bench.newKey())
    await bench.run('withdraw', { reference, input: bench.input() })
    holdKind(await bench.run('withdraw', { reference, input: bench.input() }), ['withdrawn'])
    return undefined
  }),
  check(
    'withdraw.seen-by-lookup',
    'Looking up afterwards says that it was taken back',
    async (bench) => {
      const reference = await bench.file(bench.newKey())
      await bench.run('withdraw', { reference, input: bench.input() })
      const run = await lookupByReference(bench, reference)
      hold(
        run.result === null || (run.result.kind === 'rejected' && run.result.isWithdrawn === true),
        `it came to “${kindOf(run)}”, without isWithdrawn`,
      )
      return undefined
    },
    (adapter) =>
      withdraws(adapter) ??
      (adapter.describe.semantics.lookup === 'none' ? 'it declares no lookup' : null),
  ),
  check('withdraw.not-ours', 'A number nobody has is not taken back', async (bench) => {
    const reference = await bench.file(bench.newKey())
    const strange = reference.replace(/\d/g, '9')
    const run = await bench.run('withdraw', { reference: strange, input: bench.input() })
    hold(run.result.kind !== 'withdrawn', `it says that ${strange} is withdrawn`)
    await holdsExactly(bench, 1)
    return run.result.kind
  }),
  check(
    'withdraw.lost-answer',
    'A withdrawal whose answer is lost is settled by asking again',
    async (bench) => {
      const reference = await bench.file(bench.newKey())
      await bench.standIn.fault('drop_after', { on: 'cancel', times: 1 })
      const first = await bench.run('withdraw', { reference, input: bench.input() })
      holdKind(first, ['unknown', 'unavailable', 'withdrawn'])
      await bench.standIn.fault('none')
      const second = await bench.run('withdraw', { reference, input: bench.input() })
      holdKind(second, ['withdrawn'])
      await holdsExactly(bench, 0)
      return `${kindOf(first)}, then ${kindOf(second)}`
    },
  ),
  check(
    'withdraw.lost-request',
    'A withdrawal that never arrived is not called done',
    async (bench) => {
      const reference = await bench.file(bench.newKey())
      await bench.standIn.fault('drop_before', { on: 'cancel', times: 1 })
      const run = await bench.run('withdraw', { reference, input: bench.input() })
      const there = (await standing(bench)).length
      hold(
        there === 0 || run.result.kind !== 'withdrawn',
        'it says withdrawn, and the filing stands',
      )
      return kindOf(run)
    },
  ),
  check(
    'withdraw.cannot',
    'An agency that cannot is said to be unable, in both languages',
    async (bench) => {
      const run = await bench.run('withdraw', { reference: 'X-1', input: bench.input() })
      holdKind(run, ['refused'])
      return undefined
    },
    (adapter) =>
      machine(adapter) ?? (adapter.describe.semantics.withdraw ? 'it declares a withdrawal' : null),
  ),
  check(
    'correct.not-asked-for',
    'Correcting what nobody sent back adds no filing',
    async (bench) => {
      const reference = await bench.file(bench.newKey())
      const run = await bench.run('correct', { reference, input: bench.input() })
      await holdsExactly(bench, 1)
      return kindOf(run)
    },
    (adapter) =>
      machine(adapter) ?? (adapter.describe.semantics.correct ? null : 'it declares no correcting'),
  ),
  check(
    'correct.lost-answer',
    'A correction whose answer is lost adds no filing',
    async (bench) => {
      const reference = await bench.file(bench.newKey())
      await bench.standIn.fault('drop_after', { on: 'any', times: 1 })
      const run = await bench.run('correct', { reference, input: bench.input() })
      await bench.standIn.fault('none')
      await holdsExactly(bench, 1)
      return kindOf(run)
    },
    (adapter) =>
      machine(adapter) ?? (adapter.describe.semantics.correct ? null : 'it declares no correcting'),
  ),
  {
    name: 'correct.as-declared',
    says: 'It has a function for correcting exactly when it says so',
    needs: 'nothing',
    skips: machine,
    run: ({ adapter }) => {
      const { correct } = adapter.describe.semantics
      hold(correct === (adapter.correct !== undefined), `it declares ${correct}`)
      return undefined
    },
  },
]
