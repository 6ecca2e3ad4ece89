// The same folders as a store of objects, path style.

import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import type { Asked, SandboxEnv } from '../faults.ts'
import type { Kept } from './drawer.ts'
import { FOLDERS } from './drawer.ts'
import { happens } from './faults.ts'
import { type Company, catchUp } from './night.ts'
import { signatureFault } from './sigv4.ts'

export const S3 = '/insurer/s3'
const BUCKET = 'hike-box'
const PAGE = 100

const STATUS = {
  AccessDenied: 403,
  InvalidAccessKeyId: 403,
  SignatureDoesNotMatch: 403,
  RequestTimeTooSkewed: 403,
  XAmzContentSHA256Mismatch: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  PreconditionFailed: 412,
  MethodNotAllowed: 405,
  InsufficientStorage: 507,
} as const

export function addS3(app: Hono<SandboxEnv>, company: Company): void {
  app.all(`${S3}/:bucket/*`, (asked) => answer(asked, company))
  app.all(`${S3}/:bucket`, (asked) => answer(asked, company))
}

async function answer(asked: Asked, company: Company): Promise<Response> {
  const body = Buffer.from(await asked.req.arrayBuffer())
  const wrong = signatureFault(asked, body, company.clock.now())
  if (wrong) return refuse(asked, wrong)
  if (happens(company.faults, 'auth_refused')) return refuse(asked, 'AccessDenied')
  if (asked.req.param('bucket') !== BUCKET) return refuse(asked, 'NoSuchBucket')
  catchUp(company)
  const key = decodeURIComponent(new URL(asked.req.url).pathname.slice(`${S3}/${BUCKET}/`.length))
  const { method } = asked.req
  if (key === '') return method === 'GET' ? list(asked, company) : refuse(asked, 'MethodNotAllowed')
  if (method === 'GET' || method === 'HEAD') {
    const kept = company.drawer.find(key)
    return kept
      ? asked.body(new Uint8Array(kept.bytes), 200, { etag: etagOf(kept) })
      : refuse(asked, 'NoSuchKey')
  }
  if (!key.startsWith('in/')) return refuse(asked, 'AccessDenied')
  if (method === 'DELETE') {
    if (company.drawer.find(key)) company.drawer.remove(key)
    return asked.body(null, 204)
  }
  return method === 'PUT' ? put(asked, company, key, body) : refuse(asked, 'MethodNotAllowed')
}

function put(asked: Asked, { drawer, faults }: Company, key: string, body: Buffer): Response {
  if (happens(faults, 'disk_full')) return refuse(asked, 'InsufficientStorage')
  if (happens(faults, 'cut_put')) {
    asked.env.incoming.socket.destroy()
    return asked.body(null)
  }
  if (asked.req.header('if-none-match') === '*' && drawer.find(key)) {
    return refuse(asked, 'PreconditionFailed')
  }
  drawer.write(key, body)
  const kept = drawer.find(key)
  return asked.body(null, 200, kept ? { etag: etagOf(kept) } : {})
}

function list(asked: Asked, { drawer }: Company): Response {
  const prefix = asked.req.query('prefix') ?? ''
  const after = Buffer.from(asked.req.query('continuation-token') ?? '', 'base64').toString('utf8')
  const all = FOLDERS.flatMap((folder) => drawer.list(folder))
    .filter(({ path }) => path.startsWith(prefix) && path > after)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  const page = all.slice(0, PAGE)
  const isCut = all.length > PAGE
  const token = Buffer.from(page.at(-1)?.path ?? '').toString('base64')
  const rows = page.map(
    (kept) =>
      `<Contents><Key>${xmlText(kept.path)}</Key><LastModified>${kept.at.toISOString()}</LastModified><ETag>${xmlText(etagOf(kept))}</ETag><Size>${kept.bytes.length}</Size></Contents>`,
  )
  return xml(
    asked,
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name><Prefix>${xmlText(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${PAGE}</MaxKeys><IsTruncated>${isCut}</IsTruncated>${isCut ? `<NextContinuationToken>${token}</NextContinuationToken>` : ''}${rows.join('')}</ListBucketResult>`,
    200,
  )
}

function refuse(asked: Asked, code: string): Response {
  const status = STATUS[code as keyof typeof STATUS] ?? 400
  return xml(asked, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status)
}

const xml = (asked: Asked, body: string, status: 200 | 400 | 403 | 404 | 405 | 412 | 507) =>
  asked.body(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`, status, {
    'content-type': 'application/xml',
  })

const etagOf = ({ bytes }: Kept): string => `"${createHash('md5').update(bytes).digest('hex')}"`

const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
