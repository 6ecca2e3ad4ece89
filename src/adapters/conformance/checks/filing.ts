// Filing: it arrives, once, as it was written, with our key where the agency keeps it.

import { type Check, hold, type Workbench } from '../schema.ts'
import {
  frozen,
  holdKind,
  holdsExactly,
  isThere,
  looksUpByKey,
  machine,
  standing,
} from './asking.ts'

const check = (
  name: string,
  says: string,
  run: Check['run'],
  skips: NonNullable<Check['skips']> = machine,
): Check => ({ name, says, needs: 'stand-in', run, skips })

/** What a browser posts of a character that the page's encoding has not; the site shows the character. */
const withCharacters = (text: string): string =>
  text.replace(/&#(\d{2,7});/g, (whole, code: string) =>
    Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : whole,
  )

export const filing: Check[] = [
  check('submit.files', 'The example goes through', async (bench) => {
    const reference = await bench.file(bench.newKey())
    await holdsExactly(bench, 1)
    return `reference ${reference}`
  }),
  check('submit.reference', 'The reference is one a person can read out', async (bench) => {
    const reference = await bench.file(bench.newKey())
    hold(reference.trim() === reference, 'it begins or ends with spaces')
    hold(reference.length <= 100, `it has ${reference.length} characters`)
    hold(!/[\p{Cc}<>]/u.test(reference), 'it holds markup or control characters')
    return undefined
  }),
  check(
    'submit.key-planted',
    'Our key stands where the agency keeps it',
    async (bench) => {
      const key = bench.newKey()
      await bench.file(key)
      hold((await standing(bench, key)).length === 1, 'the agency does not show our key')
      return undefined
    },
    looksUpByKey,
  ),
  check(
    'submit.longest-key',
    'A key of forty characters is kept whole',
    async (bench) => {
      const key = `check-${'k'.repeat(33)}9`
      await bench.file(key)
      const [one] = await standing(bench)
      hold(one?.key.includes(key) === true, `the agency keeps “${one?.key}”`)
      return undefined
    },
    looksUpByKey,
  ),
  check('submit.as-written', 'Names arrive as they were written', async (bench) => {
    await bench.file(bench.newKey())
    const kept = withCharacters(JSON.stringify(await bench.standIn.filings()))
    const lost = namesIn(bench.input()).filter((name) => !kept.includes(name))
    hold(lost.length === 0, `not at the agency: ${lost.length} of the names`)
    return undefined
  }),
  check('submit.input-untouched', 'What it is given is not changed', async (bench) => {
    const input = frozen(bench.input())
    holdKind(await bench.run('submit', { key: bench.newKey(), input }), THERE)
    return undefined
  }),
  check(
    'submit.wrong-input',
    'Wrong input is sent back before the agency is asked',
    async (bench) => {
      const run = await bench.run('submit', { key: bench.newKey(), input: {} })
      holdKind(run, ['needs'])
      hold(Reflect.get(run.result, 'what') === 'correction', 'it needs something else')
      hold((await bench.standIn.received()) === 0, 'the agency was asked')
      return undefined
    },
  ),
  check(
    'idempotency.same-key',
    'The same key twice is one filing',
    async (bench) => {
      const key = bench.newKey()
      await bench.file(key)
      await bench.run('submit', { key, input: bench.input() })
      await holdsExactly(bench, 1)
      return undefined
    },
    looksUpByKey,
  ),
  check(
    'idempotency.same-reference',
    'The same key twice gets the same number',
    async (bench) => {
      const key = bench.newKey()
      const first = await bench.file(key)
      const second = await bench.file(key)
      hold(first === second, `${first}, then ${second}`)
      return undefined
    },
    looksUpByKey,
  ),
  check(
    'idempotency.five-times',
    'Five times is still one filing',
    async (bench) => {
      const key = bench.newKey()
      for (let at = 0; at < 5; at += 1) await bench.run('submit', { key, input: bench.input() })
      await holdsExactly(bench, 1)
      return undefined
    },
    looksUpByKey,
  ),
  check(
    'idempotency.at-once',
    'Two at the same moment are one filing',
    async (bench) => {
      const key = bench.newKey()
      const once = () => bench.run('submit', { key, input: bench.input() })
      await Promise.all([once(), once()])
      await holdsExactly(bench, 1)
      return undefined
    },
    (adapter) =>
      machine(adapter) ??
      (adapter.describe.semantics.idempotent
        ? null
        : 'not idempotent: the lane sends one key at a time'),
  ),
  check('idempotency.other-key', 'Another key never gets the first one’s filing', async (bench) => {
    const first = await bench.file(bench.newKey())
    const { result } = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
    hold(!isThere(result) || result.reference !== first, `both keys got ${first}`)
    return result.kind
  }),
  check(
    'idempotency.after-withdrawal',
    'What was taken back can be filed anew',
    refile,
    (adapter) =>
      looksUpByKey(adapter) ??
      (adapter.describe.semantics.withdraw ? null : 'it declares no withdrawal'),
  ),
  check(
    'idempotency.false-duplicate',
    'A false “duplicate” is no filing of ours',
    async (bench) => {
      const key = bench.newKey()
      await bench.standIn.fault('duplicate_answer', { times: 1 })
      const run = await bench.run('submit', { key, input: bench.input() })
      const there = await standing(bench)
      hold(
        there.length > 0 || !isThere(run.result),
        `it says “${run.result.kind}” of what the agency does not have`,
      )
      return run.result.kind
    },
  ),
]

const THERE = ['accepted', 'pending', 'approved', 'needs']

async function refile(bench: Workbench): Promise<undefined> {
  const reference = await bench.file(bench.newKey())
  await bench.run('withdraw', { reference, input: bench.input() })
  await bench.file(bench.newKey())
  await holdsExactly(bench, 1)
}

/** Chinese names of persons, at any depth: what old systems lose first. */
function namesIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') {
    return /^(name|emergency_name)$/.test(name) && /\p{Script=Han}/u.test(value) ? [value] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => namesIn(part, key))
}
