// The city's inbox: an SMTP server that takes letters for addresses of ours and for nothing else. A
// letter is kept before the sender hears that it was taken; what cannot be kept now comes again.

import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Station } from '../../../core/station.ts'
import { listAdapters } from '../../load.ts'
import { findConversation } from '../../store/letters.ts'
import { domainOf, inboxDomain, isWithin, mailDomains, readAddress } from './address.ts'
import { receiveLetter } from './receiving.ts'

export interface Inbox {
  port: number
  close(): Promise<void>
}

const MOST_BYTES = 10 * 1024 * 1024
const MOST_RECIPIENTS = 5
const MOST_CLIENTS = 50
const IDLE_MS = 60_000

/** Null: INBOX_PORT is not set, the city takes no mail. */
export async function openInbox(station: Station): Promise<Inbox | null> {
  const { inboxPort, host } = station.config
  if (inboxPort === null) return null
  const server = new SMTPServer({
    name: inboxDomain(station),
    banner: 'Yizhan',
    // It stands behind the city's own mail server, which speaks TLS with the world.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    rejectOversized: true,
    maxClients: MOST_CLIENTS,
    socketTimeout: IDLE_MS,
    closeTimeout: 1000,
    logger: false,
    ...conversation(station),
  })
  // Whoever hangs up in the middle of a letter has not given us one.
  server.on('error', (err) => station.log.debug({ err }, 'inbox'))
  const listening = server.listen(inboxPort, host)
  await new Promise<void>((resolve, reject) => {
    listening.once('listening', () => resolve())
    listening.once('error', reject)
  })
  const { port } = listening.address() as AddressInfo
  return { port, close: () => new Promise((closed) => server.close(() => closed())) }
}

function conversation(station: Station): Pick<SMTPServerOptions, 'onRcptTo' | 'onData'> {
  return {
    onRcptTo: ({ address }, { envelope }, done) => {
      const sender = envelope.mailFrom ? envelope.mailFrom.address : ''
      if (envelope.rcptTo.length >= MOST_RECIPIENTS) return done(answer(452, '4.5.3 Too many'))
      isTaken(station, address, sender).then(
        (taken) => (taken ? done() : done(answer(550, '5.1.1 No such mailbox'))),
        (err) => later(station, err, done),
      )
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => {
        // The rest of a letter that is too long is read, so that its sender hears why, and not kept.
        if (!stream.sizeExceeded) parts.push(part)
      })
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(answer(552, '5.3.4 Message too big'))
        const domain = inboxDomain(station)
        const arriving = {
          sender: envelope.mailFrom ? envelope.mailFrom.address : '',
          tokens: envelope.rcptTo.map(({ address }) => readAddress(address, domain)?.token ?? null),
          raw: Buffer.concat(parts),
        }
        receiveLetter(station, arriving).then(
          () => done(null, '2.0.0 Ok'),
          (err) => later(station, err, done),
        )
      })
    },
  }
}

/**
 * An address of ours, without its second half only from the agencies: some of their programs cut it.
 * Everybody else must have seen a letter of ours.
 */
async function isTaken(station: Station, address: string, sender: string): Promise<boolean> {
  const ours = readAddress(address, inboxDomain(station))
  if (!ours) return false
  if (ours.token) return (await findConversation(station.db, ours.token)) !== null
  return listAdapters(station).some(({ describe }) =>
    isWithin(domainOf(sender), mailDomains(describe)),
  )
}

function later(station: Station, err: unknown, done: (error: Error) => void): void {
  station.log.error({ err }, 'letter not taken')
  done(answer(451, '4.3.0 Not now'))
}

const answer = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })
