// Whether a message is the agency's: its signature over id, time and the very bytes that came, and a
// time that is not long ago. Pure. Source: standardwebhooks.com, specification 1.0. Node's own crypto
// does it: the libraries there are read the machine's clock, and a demo city has a clock of its own.

import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Message {
  /** `webhook-id`: the same for each attempt to deliver it. */
  id: string
  /** `webhook-timestamp`: seconds since 1970. */
  timestamp: string
  /** `webhook-signature`: `v1,<base64>`, several with spaces between while a secret is changed. */
  signature: string
  body: Uint8Array
}

export const TOLERANCE_MS = 5 * 60_000
export const MAX_ID_CHARS = 200
/** More in one header is no rotation but an attempt to make us count. */
const MOST_SIGNATURES = 8
const KNOWN = 'v1,'

/** Both ways: a clock may be ahead of ours. */
export function isTimely({ timestamp }: Pick<Message, 'timestamp'>, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false
  return Math.abs(now.getTime() - Number(timestamp) * 1000) <= TOLERANCE_MS
}

/** @param secrets `whsec_` and base64; several while one is changed, with white space between */
export function isSigned(message: Message, secrets: string): boolean {
  const { id, timestamp, signature, body } = message
  if (id === '' || id.length > MAX_ID_CHARS) return false
  const given = signature
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .filter((one) => one.startsWith(KNOWN))
    .map((one) => Buffer.from(one.slice(KNOWN.length), 'base64'))
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
  return keysIn(secrets).some((key) => {
    const right = createHmac('sha256', key).update(signed).digest()
    return given.some((one) => one.length === right.length && timingSafeEqual(one, right))
  })
}

const keysIn = (secrets: string): Buffer[] =>
  secrets
    .split(/\s+/)
    .map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    // An empty key signs anything for anybody.
    .filter((key) => key.length > 0)
