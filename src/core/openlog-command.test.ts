import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { runCommand } from './commands.ts'
import { type Entry, GENESIS, hashOf, lineOf } from './openlog-chain.ts'
import { verifyCommand } from './openlog-command.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'yizhan-log-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function chain(length: number): Entry[] {
  const entries: Entry[] = []
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const unsealed = {
      sequence,
      at: '2026-11-23T01:30:00.000Z',
      kind: 'promises.made',
      subject: 'promise:1',
      data: { sequence },
      previous: entries.at(-1)?.hash ?? GENESIS,
    }
    entries.push({ ...unsealed, hash: hashOf(canonicalJson(unsealed)) })
  }
  return entries
}

async function call(text: string, ...options: string[]) {
  writeFileSync(join(directory, 'log.jsonl'), text)
  const lines: string[] = []
  const code = await runCommand([verifyCommand], ['log', 'verify', 'log.jsonl', ...options], {
    tell: (line) => lines.push(line),
    directory,
    openStation: () => Promise.reject(new Error('offline')),
  })
  return { code, said: lines.join('\n') }
}

const textOf = (entries: Entry[]) => entries.map((entry) => `${lineOf(entry)}\n`).join('')
const FIVE = chain(5)

test('an untouched file ends with 0 and names its head', async () => {
  const { code, said } = await call(textOf(FIVE))
  expect(code).toBe(0)
  expect(said).toContain('entries 1 to 5')
  expect(said).toContain(FIVE[4]?.hash)
})

test('a touched file ends with 1 and names the first entry that was changed', async () => {
  const text = textOf(FIVE).replace('{"sequence":3}', '{"sequence":4}')
  const { code, said } = await call(text)
  expect(code).toBe(1)
  expect(said).toContain('Changed at entry 3 (line 3)')
})

test('entries missing from the end are found when the published head is given', async () => {
  const head = FIVE[4]?.hash ?? ''
  expect((await call(textOf(FIVE.slice(0, 4)))).code).toBe(0)
  expect((await call(textOf(FIVE.slice(0, 4)), '--head', head)).code).toBe(1)
  expect((await call(textOf(FIVE), '--head', head)).code).toBe(0)
})

test.each([
  [['log', 'verify'], 'DATA_DIR/open/log-<day>.jsonl'],
  [['log', 'verify', 'a', 'b'], 'Expected 1 arguments'],
  [['log', 'verify', 'a', '--tail', 'x'], '--tail is not known'],
  [['log', 'verify', 'a', '--head'], '--head needs a value'],
  [['log', 'verify', 'nowhere.jsonl'], 'cannot be read'],
  [['log', 'rewrite'], 'There is no command "log rewrite"'],
])('a call that cannot be understood ends with 2 and says why: %s', async (args, words) => {
  const lines: string[] = []
  const surroundings = {
    tell: (line: string) => lines.push(line),
    directory,
    openStation: () => Promise.reject(new Error('offline')),
  }
  expect(await runCommand([verifyCommand], args, surroundings)).toBe(2)
  expect(lines.join('\n')).toContain(words)
  expect(lines.join('\n')).toContain('Usage: bin/yizhan')
})
