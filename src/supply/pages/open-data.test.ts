// docs/open-data.md tells app makers how to prove the hash: its own examples are run here.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPages, type Pages } from './sites.examples.ts'

const run = promisify(execFile)
const DOCUMENT = readFileSync('docs/open-data.md', 'utf8')

let pages: Pages
const directory = mkdtempSync(join(tmpdir(), 'yizhan-proof-'))

beforeAll(async () => {
  pages = await openPages()
})
afterAll(async () => {
  await pages?.close()
  rmSync(directory, { recursive: true, force: true })
})

for (const [language, program, file] of [
  ['python', 'python3', 'proof.py'],
  ['js', process.execPath, 'proof.mjs'],
] as const) {
  test(`the proof in ${language} finds the hash of what is shown`, async () => {
    const [, code = ''] = new RegExp(`\`\`\`${language}\n([\\s\\S]+?)\`\`\``).exec(DOCUMENT) ?? []
    const path = join(directory, file)
    writeFileSync(path, code)
    const { stdout } = await run(program, [path, `${pages.url}/api/v1/supply/masks/snapshot`])
    expect(stdout).toMatch(/^[1-9]\d* same\n$/)
  })
}
