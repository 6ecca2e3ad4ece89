// Is what the adapter says of itself complete, true to form, and fit to be published?

import { z } from 'zod'
import type { Adapter } from '../../contract.ts'
import { DescriptionSchema } from '../../schema.ts'
import { type Check, hold } from '../schema.ts'
import { machine } from './asking.ts'

const HAN = /\p{Script=Han}/u
const LATIN = /[A-Za-z]{2}/

const check = (
  name: string,
  says: string,
  run: (adapter: Adapter) => string | undefined,
  skips: (adapter: Adapter) => string | null = () => null,
): Check => ({
  name: `describe.${name}`,
  says,
  needs: 'nothing',
  skips,
  run: ({ adapter }) => run(adapter),
})

export const describing: Check[] = [
  check(
    'valid',
    'The description has every part the contract asks for, and no other',
    ({ describe }) => {
      const read = DescriptionSchema.safeParse(describe)
      const [issue] = read.success ? [] : read.error.issues
      hold(read.success, `${issue?.path.join('.')}: ${issue?.message}`)
      return undefined
    },
  ),
  check('plain', 'It can be published: plain data, the same after JSON', ({ describe }) => {
    const again = JSON.parse(JSON.stringify(describe))
    hold(JSON.stringify(again) === JSON.stringify(describe), 'parts of it are lost in JSON')
    hold(!/function|\[native code\]/.test(JSON.stringify(describe)), 'it holds program text')
    return undefined
  }),
  check('title', 'The title is in Chinese and in English', ({ describe: { title } }) => {
    hold(HAN.test(title['zh-TW']), `zh-TW is “${title['zh-TW']}”`)
    hold(LATIN.test(title.en) && !HAN.test(title.en), `en is “${title.en}”`)
    return undefined
  }),
  check('input-schema', 'The input is a JSON Schema that a program can read', ({ describe }) => {
    readSchema(describe.input)
    hold(describe.input.type === 'object', 'its top is no object')
    return `${Object.keys(propertiesOf(describe.input)).length} fields`
  }),
  check('input-required', 'Required fields are fields', ({ describe: { input } }) => {
    const strange = requiredOf(input).filter((name) => !(name in propertiesOf(input)))
    hold(strange.length === 0, `required but not described: ${strange.join(', ')}`)
    return undefined
  }),
  check(
    'input-closed',
    'A misspelt field is found: the input takes no others',
    ({ describe }) => {
      hold(describe.input.additionalProperties === false, 'use z.strictObject at the top')
      return undefined
    },
    ({ describe }) =>
      describe.kind === 'desk' ? 'an officer reads all that a journey sends' : null,
  ),
  check(
    'hours',
    'Opening hours leave time to file',
    ({ describe: { openingHours } }) => {
      hold(openingHours?.from !== openingHours?.to, 'it opens and closes at the same minute')
      return `${openingHours?.from}–${openingHours?.to}`
    },
    ({ describe }) => (describe.openingHours === null ? 'open round the clock' : null),
  ),
  check(
    'pace',
    'A whole call fits into its time-out, and the pace leaves the agency room',
    ({ describe: { limits } }) => {
      hold(limits.timeoutMs >= 1000, `no old system answers in ${limits.timeoutMs} ms`)
      hold(limits.concurrency <= limits.perMinute, 'more calls at once than in a minute')
      return `${limits.concurrency} at once, ${limits.perMinute} a minute`
    },
    machine,
  ),
  check(
    'hosts',
    'Places are named one by one, without addresses of the private network',
    ({ describe: { hosts } }) => {
      hold(hosts.length > 0, 'it declares no host')
      hold(hosts.length <= 10, `${hosts.length} hosts are more than one agency has`)
      const wide = hosts.filter((host) => /\*|^(10|192\.168|169\.254|127)\./.test(host))
      hold(wide.length === 0, `too wide or private: ${wide.join(', ')}`)
      return hosts.join(', ')
    },
    (adapter) =>
      machine(adapter) ??
      (adapter.describe.kind === 'remote' ? 'a remote adapter names where it runs' : null),
  ),
  check('functions', 'What it declares, it has', (adapter) => {
    const { semantics } = adapter.describe
    hold(!semantics.correct || adapter.correct !== undefined, 'correct is declared and missing')
    for (const name of ['check', 'submit', 'lookup', 'withdraw', 'health'] as const) {
      hold(typeof adapter[name] === 'function', `${name} is missing`)
    }
    return undefined
  }),
  check(
    'settles',
    'A site that is searched says how long a request may still be at work',
    ({ describe: { semantics } }) => {
      hold(
        semantics.idempotent || semantics.settlesAfterSeconds !== undefined,
        'not idempotent and looked up by key: without settlesAfterSeconds a slow filing may be sent twice',
      )
      return undefined
    },
    (adapter) =>
      machine(adapter) ??
      (adapter.describe.semantics.lookup === 'key' ? null : 'it is not looked up by key'),
  ),
  check(
    'credentials',
    'Credentials are named with a title in both languages',
    ({ describe: { credentials = [] } }) => {
      const names = credentials.map(({ name }) => name)
      hold(new Set(names).size === names.length, 'two have the same name')
      const untitled = credentials.filter(({ title }) => !HAN.test(title['zh-TW']) || !title.en)
      hold(untitled.length === 0, `without a title: ${untitled.map((one) => one.name).join(', ')}`)
      return names.join(', ')
    },
    ({ describe }) => (describe.credentials?.length ? null : 'it needs none'),
  ),
  check(
    'fallbacks',
    'Fallbacks are named once, and it is not its own',
    ({ describe: { id, fallbacks = [] } }) => {
      hold(!fallbacks.includes(id), 'it falls back to itself')
      hold(new Set(fallbacks).size === fallbacks.length, 'one is named twice')
      return fallbacks.join(', ')
    },
    ({ describe }) => (describe.fallbacks ? null : 'it names none'),
  ),
  check(
    'desk-steps',
    'Each step of the desk is told in both languages, and the work has its minutes',
    ({ describe: { desk } }) => {
      const steps = [...(desk?.steps ?? []), ...(desk?.withdrawSteps ?? [])]
      hold(steps.length > 0, 'it has no steps')
      const bare = steps.filter((step) => !HAN.test(step['zh-TW']) || !LATIN.test(step.en))
      hold(bare.length === 0, `a step is told in one language only: ${bare[0]?.['zh-TW']}`)
      hold((desk?.minutes ?? 0) > 0, 'it takes no time')
      return `${steps.length} steps, ${desk?.minutes} minutes`
    },
    ({ describe }) => (describe.kind === 'desk' ? null : 'it is no desk'),
  ),
]

export const propertiesOf = (input: Record<string, unknown>): Record<string, object> =>
  (input.properties ?? {}) as Record<string, object>

export const requiredOf = (input: Record<string, unknown>): string[] =>
  (input.required ?? []) as string[]

/** @throws Broken when it is no JSON Schema that we can read */
export function readSchema(input: Record<string, unknown>): z.ZodType {
  try {
    return z.fromJSONSchema(input as Parameters<typeof z.fromJSONSchema>[0])
  } catch (error) {
    hold(false, error instanceof Error ? error.message : String(error))
  }
}
