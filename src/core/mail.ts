// Mail that leaves the city, through the server of SMTP_URL.

import { createTransport } from 'nodemailer'
import { Failure } from './errors.ts'
import type { Station } from './station.ts'

const TIMEOUT_MS = 10_000

export interface Mail {
  to: string
  subject: string
  text: string
}

export const canMail = ({ config }: Station): boolean => config.smtpUrl !== null

/** @throws Failure unavailable when there is no mail server, or it does not take the mail */
export async function sendMail(station: Station, mail: Mail): Promise<void> {
  const { config, city } = station
  if (!config.smtpUrl) throw new Failure('unavailable', 'core.no_mail')
  const transport = createTransport({
    url: config.smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  })
  try {
    await transport.sendMail({
      from: { name: city.name['zh-TW'], address: `no-reply@${new URL(config.baseUrl).hostname}` },
      ...mail,
    })
  } catch (cause) {
    throw new Failure('unavailable', 'core.mail_failed', { cause })
  } finally {
    transport.close()
  }
}
