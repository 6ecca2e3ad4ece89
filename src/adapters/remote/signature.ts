// Signs a request, so that a secret need not travel with it. Source: RFC 9421 (HTTP Message
// Signatures) with hmac-sha256, RFC 9530 (Content-Digest).

import { createHash, createHmac } from 'node:crypto'
import { machineNow } from '../../core/clock.ts'

interface Request {
  method: string
  /** Without query. */
  path: string
  text: string
  secret: string
}

/** The headers to send with it. Signed by the machine's clock: a demo city's is on another day. */
export function signed({ method, path, text, secret }: Request): Record<string, string> {
  const created = Math.floor(machineNow().getTime() / 1000)
  const digest = `sha-256=:${createHash('sha256').update(text).digest('base64')}:`
  const params = `("@method" "@path" "content-digest");created=${created};alg="hmac-sha256"`
  const base = [
    `"@method": ${method}`,
    `"@path": ${path}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${params}`,
  ].join('\n')
  return {
    'content-digest': digest,
    'signature-input': `sig1=${params}`,
    signature: `sig1=:${createHmac('sha256', secret).update(base).digest('base64')}:`,
  }
}
