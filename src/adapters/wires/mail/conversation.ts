// Opens and keeps conversations: their letters are sealed with a key of that conversation alone,
// which is destroyed when the case ends, or when nobody has asked for them for half a year.

import { createHash, randomUUID } from 'node:crypto'
import type { Db } from '../../../core/db.ts'
import type { Station } from '../../../core/station.ts'
import {
  type Conversation,
  findConversation,
  findConversationOf,
  insertConversation,
  type LetterRow,
  listLetters,
  moveEnd,
  type NewLetter,
} from '../../store/letters.ts'
import { tokenOf } from './address.ts'

const DAY_MS = 86_400_000
const CONVERSATION_DAYS = 180
/** A letter that belongs to nothing may be a stranger's: no longer than a person needs to look. */
const LOOSE_DAYS = 30

/** What of a letter is read again; kept sealed. */
export interface LetterText {
  from: string
  to: string
  subject: string
  text: string
  attachments: { name: string; bytes: number }[]
}

/** A letter as adapters see it. */
export interface Letter extends LetterText {
  letterId: string
  direction: 'out' | 'in'
  /** Of ours: `filing`, `withdrawal`, `correction-1`. Of a bounce: that of the letter it returns. */
  topic: string
  state: LetterRow['state']
  at: Date
}

/** The conversation of this filing; a new one the first time. */
export async function openConversation(
  station: Station,
  adapterId: string,
  key: string,
): Promise<Conversation> {
  const { db, clock, secrets } = station
  const token = tokenOf(station, adapterId, key)
  const before = await findConversation(db, token)
  if (before) return stillNeeded(station, before)
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    const begun = { token, adapterId, key, keyId }
    if (!(await insertConversation(tx, begun, now, endFrom(now)))) await secrets.destroy(tx, keyId)
  })
  const begun = await findConversation(db, token)
  if (!begun) throw new Error('a conversation ended while it began')
  return begun
}

export async function findByName(
  station: Station,
  adapterId: string,
  name: string,
): Promise<Conversation | null> {
  const found = await findConversationOf(station.db, adapterId, name)
  return found && stillNeeded(station, found)
}

const endFrom = (now: Date): Date => new Date(now.getTime() + CONVERSATION_DAYS * DAY_MS)

/** A filing that is asked about must not look as if it had never left: it would be sent again. */
async function stillNeeded({ db, clock }: Station, asked: Conversation): Promise<Conversation> {
  await moveEnd(db, asked.token, endFrom(clock.now()))
  return asked
}

export async function readLetters(station: Station, { token, keyId }: Conversation) {
  const rows = await listLetters(station.db, token)
  const sealer = await station.secrets.withKey(station.db, keyId)
  return rows.map(({ sealed, ...row }): Letter => {
    const { letterId, direction, topic, state, at } = row
    const text = JSON.parse(sealer.openText(sealed)) as LetterText
    return { ...text, letterId, direction, topic, state, at }
  })
}

export interface Sealing {
  letter: Pick<NewLetter, 'direction' | 'adapterId' | 'token' | 'topic' | 'state'>
  /** Null: it gets a key of its own. */
  keyId: string | null
  fingerprint: string
  text: LetterText
  raw: Buffer
}

export async function sealLetter(station: Station, tx: Db, sealing: Sealing): Promise<NewLetter> {
  const { secrets, clock } = station
  const { letter, text, raw, fingerprint } = sealing
  const keyId = sealing.keyId ?? (await secrets.newKey(tx)).keyId
  const at = clock.now()
  return {
    ...letter,
    letterId: randomUUID(),
    fingerprint,
    keyId,
    sealed: await secrets.seal(tx, keyId, JSON.stringify(text)),
    sealedRaw: await secrets.seal(tx, keyId, raw),
    bytes: raw.length,
    at,
    expiresAt: letter.token === null ? new Date(at.getTime() + LOOSE_DAYS * DAY_MS) : null,
  }
}

/** The same letter again has the same: its id and its body, whatever the servers on its way added. */
export function fingerprintOf(station: Station, messageId: string, raw: Buffer): string {
  const body = raw.subarray(Math.max(0, raw.indexOf('\r\n\r\n')))
  const print = createHash('sha256').update(body).digest('hex')
  return station.secrets.hash('adapters.letter', `${messageId}\0${print}`)
}

export const fingerprintOfOurs = (station: Station, messageId: string): string =>
  station.secrets.hash('adapters.letter', messageId)
