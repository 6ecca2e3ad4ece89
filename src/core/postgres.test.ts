import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Postgres, startPostgres } from './postgres.ts'

/** Another program that starts the server of `dataDir` and then stays. */
const PROGRAM = `
  import { startPostgres } from './src/core/postgres.ts'
  const { url } = await startPostgres(process.argv[1])
  console.log(url)
  process.stdin.resume()`

let dataDir: string
let started: Postgres[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yizhan-postgres-'))
  started = []
})
afterEach(() => {
  for (const postgres of started) postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<Postgres> {
  const postgres = await startPostgres(dataDir)
  started.push(postgres)
  return postgres
}

async function startOther(): Promise<{ program: ChildProcess; url: string }> {
  const program = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, dataDir],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const [line] = await once(program.stdout, 'data')
  return { program, url: String(line).trim() }
}

async function kill(program: ChildProcess): Promise<void> {
  program.kill('SIGKILL')
  await once(program, 'exit')
}

async function ask(url: string, text: string): Promise<string> {
  const client = new pg.Client(url)
  // The server may be killed under an open connection.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query({ text, rowMode: 'array' })
    return String(rows[0]?.[0] ?? '')
  } finally {
    await client.end()
  }
}

const serverNumber = () =>
  Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])

test('a server asks for a password that nobody else may read', async () => {
  const { url } = await start()
  const stranger = new URL(url)
  stranger.password = 'guessed'
  await expect(ask(stranger.href, 'select 1')).rejects.toThrow('password authentication failed')
  expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600)
})

test('what was written is there after a stop and a start', async () => {
  const first = await startPostgres(dataDir)
  await ask(first.url, 'create table kept as select 7 as number')
  first.stop()
  expect(await ask((await start()).url, 'select number from kept')).toBe('7')
})

test('a server whose program was killed is used again', async () => {
  const { program, url } = await startOther()
  const number = serverNumber()
  await kill(program)
  expect((await start()).url).toBe(url)
  expect(serverNumber()).toBe(number)
})

test('when program and server were both killed, the next start recovers what was committed', async () => {
  const { program, url } = await startOther()
  await ask(url, 'create table kept as select 7 as number')
  await kill(program)
  process.kill(serverNumber(), 'SIGKILL')
  expect(await ask((await start()).url, 'select number from kept')).toBe('7')
})

test('the number of a dead server may belong to another process by now', async () => {
  const { program, url } = await startOther()
  await ask(url, 'create table kept as select 7 as number')
  await kill(program)
  const number = serverNumber()
  const file = join(dataDir, 'postgres/cluster/postmaster.pid')
  const lines = readFileSync(file, 'utf8').split('\n').with(0, String(process.pid))
  process.kill(number, 'SIGKILL')
  writeFileSync(file, lines.join('\n'))
  expect(await ask((await start()).url, 'select number from kept')).toBe('7')
})

test('a second program on the same folder is turned away, and the first goes on', async () => {
  const { program, url } = await startOther()
  await expect(startPostgres(dataDir)).rejects.toThrow('another Yizhan runs in this folder')
  expect(await ask(url, 'select 7')).toBe('7')
  await kill(program)
  await start()
})
