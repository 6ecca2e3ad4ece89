// Takes in one letter: finds what it belongs to, keeps it, and tells. All of it in one transaction,
// before the sender hears that we have it.

import { recordEvent } from '../../../core/events.ts'
import type { Station } from '../../../core/station.ts'
import { getAdapter, listAdapters } from '../../load.ts'
import {
  type Conversation,
  insertLetter,
  listConversations,
  markForDesk,
} from '../../store/letters.ts'
import { domainOf, isWithin, mailDomains, topicOfIds } from './address.ts'
import { fingerprintOf, sealLetter } from './conversation.ts'
import { namings, type Standing, standingOf } from './matching.ts'
import { type Reading, readLetter } from './reading.ts'

export interface Arriving {
  /** Of the envelope; empty for notices of mail systems. */
  sender: string
  /** Tokens of the addresses it came to; null where the address had none. */
  tokens: (string | null)[]
  raw: Buffer
}

/** What became of it; null: the same letter was here before. */
export async function receiveLetter(
  station: Station,
  arriving: Arriving,
): Promise<Standing | null> {
  const { db, log } = station
  const reading = await readLetter(arriving.raw)
  const found = await findConversation(station, arriving, reading)
  const adapterId = found?.adapterId ?? adapterOf(station, arriving, reading)
  const isKnownSender = adapterId !== null && isFrom(station, adapterId, arriving, reading)
  const isWhole = found !== null && !isForgedReport(found, reading)
  const standing = standingOf(isWhole, reading, { isKnownSender })
  const token = found?.token ?? null

  const isNew = await db.transaction().execute(async (tx) => {
    const letter = await sealLetter(station, tx, {
      letter: {
        direction: 'in',
        adapterId,
        token,
        topic: topicOf(found, reading),
        state: standing,
      },
      keyId: found?.keyId ?? null,
      fingerprint: fingerprintOf(station, reading?.messageId ?? '', arriving.raw),
      text: textOf(reading, arriving),
      raw: arriving.raw,
    })
    if (!(await insertLetter(tx, letter))) {
      if (!found) await station.secrets.destroy(tx, letter.keyId)
      return false
    }
    if (found && (standing === 'matched' || standing === 'bounce')) {
      const { letterId } = letter
      const data = { adapterId: found.adapterId, key: found.key, letterId }
      await recordEvent(station, tx, { name: 'adapters.letter_arrived', version: 1, data })
    }
    if (standing === 'matched') return true
    await markForDesk(tx, letter.letterId)
    const data = { adapterId, letterId: letter.letterId, why: standing }
    await recordEvent(station, tx, { name: 'adapters.letter_for_desk', version: 1, data })
    return true
  })
  log.info({ adapterId, standing, isNew }, 'letter received')
  return isNew ? standing : null
}

async function findConversation(
  station: Station,
  { tokens }: Arriving,
  reading: Reading | null,
): Promise<Conversation | null> {
  for (const naming of namings(tokens, reading)) {
    const by = naming.tokens ? { tokens: naming.tokens } : { keys: naming.keys ?? [] }
    const found = await listConversations(station.db, by)
    const [one] = found
    if (one && found.length === 1) return one
    // Two filings in one letter: a person must part them.
    if (found.length > 1) return null
  }
  return null
}

/** Both who sent it and who says to have written it belong to the agency. Neither is proof. */
function isFrom(
  station: Station,
  adapterId: string,
  { sender }: Arriving,
  reading: Reading | null,
): boolean {
  const declared = mailDomains(getAdapter(station, adapterId).describe)
  const said = reading ? isWithin(domainOf(reading.from), declared) : false
  return said && (sender === '' || isWithin(domainOf(sender), declared))
}

/** Who knows an address of ours still does not know the id of the letter that went out. */
const isForgedReport = ({ token }: Conversation, reading: Reading | null): boolean =>
  reading?.isReport === true && !reading.answers.includes(`<${token}.`)

/** Of a bounce: which of our letters came back. */
const topicOf = (found: Conversation | null, reading: Reading | null): string =>
  found && reading?.isBounce ? topicOfIds(reading.answers, found.token) : ''

/** Whose letter it seems to be, by its sender's domain. */
function adapterOf(station: Station, { sender }: Arriving, reading: Reading | null): string | null {
  const domains = [sender, reading?.from ?? ''].map(domainOf)
  const adapter = listAdapters(station).find(({ describe }) =>
    domains.some((domain) => isWithin(domain, mailDomains(describe))),
  )
  return adapter?.describe.id ?? null
}

function textOf(reading: Reading | null, { sender, raw }: Arriving) {
  if (!reading) {
    const text = raw.subarray(0, 10_000).toString('latin1')
    return { from: sender, to: '', subject: '', text, attachments: [] }
  }
  const { from, to, subject, text, attachments } = reading
  return { from, to, subject, text, attachments }
}
