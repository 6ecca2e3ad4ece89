// Fax by HylaFAX. The server's two commands are stand-ins here that record what they are given and
// answer in the words of the real ones; where a real server runs, it is asked too.

import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { carry } from '../../actions.ts'
import type { Adapter } from '../../contract.ts'
import { byFax } from '../../kit/post/fax.ts'
import { faxAdapter, z } from '../../kit.ts'
import { getAdapter } from '../../load.ts'
import { letter } from '../pdf/letter.ts'
import { listJobs } from './hylafax.ts'
import { jobReport, mailLine } from './line.ts'

const dir = mkdtempSync(join(tmpdir(), 'yizhan-hylafax-'))
const spool = join(dir, 'spool')
const PATH = process.env.PATH ?? ''
const SERVER = 'localhost:4559'
let station: TestStation
let count = 0
let key = ''

const SENDFAX = `#!${process.execPath}
const { copyFileSync, readFileSync, writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
const state = readFileSync('${spool}/state', 'utf8')
if (state === 'refused') { console.error('Can not reach server at host "localhost", port 4559.'); process.exit(1) }
copyFileSync(args.at(-1), '${spool}/sent.pdf')
writeFileSync('${spool}/args', JSON.stringify(args))
if (state === 'mute') process.exit(0)
if (state === 'hung') setTimeout(() => {}, 60000)
else console.log('request id is 42 (group id 42) for host localhost (1 file)')
`
const FAXSTAT = `#!${process.execPath}
console.log(require('node:fs').readFileSync('${spool}/jobs', 'utf8'))
`
const HEAD = `HylaFAX scheduler on localhost: Running
Modem ttyS0 (+886.4.2228.9111): Running and idle

JID  Pri S  Owner Number       Pages Dials     TTS Status
`
const jobs = (row: string) => writeFileSync(join(spool, 'jobs'), HEAD + row)
const state = (now: string) => writeFileSync(join(spool, 'state'), now)
const sentArgs = (): string[] => JSON.parse(readFileSync(join(spool, 'args'), 'utf8'))

beforeAll(async () => {
  mkdirSync(spool)
  for (const [name, script] of Object.entries({ sendfax: SENDFAX, faxstat: FAXSTAT })) {
    writeFileSync(join(dir, name), script)
    chmodSync(join(dir, name), 0o755)
  }
  station = await newStation({ sandboxUrl: 'http://127.0.0.1:1' })
})
afterAll(async () => {
  process.env.PATH = PATH
  await station.close()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  process.env.PATH = `${dir}:${PATH}`
  state('well')
  jobs('')
  rmSync(join(spool, 'args'), { force: true })
  await sql`delete from adapters.conversations`.execute(station.db)
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null, failures = 0`.execute(
    station.db,
  )
  count += 1
  key = `1f8fad5b-d9cb-469f-a165-${String(count).padStart(12, '0')}`
})

/** The township's, over a server of ours. */
function adapter(timeoutMs = 8000): Adapter {
  const { describe } = getAdapter(station, 'township-notice')
  const { input: _input, kind: _kind, desk: _desk, ...same } = describe
  return faxAdapter({
    describe: {
      ...same,
      limits: { ...same.limits, timeoutMs },
      hosts: [SERVER, 'fax:+88689931370'],
    },
    input: z.strictObject({ name: z.string() }),
    ...byFax<{ name: string }>({
      to: '+88689931370',
      line: { by: 'hylafax', server: SERVER },
      filing: ({ key: planted, input }) =>
        letter({ title: '通報', lines: [input.name], key: planted }),
      answers: [],
    }),
    health: async (call) => {
      await call.wires.fax.greet({ by: 'hylafax', server: SERVER })
      return { ok: true, detail: 'faxstat answers' }
    },
  })
}
const input = { name: '陳𨳊䂖; rm -rf /' }
const submit = async (timeoutMs?: number) =>
  (await carry(station, adapter(timeoutMs), 'submit', { key, input })).outcome
const look = async () => (await carry(station, adapter(), 'lookup', { by: { key }, input })).outcome

test('a paper goes to the server as a file, its arguments through no shell', async () => {
  jobs('42   127 D  yizhan 88689931370   1:1   1:12         ')
  expect(await submit()).toEqual({ kind: 'accepted', reference: '42' })
  expect(await look()).toMatchObject({ kind: 'pending', reference: '42' })
  const args = sentArgs()
  expect(args.slice(0, -1)).toEqual(['-n', '-D', '-h', SERVER, '-i', key, '-d', '88689931370'])
  expect(readFileSync(join(spool, 'sent.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  const { rows } = await sql<{
    sealed_paper: Buffer
  }>`select sealed_paper from adapters.faxes`.execute(station.db)
  expect(rows[0]?.sealed_paper.length).toBeGreaterThan(1000)
  expect(rows[0]?.sealed_paper.includes('%PDF-')).toBe(false)
})

test('a job on its way is unknown, and settles when the server is done with it', async () => {
  jobs('42   127 R  yizhan 88689931370   0:1   1:12         ')
  expect(await submit()).toEqual({ kind: 'unknown', cause: 'no_report_yet' })
  rmSync(join(spool, 'args'))
  expect(await submit()).toEqual({ kind: 'unknown', cause: 'no_report_yet' })
  expect(() => sentArgs()).toThrow('ENOENT')
  jobs('42   127 D  yizhan 88689931370   1:1   2:12         ')
  expect(await look()).toMatchObject({ kind: 'pending', reference: '42' })
}, 20_000)

test('a number that stayed busy has nothing, and is tried again', async () => {
  jobs(
    '42   127 F  yizhan 88689931370   0:1  12:12         Busy signal detected; too many attempts',
  )
  expect(await submit()).toEqual({ kind: 'unavailable', cause: 'fax_busy' })
  expect(await look()).toBeNull()
})

test('a server that is not reached took nothing; one that says nothing may have', async () => {
  state('refused')
  expect(await submit()).toMatchObject({ kind: 'unavailable', cause: 'refused' })
  expect(await look()).toBeNull()
  state('mute')
  expect(await submit()).toEqual({ kind: 'unknown', cause: 'fax_server_not_understood' })
  expect(await look()).toEqual({ kind: 'unknown', cause: 'no_report_yet' })
})

test('a command that hangs is ended with the call, and nobody knows', async () => {
  state('hung')
  expect(await submit(2500)).toMatchObject({ kind: 'unknown' })
  expect(await look()).toEqual({ kind: 'unknown', cause: 'no_report_yet' })
})

test('where the commands are not installed, nothing was sent', async () => {
  process.env.PATH = '/nowhere'
  expect(await submit()).toMatchObject({ kind: 'unavailable', cause: 'no_sendfax' })
})

test.each([
  ['42 127 D root 88689931370 2:2 1:12', 'arrived', 'ok'],
  ['42 127 D root 88689931370 1:2 1:12', 'unclear', 'pages_missing'],
  ['42 127 F root 88689931370 1:2 3:12 No response to EOP', 'unclear', 'not_sent'],
  ['42 127 F root 88689931370 0:2 3:12 No answer from remote', 'failed', 'no_answer'],
])('%s is %s', (row, expected, result) => {
  expect(jobReport(HEAD + row, '42')).toMatchObject({ state: expected, result })
})

test('jobs that wait, and jobs of others, say nothing', () => {
  for (const row of ['42 127 W root 88689931370 0:2 0:12', '421 127 D root 88689931370 2:2 1:12']) {
    expect(jobReport(HEAD + row, '42')).toBeNull()
  }
})

const real = realServer()
test.skipIf(real !== null)('a real server shows its queues', async () => {
  process.env.PATH = PATH
  const printed = await listJobs('localhost', AbortSignal.timeout(5000))
  expect(printed).toContain('HylaFAX scheduler')
})

/** Null: there is one. */
function realServer(): string | null {
  try {
    execFileSync('faxstat', ['-h', 'localhost'], { stdio: 'pipe', timeout: 5000 })
    return null
  } catch (error) {
    const why = (error as { code?: string }).code === 'ENOENT' ? 'not installed' : 'no server'
    console.log(`skipped: a real HylaFAX server (${why})`)
    return why
  }
}

test('a letter of blanks is no report, and holds nobody up', () => {
  const labels = { subject: '主旨', job: '工作編號', pages: '頁數', result: '結果' }
  const { report } = mailLine('fax.example', { labels, results: {} })
  expect(report({ subject: '', text: ' '.repeat(50_000) })).toBeNull()
  expect(report({ subject: '', text: '\n'.repeat(50_000) })).toBeNull()
  const text = ' 主旨 ： key filing 1 \r\n頁數: 2 / 2\r\n結果: 忙線\r\n'
  expect(report({ subject: '', text })).toMatchObject({ of: 'key filing 1', pagesSent: 2 })
})
