// A store of objects that speaks S3, over the call's own bounded `fetch`. A put is whole by nature;
// that it replaces nothing is a condition of the request.

import { AwsClient } from 'aws4fetch'
import type { CallResponse } from '../../contract.ts'
import type { WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'
import { listOf, parse, textOf, type XmlNode } from '../../kit/xml.ts'
import { digestOf } from './nights.ts'
import type { Box, Place } from './schema.ts'

const MOST_PAGES = 100
const REFUSED = ['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch']

export async function openS3(
  { bucket, region, accessKey, secretKey }: Extract<Place, { bucket: string }>,
  ground: WireGround,
): Promise<Box> {
  const signer = new AwsClient({
    accessKeyId: ground.credential(accessKey),
    secretAccessKey: ground.credential(secretKey),
    service: 's3',
    region,
  })
  const base = ground.resolve(bucket).replace(/\/$/, '')

  async function send(method: string, path: string, body?: Uint8Array): Promise<CallResponse> {
    const headers: Record<string, string> = {
      'x-amz-content-sha256': digestOf(body ?? new Uint8Array()),
      ...(method === 'PUT' ? { 'if-none-match': '*' } : {}),
    }
    const datetime = ground.now.toISOString().replace(/[:-]|\.\d{3}/g, '')
    const url = `${base}${path}`
    const signed = await signer.sign(url, { method, headers, aws: { datetime, allHeaders: true } })
    return ground.fetch(url, {
      method,
      headers: Object.fromEntries(signed.headers),
      ...(body ? { body } : {}),
    })
  }

  return {
    list: (folder) => listAll(folder, send),
    read: async (path) => {
      const answer = await send('GET', `/${path}`)
      if (answer.status === 404 && codeOf(answer) === 'NoSuchKey') return null
      return expectDone(answer).bytes
    },
    put: async (path, bytes) => {
      const answer = await send('PUT', `/${path}`, bytes)
      if (answer.status === 412) return false
      expectDone(answer)
      return true
    },
    remove: async (path) => {
      expectDone(await send('DELETE', `/${path}`))
    },
    close: () => {},
  }
}

async function listAll(
  folder: string,
  send: (method: string, path: string) => Promise<CallResponse>,
): Promise<{ name: string; size: number }[]> {
  const found: { name: string; size: number }[] = []
  let token = ''
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ 'list-type': '2', prefix: `${folder}/` })
    if (token) query.set('continuation-token', token)
    const answer = expectDone(await send('GET', `?${query.toString().replaceAll('+', '%20')}`))
    const said = parsed(answer)
    for (const one of listOf(said, 'ListBucketResult', 'Contents')) {
      const name = textOf(one, 'Key').slice(folder.length + 1)
      found.push({ name, size: Number(textOf(one, 'Size')) })
    }
    if (textOf(said, 'ListBucketResult', 'IsTruncated') !== 'true') return found
    token = textOf(said, 'ListBucketResult', 'NextContinuationToken')
    if (token === '') throw new AgencyTrouble('half_page')
  }
  throw new AgencyTrouble('too_large')
}

function parsed(answer: CallResponse): XmlNode {
  try {
    return parse(answer.text('utf-8'))
  } catch (cause) {
    throw new AgencyTrouble('half_page', { cause })
  }
}

function codeOf(answer: CallResponse): string {
  const text = answer.text('utf-8')
  return /<Code>(\w{1,60})<\/Code>/.exec(text)?.[1] ?? ''
}

/** @throws AgencyTrouble */
function expectDone(answer: CallResponse): CallResponse {
  if (answer.status < 300) return answer
  const code = codeOf(answer)
  if (REFUSED.includes(code) || answer.status === 401) throw new AgencyTrouble('credential_refused')
  if (answer.status === 507) throw new AgencyTrouble('box_full')
  throw new AgencyTrouble(`http_${answer.status}`)
}
