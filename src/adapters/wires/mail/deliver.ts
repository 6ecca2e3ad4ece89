// One letter over one SMTP connection. Up to the moment the server asks for the letter itself
// nothing has been filed; from its first byte on only the server's own word settles what came of it.

import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, {
  type SMTPConnectionAuth,
  type SMTPConnectionOptions,
} from 'nodemailer/lib/smtp-connection'
import type { WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'

const SANDBOX = '{sandbox-smtp}'
const PATIENCE_MS = 15_000

export interface Server {
  options: SMTPConnectionOptions
  auth: SMTPConnectionAuth | null
}

/**
 * A demo city hands everything to its stand-ins, whatever SMTP_URL says.
 * @throws AgencyTrouble no_smtp
 */
export function serverOf({ station, resolve }: Pick<WireGround, 'station' | 'resolve'>): Server {
  const [host = '', port] = resolve(SANDBOX).split(':')
  if (host !== SANDBOX)
    return { options: { host, port: Number(port), ignoreTLS: true }, auth: null }
  const { smtpUrl, sandbox } = station.config
  if (!smtpUrl || sandbox) throw new AgencyTrouble('no_smtp')
  const { auth, ...options } = parseConnectionUrl(smtpUrl)
  return { options, auth: (auth as SMTPConnectionAuth | undefined) ?? null }
}

export interface Delivery {
  from: string
  to: string
  raw: Buffer
}

/**
 * Resolves to the server's answer once it has taken the letter.
 * @param beforeBytes right before the first byte of the letter; when it throws, none goes out
 * @throws AgencyTrouble
 */
export async function deliver(
  server: Server,
  { from, to, raw }: Delivery,
  signal: AbortSignal,
  beforeBytes: () => Promise<void>,
): Promise<string> {
  let isLeaving = false
  let refusedByUs: unknown = null
  const connection = await connect(server, signal)
  try {
    // Asked for only when the server said 354; one that fails never ends, so no letter is cut short.
    const letter = Readable.from(
      (async function* () {
        await beforeBytes()
        isLeaving = true
        yield raw
      })(),
    )
    return await new Promise<string>((resolve, reject) => {
      connection.once('error', reject)
      connection.once('end', () => reject(new Error('connection closed')))
      letter.once('error', (error) => {
        refusedByUs = error
        reject(error)
      })
      connection.send({ from, to: [to] }, letter, (error, told) =>
        error ? reject(error) : resolve(told?.response ?? ''),
      )
    })
  } catch (error) {
    throw refusedByUs ?? troubleOf(error, isLeaving)
  } finally {
    connection.close()
  }
}

/** Connects, greets, signs in; sends nothing. */
export async function connect({ options, auth }: Server, signal: AbortSignal) {
  if (signal.aborted) throw new AgencyTrouble('timeout')
  const connection = new SMTPConnection({
    ...options,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  })
  signal.addEventListener('abort', () => connection.close(), { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject)
      connection.connect((error) => (error ? reject(error) : resolve()))
    })
    if (auth) {
      await new Promise<void>((resolve, reject) =>
        connection.login(auth, (error) => (error ? reject(error) : resolve())),
      )
    }
    return connection
  } catch (error) {
    connection.close()
    throw troubleOf(error, false)
  }
}

const TROUBLES: Record<string, string> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EDNS: 'no_such_host',
  EAUTH: 'smtp_login_refused',
  ETLS: 'certificate',
}

/** A server that answered 4xx or 5xx has not taken the letter, at whatever point it says so. */
function troubleOf(error: unknown, isLeaving: boolean): AgencyTrouble {
  if (error instanceof AgencyTrouble) return error
  const {
    responseCode = 0,
    code = '',
    cause,
  } = error as {
    responseCode?: number
    code?: string
    cause?: { code?: string }
  }
  const options = { cause: error, isNothingRecorded: isLeaving && responseCode >= 400 }
  if (responseCode === 552) return new AgencyTrouble('does_not_fit', options)
  if (responseCode >= 500 && code !== 'EAUTH') return new AgencyTrouble('mail_refused', options)
  if (responseCode >= 400 && code !== 'EAUTH') return new AgencyTrouble('mail_deferred', options)
  const trouble = TROUBLES[cause?.code ?? ''] ?? TROUBLES[code] ?? 'connection_lost'
  return new AgencyTrouble(trouble, { cause: error })
}
