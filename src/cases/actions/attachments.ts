// Files a person adds. They are kept sealed from the moment they arrive; answers only name them.
// What a file says it is must be what its first bytes are.

import { randomUUID } from 'node:crypto'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Page } from '../../journeys/index.ts'
import { isWhatItSays, LARGEST_FILE_BYTES, MOST_FILES } from '../rules/files.ts'
import type { RawAnswers } from '../schema/requests.ts'
import {
  type AttachmentRow,
  findAttachment,
  insertAttachment,
  listAttachments,
  saveAttachmentOwner,
} from '../store/attachments.ts'
import { findRow } from './drafts.ts'
import { type Seal, sealWith } from './seal.ts'

/** A file as an answer names it. */
interface NamedFile {
  name: string
  mediaType: string
  bytes: number
  attachment: string
}

interface Sealed {
  name: string
  base64: string
}

/** Where a file belongs, and with which key it is sealed. */
interface Owner {
  draftId: string | null
  caseId: string | null
  seal: Seal
  station: Station
}

/**
 * Keeps the files of one page of a draft; what comes back names them instead. A file that is too
 * large, or not what it says it is, is left as it came: reading the page tells why.
 * @throws Failure not_found, conflict when there are too many
 */
export async function keepUploads(
  station: Station,
  token: string,
  page: Page,
  raw: RawAnswers,
): Promise<RawAnswers> {
  if (!hasFile(raw)) return raw
  const draft = await findRow(station, token)
  if (!draft) throw new Failure('not_found', 'cases.draft_not_found')
  return station.db.transaction().execute(async (tx) => {
    const kept = await listAttachments(tx, { draftId: draft.draftId })
    if (kept.length >= MOST_FILES) throw new Failure('conflict', 'cases.too_many_files')
    const seal = sealWith(station, tx, draft.keyId)
    const owner: Owner = { draftId: draft.draftId, caseId: null, seal, station }
    return (await keepIn(raw, `/${page.id}`, async (file, question) => {
      const content = Buffer.from(await file.arrayBuffer())
      const mediaType = file.type
      if (!mayKeep(content, mediaType)) return { name: file.name, mediaType, bytes: content.length }
      return keep(tx, owner, { question, name: file.name, mediaType, content })
    })) as RawAnswers
  })
}

/**
 * Files that came inside an API request are kept with the case; its answers then name them.
 * @throws Failure invalid for a file that is not what it says it is
 */
export async function keepSent(
  station: Station,
  tx: Db,
  { answers, caseId, seal }: { answers: RawAnswers; caseId: string; seal: Seal },
): Promise<RawAnswers> {
  const owner: Owner = { draftId: null, caseId, seal, station }
  const visit = async (node: unknown, pointer: string): Promise<unknown> => {
    if (isInlineFile(node)) return keepInline(tx, owner, node, pointer)
    if (node === null || typeof node !== 'object') return node
    const entries: [string, unknown][] = []
    for (const [key, value] of Object.entries(node)) {
      entries.push([key, await visit(value, `${pointer}/${key}`)])
    }
    return Array.isArray(node) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
  }
  return (await visit(answers, '')) as RawAnswers
}

interface InlineFile {
  base64: string
  name?: string
  mediaType?: string
}

const isInlineFile = (node: unknown): node is InlineFile =>
  node !== null && typeof node === 'object' && 'base64' in node && typeof node.base64 === 'string'

export const hasInlineFile = (node: unknown): boolean =>
  isInlineFile(node) ||
  (node !== null && typeof node === 'object' && Object.values(node).some(hasInlineFile))

function keepInline(tx: Db, owner: Owner, file: InlineFile, question: string): Promise<NamedFile> {
  const { name = '', mediaType = '', base64 } = file
  const content = Buffer.from(base64, 'base64')
  if (!mayKeep(content, mediaType)) {
    const problems = [{ pointer: question, message: 'cases.file_type_refused' }]
    throw new Failure('invalid', 'cases.answers_invalid', { problems })
  }
  return keep(tx, owner, { question, name, mediaType, content })
}

/** At filing: sealed anew with the key of the case, so that the draft's can go. */
export async function moveAttachments(
  station: Station,
  tx: Db,
  { draftId, caseId, seal }: { draftId: string; caseId: string; seal: Seal },
): Promise<void> {
  const rows = await listAttachments(tx, { draftId })
  for (const row of rows) {
    const content = await openAttachment(station, tx, row)
    if (!content || !row.keyId) continue
    const sealed = await seal.close({
      name: content.name,
      base64: content.content.toString('base64'),
    })
    await saveAttachmentOwner(tx, { attachmentId: row.attachmentId, caseId, sealed })
  }
}

/** Null when it is not of this case, or was deleted. */
export async function readAttachment(
  station: Station,
  { caseId, attachmentId }: { caseId: string; attachmentId: string },
): Promise<{ name: string; mediaType: string; content: Buffer } | null> {
  const row = await findAttachment(station.db, attachmentId)
  if (row?.caseId !== caseId) return null
  const opened = await openAttachment(station, station.db, row)
  return opened && { ...opened, mediaType: row.mediaType }
}

async function openAttachment(station: Station, db: Db, row: AttachmentRow) {
  if (!row.sealed || !row.keyId) return null
  const { name, base64 } = await sealWith(station, db, row.keyId).open<Sealed>(row.sealed)
  return { name, content: Buffer.from(base64, 'base64') }
}

interface Arrived {
  question: string
  name: string
  mediaType: string
  content: Buffer
}

const mayKeep = (content: Buffer, mediaType: string): boolean =>
  content.length > 0 && content.length <= LARGEST_FILE_BYTES && isWhatItSays(content, mediaType)

async function keep(tx: Db, owner: Owner, arrived: Arrived): Promise<NamedFile> {
  const { question, name, mediaType, content } = arrived
  const attachmentId = randomUUID()
  await insertAttachment(tx, {
    attachmentId,
    draftId: owner.draftId,
    caseId: owner.caseId,
    question,
    mediaType,
    bytes: content.length,
    sealed: await owner.seal.close({ name, base64: content.toString('base64') } satisfies Sealed),
    addedAt: owner.station.clock.now(),
  })
  return { attachment: attachmentId, name, mediaType, bytes: content.length }
}

const hasFile = (node: unknown): boolean =>
  node instanceof File ||
  (node !== null && typeof node === 'object' && Object.values(node).some(hasFile))

type Keep = (file: File, question: string) => Promise<unknown>

async function keepIn(node: unknown, pointer: string, kept: Keep): Promise<unknown> {
  if (node instanceof File) return kept(node, pointer)
  if (node === null || typeof node !== 'object') return node
  const entries: [string, unknown][] = []
  for (const [key, value] of Object.entries(node)) {
    entries.push([key, await keepIn(value, `${pointer}/${key}`, kept)])
  }
  return Array.isArray(node) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}
