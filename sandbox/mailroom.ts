// The mailroom of all stand-ins that take mail: one SMTP listener, letters passed on by the
// recipient's domain, and answers carried to the one address set by `POST /mailroom`. What is to be
// sent is on disk at once and goes out when its time has come by the sandbox's clock.

import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { SandboxClock } from './clock.ts'
import type { Occasion, SandboxEnv } from './faults.ts'
import { composeBounce } from './letter.ts'
import { type Carrier, letterList, type Outgoing, openCarrier } from './mailcarrier.ts'
import { arriving, type MailFaults, refusal } from './mailfaults.ts'
import type { Stand } from './oracle.ts'
import type { Store } from './store.ts'

export interface Arrived {
  from: string
  /** The recipients that belong to this box. */
  to: string[]
  raw: Buffer
  mail: ParsedMail
}

/** One office's letter box: all mail to its domain. */
export interface MailBox {
  agency: string
  domain: string
  isKnown(address: string): boolean
  /** An unknown recipient is refused at once (550), or taken and returned by a bounce. */
  unknown: 'refuse' | 'bounce'
  /** A longer letter is refused (552). */
  mostBytes: number
  occasionOf(arrived: Arrived): Occasion
  /** On disk when it returns. */
  take(arrived: Arrived): void
}

export interface Mailroom extends Stand {
  port: number
  join(box: MailBox): void
  post(letter: Outgoing): void
  close(): Promise<void>
}

export interface MailGround {
  store: Store
  clock: SandboxClock
  faults: MailFaults
}

const MOST_BYTES = 10 * 1024 * 1024

export async function openMailroom(ground: MailGround, port: number): Promise<Mailroom> {
  const boxes: MailBox[] = []
  const carrier = openCarrier(ground)
  const server = listener({ ground, boxes, carrier })
  // A peer that hangs up is its own business.
  server.on('error', () => {})
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  return {
    app: mailroomPages(ground, carrier),
    agencies: [],
    filings: () => [],
    forget: carrier.forget,
    port: (server.server.address() as AddressInfo).port,
    join: (box) => void boxes.push(box),
    post: carrier.post,
    close: async () => {
      carrier.stop()
      await new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}

function listener(desk: Desk): SMTPServer {
  const { ground, boxes } = desk
  const server: SMTPServer = new SMTPServer({
    banner: 'old mail system (a stand-in of the sandbox)',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    rejectOversized: true,
    closeTimeout: 100,
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const box = boxes.find((one) => one.domain === domainOf(address))
      if (!box) return done(refusal(550, '5.7.1 Relaying denied'))
      const wrong = ground.faults.atRecipient(box.agency)
      if (wrong) return done(wrong)
      if (box.isKnown(address) || box.unknown === 'bounce') return done()
      return done(refusal(550, `5.1.1 <${address}> User unknown`))
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const hangUp = (how: 'end' | 'reset') => cutOff(server, session, how)
        receive(desk, session, Buffer.concat(parts), hangUp).then(
          (said) => {
            if (said instanceof Error) done(said)
            else if (said !== null) done(null, said)
          },
          (cause) => done(refusal(451, `4.3.0 ${String(cause)}`)),
        )
      })
    },
  })
  return server
}

interface Desk {
  ground: MailGround
  boxes: MailBox[]
  carrier: Carrier
}

/** What to say, an error to answer with, or null when the line is dead. */
async function receive(
  { ground, boxes, carrier }: Desk,
  session: SMTPServerSession,
  raw: Buffer,
  hangUp: (how: 'end' | 'reset') => void,
): Promise<string | Error | null> {
  const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
  const to = session.envelope.rcptTo.map(({ address }) => address)
  const mail = await simpleParser(raw)
  for (const box of boxes) {
    const mine = to.filter((address) => domainOf(address) === box.domain)
    if (mine.length === 0) continue
    if (raw.length > box.mostBytes) return refusal(552, '5.3.4 Message too big for this office')
    const known = mine.filter(box.isKnown)
    for (const recipient of mine.filter((address) => !box.isKnown(address))) {
      carrier.post(bounceOf(ground, { from, recipient, raw, reason: 'User unknown' }))
    }
    if (known.length === 0) continue
    const arrived: Arrived = { from, to: known, raw, mail }
    const wrong = await arriving(ground.faults, box, arrived)
    if (wrong === 'bounced') {
      const [recipient = ''] = known
      carrier.post(bounceOf(ground, { from, recipient, raw, reason: 'Mailbox full' }))
    } else if (wrong instanceof Error) return wrong
    else if (wrong) {
      hangUp(wrong === 'reset' ? 'reset' : 'end')
      return null
    }
  }
  return `2.0.0 Ok: queued as ${randomUUID().slice(0, 8)}`
}

function cutOff(server: SMTPServer, session: SMTPServerSession, how: 'end' | 'reset'): void {
  const line = [...server.connections].find((one) => one.id === session.id)
  // The library's own field for the socket below the conversation.
  const socket = (line as unknown as { _socket?: import('node:net').Socket } | undefined)?._socket
  if (how === 'reset') socket?.resetAndDestroy()
  else socket?.destroy()
}

const BOUNCE_AFTER_MS = 60_000

function bounceOf(
  { clock }: MailGround,
  about: { from: string; recipient: string; raw: Buffer; reason: string },
): Outgoing {
  const now = clock.now()
  const domain = domainOf(about.recipient)
  const raw = composeBounce({
    from: `MAILER-DAEMON@${domain}`,
    to: about.from,
    recipient: about.recipient,
    original: about.raw,
    status: about.reason === 'User unknown' ? '5.1.1' : '5.2.2',
    reason: about.reason,
    messageId: `<${randomUUID()}@${domain}>`,
    date: now,
  })
  return { from: '', to: about.from, raw, dueAt: new Date(now.getTime() + BOUNCE_AFTER_MS) }
}

function mailroomPages({ store }: MailGround, carrier: Carrier): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.get('/mailroom', (asked) =>
    asked.json({
      to: carrier.aimed(),
      letters: letterList(store),
    }),
  )
  app.post('/mailroom', async (asked) => {
    const wish = (await asked.req.json().catch(() => ({}))) as { host?: unknown; port?: unknown }
    const { host, port } = wish
    if (typeof host !== 'string' || typeof port !== 'number') {
      return asked.json({ error: 'send { "host", "port" }' }, 400)
    }
    carrier.aim({ host, port })
    return asked.json({ to: { host, port } })
  })
  return app
}

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase()
