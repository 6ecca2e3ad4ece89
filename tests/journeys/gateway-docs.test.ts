// The lines of docs/gateway.md, run as a reader would run them.

import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueClient } from '../../src/adapters/services/clients.ts'
import { openCity, type TestCity } from '../city.ts'

const run = promisify(execFile)
const hasCurl = !spawnSync('curl', ['--version']).error
if (!hasCurl) console.log('The lines of docs/gateway.md were not run: curl is not installed.')

let city: TestCity
let token = ''
beforeAll(async () => {
  city = await openCity()
  const client = { name: '讀者', contact: 'reader@example.tw', isNamed: false }
  const issued = await issueClient(city.station, {
    ...client,
    adapterIds: ['police-entry'],
    perMinute: 60,
    perDay: 60,
  })
  token = issued.token
})
afterAll(() => city?.close())

/** Each indented `curl …` with the lines that belong to it. */
const LINES = [...readFileSync('docs/gateway.md', 'utf8').matchAll(/^ {4}curl (?:.+\n)+/gm)].map(
  ([text]) => text.replace(/^ {4}/gm, ''),
)

test.skipIf(!hasCurl)('say what the page promises', async () => {
  const answers: Record<string, unknown>[] = []
  for (const line of LINES) {
    const here = line.replaceAll('http://localhost:8080', city.url)
    const { stdout } = await run('bash', ['-c', here], { env: { ...process.env, TOKEN: token } })
    answers.push(JSON.parse(stdout) as Record<string, unknown>)
  }
  expect(answers).toHaveLength(4)
  const [described, checked, filed, found] = answers
  expect(described).toMatchObject({ id: 'police-entry', contract: '1' })
  expect(checked).toMatchObject({
    problems: expect.arrayContaining([
      { pointer: '/leader', message: expect.anything(), level: 'block' },
    ]),
  })
  expect(filed).toMatchObject({ kind: 'accepted', reference: expect.any(String) })
  expect(found).toMatchObject({ found: true, outcome: { reference: filed?.reference } })
})
