// The police exchange: one address, XML in, Big5 out, codes for everything.

import { timingSafeEqual } from 'node:crypto'
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Hono } from 'hono'
import type { Asked, SandboxEnv } from '../faults.ts'
import { toBig5 } from './big5.ts'
import {
  applyEntry,
  cancelEntry,
  type Entry,
  findByKey,
  findEntry,
  type Station,
} from './entries.ts'
import { faultIn, readApplication } from './rules.ts'

export const ENDPOINT = '/police/MountainEntry.ashx'
const MOST_BYTES = 64 * 1024

export interface Answer {
  Code: string
  Message: string
  Field?: string
  entry?: Entry
}

export function addExchange(app: Hono<SandboxEnv>, station: Station): void {
  app.post(ENDPOINT, async (asked) => {
    if (!isRightKey(asked.req.header('x-api-key'), station.apiKey)) {
      return answer(asked, { Code: 'E01', Message: '介接金鑰錯誤' })
    }
    const bytes = new Uint8Array(await asked.req.arrayBuffer())
    return answer(asked, operate(asked, station, bytes))
  })
}

export function answer(asked: Asked, { entry, ...told }: Answer): Response {
  const body = {
    '?xml': { '@version': '1.0', '@encoding': 'big5' },
    Response: { ...told, ...(entry ? entryShown(entry) : {}) },
  }
  const bytes = toBig5(builder.build(body))
  return asked.body(bytes, 200, { 'content-type': 'text/xml; charset=big5' })
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true })
const parser = new XMLParser({
  parseTagValue: false,
  ignoreDeclaration: true,
  processEntities: true,
  isArray: (name) => ['Area', 'Bureau', 'Member'].includes(name),
})

function operate(asked: Asked, station: Station, bytes: Uint8Array): Answer {
  const root = {
    Apply: 'MountainEntryApply',
    Query: 'MountainEntryQuery',
    Cancel: 'MountainEntryCancel',
  }
  const op = asked.req.query('op') ?? ''
  if (!(op in root)) return { Code: 'E11', Message: '不支援的作業' }
  const request = readXml(bytes, root[op as keyof typeof root])
  if (op === 'Apply') return apply(asked, station, request)
  if (!request) return { Code: 'E02', Message: 'XML格式錯誤' }
  return op === 'Query' ? query(station, request) : cancel(station, request)
}

function apply(asked: Asked, station: Station, request: Record<string, unknown> | null): Answer {
  return station.store.together(() => {
    station.store.count('police received')
    if (!request) return { Code: 'E02', Message: 'XML格式錯誤' }
    if (asked.get('pretendDuplicate')) return pretended(station)
    const application = readApplication(request)
    const wrong = faultIn(application, station.clock.now())
    if (wrong) return wrong
    const { entry, isNew } = applyEntry(station, application)
    if (isNew) return { Code: '000', Message: '受理成功', entry }
    station.store.count('police duplicates')
    return { Code: 'D01', Message: '重複申請', entry }
  })
}

function pretended(station: Station): Answer {
  const entry = {
    number: 'P1151101-0007',
    application: { ...readApplication({}), applyKey: 'somebody-else' },
    status: '審核中' as const,
    permit: '',
    reason: '',
    filedAt: station.clock.now().toISOString(),
  }
  return { Code: 'D01', Message: '重複申請', entry }
}

function query(station: Station, request: Record<string, unknown>): Answer {
  const number = textOf(request.ApplyNo)
  const key = textOf(request.ApplyKey)
  if (number === '' && key === '') {
    return { Code: 'E03', Message: '必要欄位未填', Field: 'ApplyNo' }
  }
  const entry = number === '' ? findByKey(station, key) : findEntry(station, number)
  return entry ? { Code: '000', Message: '查詢成功', entry } : { Code: 'E09', Message: '查無資料' }
}

function cancel(station: Station, request: Record<string, unknown>): Answer {
  const number = textOf(request.ApplyNo)
  const reason = textOf(request.Reason)
  if (number === '') return { Code: 'E03', Message: '必要欄位未填', Field: 'ApplyNo' }
  if (reason === '') return { Code: 'E03', Message: '必要欄位未填', Field: 'Reason' }
  const entry = findEntry(station, number)
  if (!entry) return { Code: 'E09', Message: '查無資料' }
  const cancelled = cancelEntry(station, entry, reason)
  return cancelled
    ? { Code: '000', Message: '取消成功', entry: cancelled }
    : { Code: 'E10', Message: '案件狀態不允許取消', entry }
}

const entryShown = ({ number, status, permit, reason, application }: Entry) => ({
  ApplyNo: number,
  ApplyKey: application.applyKey,
  Status: status,
  PermitNo: permit,
  Reason: reason,
  TeamName: application.teamName,
  LeaderName: application.leader.name,
  EntryDate: application.entryDate,
  Copies: { Bureau: application.bureaus },
})

function readXml(bytes: Uint8Array, root: string): Record<string, unknown> | null {
  if (bytes.length > MOST_BYTES) return null
  const text = new TextDecoder('utf-8').decode(bytes)
  if (XMLValidator.validate(text) !== true) return null
  const read: unknown = parser.parse(text)[root]
  if (read === '') return {}
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

function isRightKey(given: string | undefined, right: string): boolean {
  const a = Buffer.from(given ?? '')
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}
