// Filings by mail: from the call until the office's server has taken the letter, and answers from the
// office's server until they are kept. Beside it the same letters by a bare mail client.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { startSandbox } from '../sandbox/start.ts'
import { carry } from '../src/adapters/actions.ts'
import { openInbox } from '../src/adapters/index.ts'
import { getAdapter } from '../src/adapters/load.ts'
import type { Bench, Figure } from './figure.ts'
import { inParallel } from './peers/dbos.ts'
import { type BenchStation, openBench } from './station.ts'

const FILINGS = 200
const TOGETHER = 4
const OFFICE = 'entry@reserve.example'

export const bench: Bench = {
  name: 'mail',
  about: `${FILINGS} filings by mail, ${TOGETHER} at a time, and as many answers, beside a bare mail client`,
  async run() {
    const station = await openBench({ modulesOff: ['voices'], gatesOff: [] })
    const dir = join(station.config.dataDir, 'sandbox')
    const sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
    station.config.sandboxPort = Number(new URL(sandbox.url).port)
    const inbox = await openInbox(station)
    try {
      const { smtp } = await (await fetch(`${sandbox.url}/ports`)).json()
      await file(station, 0)
      return [await filings(station, smtp), await answers(station, inbox?.port ?? 0)]
    } finally {
      await inbox?.close()
      await sandbox.stop()
      await station.close()
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

async function filings(station: BenchStation, smtp: number): Promise<Figure> {
  const value = await timed((at) => file(station, at + 1))
  const attachments = [{ filename: 'other.json', content: '{}' }]
  const peerValue = await timed((at) =>
    send(smtp, { to: OFFICE, subject: `進入申請 ${at}`, text: '敬請審查。', attachments }),
  )
  return { figure: 'mail_filings', value, unit: '/s', peer: 'bare client', peerValue }
}

async function file(station: BenchStation, at: number): Promise<void> {
  const adapter = getAdapter(station, 'reserve-entry')
  // Its pace is a promise to the office, not what our own work takes.
  const limits = { ...adapter.describe.limits, perMinute: 60_000 }
  const fast = { ...adapter, describe: { ...adapter.describe, limits } }
  const input = adapter.example?.(station.clock.now()) ?? {}
  const { outcome } = await carry(station, fast, 'submit', { key: `bench-${at}`, input })
  if (outcome.kind !== 'pending') throw new Error(`not filed: ${JSON.stringify(outcome)}`)
}

async function answers(station: BenchStation, inbox: number): Promise<Figure> {
  const { token } = await station.db
    .selectFrom('adapters.conversations')
    .select('token')
    .limit(1)
    .executeTakeFirstOrThrow()
  const letter = (at: number) => ({
    to: `case+${token}@localhost`,
    subject: 'RE: 回覆',
    text: `業已收件。\n收件字號：自保字第115${String(at).padStart(7, '0')}號`,
  })
  const value = await timed((at) => send(inbox, letter(at)))
  const bare = await bareServer()
  const peerValue = await timed((at) => send(bare.port, letter(at)))
  await bare.close()
  return { figure: 'mail_answers', value, unit: '/s', peer: 'bare server', peerValue }
}

async function send(port: number, letter: object): Promise<void> {
  const line = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  await line.sendMail({ from: OFFICE, ...letter })
  line.close()
}

async function bareServer() {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _, done) => {
      stream.resume()
      stream.on('end', () => done())
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

async function timed(work: (at: number) => Promise<void>): Promise<number> {
  const started = performance.now()
  await inParallel(TOGETHER, FILINGS, work)
  return (FILINGS * 1000) / (performance.now() - started)
}
