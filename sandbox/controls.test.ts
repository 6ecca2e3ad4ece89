import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'

const START = '2026-11-23T09:00:00+08:00'
let dir: string
const running: Sandbox[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sandbox-'))
})
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop()
  rmSync(dir, { recursive: true })
})

async function start(options: Partial<Parameters<typeof startSandbox>[0]> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ port: 0, dir, start: START, ...options })
  running.push(sandbox)
  return sandbox
}

const at = async (sandbox: Pick<Sandbox, 'url'>): Promise<string> =>
  (await (await fetch(`${sandbox.url}/clock`)).json()).at

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers })

test('the clock starts where it is told, moves, and keeps its time over a restart', async () => {
  const first = await start()
  expect(await at(first)).toMatch(/^2026-11-23T09:00:/)
  await post(`${first.url}/clock`, { advanceMinutes: 90 })
  expect(await at(first)).toMatch(/^2026-11-23T10:30:/)
  await post(`${first.url}/clock`, { at: '2026-12-10T10:00:00+08:00' })
  await first.stop()
  running.length = 0
  expect(await at(await start())).toMatch(/^2026-12-10T10:00:/)
})

test('another start in the settings sets the clock anew', async () => {
  const first = await start()
  await post(`${first.url}/clock`, { advanceMinutes: 9000 })
  await first.stop()
  running.length = 0
  expect(await at(await start({ start: '2027-01-01T08:00:00+08:00' }))).toMatch(
    /^2027-01-01T08:00:/,
  )
})

test('a wish that is no moment is refused', async () => {
  const { url } = await start()
  expect((await post(`${url}/clock`, { at: 'noon' })).status).toBe(400)
  expect((await post(`${url}/clock`, {})).status).toBe(400)
  expect((await post(`${url}/faults`, { agency: 'nobody', mode: 'slow' })).status).toBe(400)
})

test('the listener is told of a move, unless it made it', async () => {
  const told: unknown[] = []
  const ear = createServer((request, response) => {
    request.on('data', (part) =>
      told.push([request.headers.authorization, JSON.parse(String(part))]),
    )
    request.on('end', () => response.end('{}'))
  }).listen(0)
  const listener = {
    url: `http://127.0.0.1:${(ear.address() as AddressInfo).port}`,
    token: 'secret',
  }
  const { url } = await start({ listener })
  await post(`${url}/clock`, { at: '2026-12-01T08:00:00+08:00' })
  await post(
    `${url}/clock`,
    { at: '2026-12-02T08:00:00+08:00' },
    { authorization: 'Bearer secret' },
  )
  await once(ear.close().closeAllConnections() ?? ear, 'close')
  expect(told).toEqual([['Bearer secret', { at: '2026-12-01T08:00:00+08:00' }]])
})

test('the first page names the stand-ins and the demo login', async () => {
  const page = await (await fetch((await start()).url)).text()
  for (const word of ['/park/officer', '/police/officer', '/forest/officer', 'forest-demo']) {
    expect(page).toContain(word)
  }
})

test('a process that is killed has lost nothing, and one whose parent goes ends itself', async () => {
  const env = { ...process.env, SANDBOX_PORT: '0', SANDBOX_DIR: dir, SANDBOX_CHILD: '1' }
  const run = () =>
    spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
  const ready = async (child: ReturnType<typeof run>) => {
    const [line] = await once(child.stdout, 'data')
    return { url: /http:\S+/.exec(String(line))?.[0] ?? '' }
  }
  const first = run()
  const { url } = await ready(first)
  await fetch(`${url}/police/MountainEntry.ashx?op=Apply`, {
    method: 'POST',
    headers: { 'x-api-key': 'demo-police-key' },
    body: '<MountainEntryApply/>',
  })
  first.kill('SIGKILL')
  await once(first, 'exit')

  const second = run()
  const again = await ready(second)
  const counts = await (await fetch(`${again.url}/oracle`)).json()
  expect(counts.police.received).toBe(1)
  second.stdin.end()
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
})
