// Every kind that can be begun is green at once: made by the command in a copy of the program, and
// run there with the tests it came with.

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scaffoldKinds, withAgency } from './plan.ts'

const KINDS = scaffoldKinds()
const copy = mkdtempSync(join(tmpdir(), 'yizhan-scaffold-'))

beforeAll(() => {
  const parts = ['src', 'tests', 'sandbox', 'cities', 'db', 'locales', 'docs', 'examples']
  const files = ['.gitignore', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'biome.json']
  for (const name of [...parts, ...files]) cpSync(name, join(copy, name), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

const adapterNew = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'adapter', 'new', ...args], {
    cwd: copy,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })

test('each kind is begun by one command, and its test is green at once', () => {
  for (const kind of KINDS) {
    const { stdout, status } = adapterNew(
      `an-${kind}-office`,
      '--kind',
      kind,
      '--id',
      `try-${kind}`,
    )
    expect(stdout).toContain(`Wrote cities/taichung/adapters/try-${kind}.ts`)
    expect(stdout).toContain('  3. ')
    expect(status).toBe(0)
  }
  const tests = KINDS.map((kind) => `cities/taichung/adapters/try-${kind}.test.ts`)
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs')
  const run = spawnSync(process.execPath, [vitest, 'run', '--reporter=default', ...tests], {
    cwd: copy,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  })
  expect(run.stdout + run.stderr).toMatch(new RegExp(`${KINDS.length} passed`))
  expect(run.status).toBe(0)
  const made = tests.flatMap((path) => [path, path.replace('.test.ts', '.ts')])
  const inCopy = { cwd: copy, encoding: 'utf8' } as const
  execFileSync(join(copy, 'node_modules/.bin/tsc'), ['--noEmit'], inCopy)
  execFileSync(join(copy, 'node_modules/.bin/biome'), ['check', ...made, 'sandbox/stands'], inCopy)
}, 600_000)

test('what is there is never overwritten, and nothing else is written then', () => {
  const before = readFileSync(join(copy, 'cities/taichung/adapters/parks.ts'), 'utf8')
  const { stdout, status } = adapterNew('some-office', '--kind', 'http', '--id', 'parks')
  expect(stdout).toContain('is there already. Nothing was written.')
  expect(status).toBe(2)
  expect(readFileSync(join(copy, 'cities/taichung/adapters/parks.ts'), 'utf8')).toBe(before)
  expect(existsSync(join(copy, 'sandbox/stands/parks.ts'))).toBe(false)
  const agencies = readFileSync(join(copy, 'cities/taichung/agencies.yaml'), 'utf8')
  expect(agencies).not.toContain('some-office')
})

test('where a stand-in is there already, the adapter is begun and not guessed', () => {
  const { stdout } = adapterNew('road-office', '--kind', 'html-form', '--id', 'road-again')
  expect(stdout).toContain('Read the manual of its stand-in')
  expect(existsSync(join(copy, 'sandbox/stands/road-again.ts'))).toBe(false)
})

test('a kind or a name that cannot be is refused with what can', () => {
  expect(adapterNew('an-office', '--kind', 'pigeon').stdout).toContain(KINDS.join(', '))
  expect(adapterNew('An_Office', '--kind', 'http').stdout).toContain('small letters')
})

test('an agency is added once, before the desks, with every comment kept', () => {
  const yaml = '# who\nagencies:\n  - id: a\n    kind: city\ndesks:\n  - id: d\n'
  const more = withAgency(yaml, 'b') ?? ''
  expect(more).toContain('# who\nagencies:\n  - id: a\n    kind: city\n  - id: b\n')
  expect(more).toContain('    kind: city\ndesks:\n')
  expect(withAgency(more, 'b')).toBeNull()
})
