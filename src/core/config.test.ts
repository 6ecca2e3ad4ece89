import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCity } from './city.ts'
import { readConfig } from './config.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'yizhan-config-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
const KEY = 'a key of at least thirty-two letters'

test('without any setting it is a demo city on this machine alone', () => {
  expect(readConfig({ DATA_DIR: dataDir })).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    baseUrl: 'http://localhost:8080',
    city: 'taichung',
    databaseUrl: null,
    sandbox: true,
    sandboxPort: 8090,
    oidc: null,
    production: false,
  })
})

test('in production there is no sandbox unless someone asks for it', () => {
  const production = { NODE_ENV: 'production', SECRET_KEY: KEY }
  expect(readConfig(production).sandbox).toBe(false)
  expect(readConfig({ ...production, SANDBOX: 'on' }).sandbox).toBe(true)
})

test('in production a secret key must be given', () => {
  expect(() => readConfig({ NODE_ENV: 'production', DATA_DIR: dataDir })).toThrow(
    'SECRET_KEY: expected at least 32 characters when NODE_ENV=production',
  )
})

test('the key of a demo is made once, and nobody else may read it', () => {
  const first = readConfig({ DATA_DIR: dataDir }).secretKey
  expect(readConfig({ DATA_DIR: dataDir }).secretKey).toBe(first)
  const file = join(dataDir, 'secret-key')
  expect(readFileSync(file, 'utf8').trim()).toBe(first)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.each([
  [{ PORT: '80a' }, 'PORT=80a: expected a port, 1 to 65535'],
  [{ PORT: '70000' }, 'PORT=70000: expected a port, 1 to 65535'],
  [{ PORT: '8090' }, 'SANDBOX_PORT=8090: expected another than PORT'],
  [{ SANDBOX: 'yes' }, 'SANDBOX=yes: expected on or off'],
  [{ CITY: '../etc' }, 'CITY=../etc: expected the name of a folder below cities/'],
  [{ BASE_URL: 'ftp://x' }, 'BASE_URL: expected an address http or https://…'],
  [{ SANDBOX_PROT: '1' }, 'SANDBOX_PROT: no such setting; docs/runbook.md lists them'],
  [
    { OIDC_ISSUER: 'https://id.example' },
    'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: expected all three or none',
  ],
])('%j stops the start with one line', (settings, line) => {
  expect(() => readConfig({ DATA_DIR: dataDir, ...settings })).toThrow(line)
})

test('a city that nobody described is named', () => {
  expect(() => readCity('atlantis')).toThrow(
    'CITY=atlantis: expected a folder below cities/ with a city.yaml',
  )
})

test('a wrong secret is not printed', () => {
  for (const settings of [{ SECRET_KEY: 'hunter2' }, { DATABASE_URL: 'mysql://me:hunter2@db' }]) {
    const line = messageOf(() => readConfig({ DATA_DIR: dataDir, ...settings }))
    expect(line).toMatch(/^(SECRET_KEY|DATABASE_URL): expected/)
    expect(line).not.toContain('hunter2')
  }
})

test('a data folder that is a file, or that cannot be made, is named', () => {
  const file = join(dataDir, 'a-file')
  writeFileSync(file, '')
  chmodSync(file, 0o600)
  for (const folder of [file, '/proc/no-such-folder', '/dev/null/deeper']) {
    expect(() => readConfig({ DATA_DIR: folder })).toThrow('expected a folder that can be written')
  }
})

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return String((error as Error).message)
  }
  return 'nothing was wrong'
}
