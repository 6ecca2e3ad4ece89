// Evidence and secrets; health.

import type { Evidence } from '../../schema.ts'
import { type Check, hold, type Workbench } from '../schema.ts'
import { byWeb, holdsExactly, isThere, kindOf, machine, standing } from './asking.ts'

type Skips = NonNullable<Check['skips']>

const check = (
  name: string,
  says: string,
  run: Check['run'],
  skips: Skips = machine,
  needs: Check['needs'] = 'stand-in',
): Check => ({ name, says, needs, run, skips })

const hasCredentials: Skips = (adapter) =>
  machine(adapter) ?? (adapter.describe.credentials?.length ? null : 'it needs no credential')

export const keeping: Check[] = [
  check('evidence.kept', 'What was sent and answered is kept', async (bench) => {
    const evidence = await filed(bench)
    const labels = evidence.map(({ label }) => label)
    hold(labels.includes('requests'), 'the list of requests is missing')
    hold(labels.length > 1, 'nothing is kept but the list of requests')
    return labels.join(', ')
  }),
  check(
    'evidence.no-credentials',
    'No credential is in it, in no disguise',
    async (bench) => {
      holdsNoSecret(bench, await filed(bench))
      return undefined
    },
    hasCredentials,
  ),
  check(
    'evidence.no-credentials-on-trouble',
    'Nor when it goes wrong',
    async (bench) => {
      await bench.standIn.fault('http500', { on: 'any' })
      const run = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
      holdsNoSecret(bench, [run.evidence, run.result])
      return undefined
    },
    hasCredentials,
  ),
  check(
    'evidence.requests-without-queries',
    'The list of requests holds no query and nobody’s name',
    async (bench) => {
      const lines = requestsOf(await filed(bench))
      hold(!lines.includes('?'), 'a query is in it')
      for (const name of personal(bench.input())) {
        hold(!lines.includes(name), 'something personal is in it')
      }
      return undefined
    },
  ),
  check('evidence.bounded', 'It stays small enough to be carried with the case', async (bench) => {
    const evidence = await filed(bench)
    const size = evidence.reduce((sum, { body }) => sum + body.length, 0)
    hold(size < 2_000_000, `${size} characters`)
    return `${evidence.length} pieces, ${size} characters`
  }),
  check(
    'evidence.of-change',
    'When the answer has changed, what came is kept for whoever mends it',
    async (bench) => {
      await bench.standIn.fault('changed_layout', { on: 'file', times: 1 })
      const run = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
      if (run.cause !== 'changed_layout') return `it came to “${kindOf(run)}” all the same`
      const most = Math.max(...run.evidence.map(({ body }) => body.length))
      hold(most > 100, 'the changed answer is not kept')
      return undefined
    },
  ),
  check(
    'evidence.without-credential',
    'Without its credential it files nothing',
    async (bench) => {
      const run = await bench.run(
        'submit',
        { key: bench.newKey(), input: bench.input() },
        { credentials: new Map() },
      )
      hold(!isThere(run.result), `it came to “${kindOf(run)}”`)
      await holdsExactly(bench, 0)
      return run.cause ?? undefined
    },
    hasCredentials,
  ),
  check(
    'evidence.wrong-credential',
    'With a wrong credential it files nothing, and says so',
    async (bench) => {
      const wrong = new Map([...bench.credentials.keys()].map((name) => [name, 'not-the-secret']))
      const run = await bench.run(
        'submit',
        { key: bench.newKey(), input: bench.input() },
        { credentials: wrong },
      )
      const there = (await standing(bench)).length
      hold(there === 0, 'a filing stands')
      hold(!isThere(run.result) && kindOf(run) !== 'rejected', `it came to “${kindOf(run)}”`)
      return run.cause ?? undefined
    },
    hasCredentials,
  ),
  check(
    'health.well',
    'An agency that is well says so',
    async (bench) => {
      const { result } = await bench.run('health', {})
      hold(result.ok, result.detail)
      return result.detail
    },
    () => null,
    'agency',
  ),
  check('health.files-nothing', 'Asking for health files nothing', async (bench) => {
    await bench.run('health', {})
    hold((await bench.standIn.received()) === 0, 'a filing reached the agency')
    return undefined
  }),
  check(
    'health.maintenance',
    'Under maintenance it is not well',
    (bench) => unwell(bench, 'maintenance'),
    byWeb,
  ),
  check(
    'health.server-error',
    'When the server fails it is not well',
    (bench) => unwell(bench, 'http500'),
    byWeb,
  ),
  check(
    'health.changed',
    'When the pages have changed it is not well',
    (bench) => unwell(bench, 'changed_layout'),
    (adapter) =>
      adapter.describe.kind === 'http' ? 'an API has no pages to look at' : byWeb(adapter),
  ),
  check(
    'health.login-wall',
    'Behind a log-in it is not well',
    (bench) => unwell(bench, 'login_wall'),
    byWeb,
  ),
  ...(['closed-port', 'other-site', 'empty', 'garbage'] as const).map((manner) =>
    check(
      `health.${manner}`,
      `With “${manner}” in its place it is not well`,
      (bench) =>
        bench.withStranger(manner, async ({ run }) => {
          const { result } = await run('health', {})
          hold(!result.ok, `it says “${result.detail}”`)
          return result.detail
        }),
      byWeb,
      'stranger',
    ),
  ),
]

async function unwell(bench: Workbench, mode: string): Promise<string> {
  await bench.standIn.fault(mode, { on: 'any' })
  const { result } = await bench.run('health', {})
  hold(!result.ok, `it says “${result.detail}”`)
  return result.detail
}

async function filed(bench: Workbench): Promise<Evidence[]> {
  const run = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
  hold(isThere(run.result), `filing the example came to “${kindOf(run)}”`)
  return run.evidence
}

const requestsOf = (evidence: Evidence[]): string =>
  evidence.find(({ label }) => label === 'requests')?.body ?? ''

/** Also where it was written in other letters than it was given. */
function holdsNoSecret({ credentials }: Workbench, kept: unknown): void {
  const text = JSON.stringify(kept).toLowerCase()
  for (const [name, secret] of credentials) {
    const seen = disguises(secret).some((one) => text.includes(one.toLowerCase()))
    hold(!seen, `${name} is in what is kept`)
  }
}

const disguises = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
]

/** ID numbers and Chinese texts of the input. */
function personal(value: unknown): string[] {
  if (typeof value === 'string') {
    return /^[A-Z][A-Z0-9]\d{8}$/.test(value) || /\p{Script=Han}{2,}/u.test(value) ? [value] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(personal)
}
