// Checks the signature of a request to the store. Source: AWS, "Signature Version 4 signing process".

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Asked } from '../faults.ts'

const ACCESS_KEY = 'YZDEMOBOX'
const SECRET = 'demo-box-secret-key'
const REGION = 'ap-east-2'
const SKEW_MS = 15 * 60_000
const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/** Null when the request is signed as it should be, else the code of what is wrong. */
export function signatureFault(asked: Asked, body: Buffer, now: Date): string | null {
  const [, key, day = '', region = '', signed = '', signature = ''] =
    FORM.exec(asked.req.header('authorization') ?? '') ?? []
  if (key === undefined) return 'AccessDenied'
  if (key !== ACCESS_KEY) return 'InvalidAccessKeyId'
  const at = asked.req.header('x-amz-date') ?? ''
  if (Math.abs(momentOf(at) - now.getTime()) > SKEW_MS || !at.startsWith(day)) {
    return 'RequestTimeTooSkewed'
  }
  const payload = asked.req.header('x-amz-content-sha256') ?? ''
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== hashOf(body)) return 'XAmzContentSHA256Mismatch'
  const names = signed.split(';')
  if (!names.includes('host') || region !== REGION) return 'SignatureDoesNotMatch'
  const scope = `${day}/${region}/s3/aws4_request`
  const wanted = hmac(
    ['s3', 'aws4_request'].reduce(
      (made, part) => hmac(made, part),
      hmac(hmac(`AWS4${SECRET}`, day), region),
    ),
    ['AWS4-HMAC-SHA256', at, scope, hashOf(canonical(asked, names, payload))].join('\n'),
  )
  return timingSafeEqual(wanted, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch'
}

function canonical(asked: Asked, names: string[], payload: string): string {
  const url = new URL(asked.req.url)
  const query = [...url.searchParams]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join('&')
  const path = url.pathname
    .split('/')
    .map((part) => escaped(decodeURIComponent(part)))
    .join('/')
  const headers = names.map(
    (name) => `${name}:${(asked.req.header(name) ?? '').trim().replace(/ +/g, ' ')}\n`,
  )
  return [asked.req.method, path, query, headers.join(''), names.join(';'), payload].join('\n')
}

const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** `20261123T010000Z` */
const momentOf = (text: string): number =>
  Date.parse(
    text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'),
  ) || 0

const hashOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()
