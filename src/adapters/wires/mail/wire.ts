// The mail wire: letters to the domains an adapter declares, each from an address of its filing
// alone, and everything that was sent and came back for it.

import MailComposer from 'nodemailer/lib/mail-composer'
import { recordEvent } from '../../../core/events.ts'
import type { OpenWires, WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'
import {
  type Conversation,
  markForDesk,
  saveAgencyNumber,
  saveLeaving,
  saveLetterState,
} from '../../store/letters.ts'
import { aliasOf, domainOf, inboxDomain, mailDomains, messageIdOf } from './address.ts'
import {
  findByName,
  fingerprintOfOurs,
  type Letter,
  openConversation,
  readLetters,
  sealLetter,
} from './conversation.ts'
import { connect, deliver, serverOf } from './deliver.ts'

export type { Letter } from './conversation.ts'

declare module '../../contract.ts' {
  interface Wires {
    /** Only of adapters of kind `mail`. */
    mail: MailWire
  }
}

export interface Draft {
  to: string
  subject: string
  text: string
  attachments?: { name: string; mediaType: string; content: string | Uint8Array }[]
}

export interface MailWire {
  /**
   * Sends one letter; resolves once the server has taken it. The same key and topic have the same
   * Message-ID. @throws AgencyTrouble
   */
  send(key: string, topic: string, draft: Draft): Promise<void>
  /** Sent and received for this filing, oldest first; null when nothing ever left for it. */
  read(name: string): Promise<{ key: string; letters: Letter[] } | null>
  /**
   * From now on the filing is also found by what the agency calls it. False when another one is called
   * so: then only its key names it.
   */
  nameIt(key: string, agencyNumber: string): Promise<boolean>
  /** A person shall read it; asked once a letter. */
  giveToDesk(letterId: string, why: 'not_understood'): Promise<void>
  /** Greets the mail server. @throws AgencyTrouble */
  greet(): Promise<void>
}

const MOST_BYTES = 20 * 1024 * 1024

export const openMail = (ground: WireGround): OpenWires => ({
  wires: { mail: mailWire(ground) } as OpenWires['wires'],
  close: async () => {},
})

/** Also what mail-to-fax is sent by. */
export function mailWire(ground: WireGround): MailWire {
  const { station, adapterId } = ground
  return {
    send: (key, topic, draft) => send(ground, key, topic, draft),
    read: async (name) => {
      const conversation = await findByName(station, adapterId, name)
      if (!conversation) return null
      const letters = await readLetters(station, conversation)
      return letters.length > 0 ? { key: conversation.key, letters } : null
    },
    nameIt: async (key, agencyNumber) => {
      const found = await findByName(station, adapterId, key)
      if (!found) return false
      return (
        found.agencyNumber === agencyNumber || saveAgencyNumber(station.db, found, agencyNumber)
      )
    },
    giveToDesk: async (letterId, why) => {
      await station.db.transaction().execute(async (tx) => {
        if (!(await markForDesk(tx, letterId))) return
        const data = { adapterId, letterId, why }
        await recordEvent(station, tx, { name: 'adapters.letter_for_desk', version: 1, data })
      })
    },
    greet: async () => {
      const connection = await connect(serverOf(ground), ground.signal)
      connection.quit()
    },
  }
}

async function send(ground: WireGround, key: string, topic: string, draft: Draft): Promise<void> {
  const { station, adapterId, hosts } = ground
  if (ground.isHarmless) throw new AgencyTrouble('not_harmless')
  if (!mailDomains({ hosts }).includes(domainOf(draft.to))) {
    throw new AgencyTrouble('host_not_declared')
  }
  const server = serverOf(ground)
  const domain = inboxDomain(station)
  const conversation = await openConversation(station, adapterId, key)
  const messageId = messageIdOf(conversation.token, topic, domain)
  const fingerprint = fingerprintOfOurs(station, messageId)
  const from = aliasOf(conversation.token, domain)
  const raw = await compose(ground, { ...draft, from, messageId })
  if (raw.length > MOST_BYTES) throw new AgencyTrouble('does_not_fit')
  const leaving = await readyLetter(ground, conversation, { topic, draft, from, fingerprint, raw })
  ground.keep({ label: `mail ${topic}`, mediaType: 'text/plain', body: shown(draft, from) })

  let hasLeft = false
  try {
    await deliver(server, { from, to: draft.to, raw }, ground.signal, async () => {
      // Written down first: a process killed in between leaves a letter that may have left.
      await saveLeaving(station.db, leaving)
      ground.leave()
      hasLeft = true
    })
  } catch (error) {
    const isRefused = error instanceof AgencyTrouble && error.isNothingRecorded
    if (isRefused || !hasLeft) await saveLetterState(station.db, fingerprint, 'refused')
    ground.note(`MAIL ${domainOf(draft.to)} ${topic} ${troubleName(error)}`)
    throw error
  }
  await saveLetterState(station.db, fingerprint, 'taken')
  ground.note(`MAIL ${domainOf(draft.to)} ${topic} taken ${raw.length} bytes`)
}

const troubleName = (error: unknown) => (error instanceof AgencyTrouble ? error.trouble : 'failed')

function readyLetter(
  { station, adapterId }: WireGround,
  { token, keyId }: Conversation,
  going: { topic: string; draft: Draft; from: string; fingerprint: string; raw: Buffer },
) {
  const { topic, draft, from, fingerprint, raw } = going
  const attachments = (draft.attachments ?? []).map(({ name, content }) => ({
    name,
    bytes: Buffer.byteLength(content),
  }))
  const { to, subject, text } = draft
  return sealLetter(station, station.db, {
    letter: { direction: 'out', adapterId, token, topic, state: 'leaving' },
    keyId,
    fingerprint,
    text: { from, to, subject, text, attachments },
    raw,
  })
}

const shown = ({ to, subject, text }: Draft, from: string): string =>
  `From: ${from}\nTo: ${to}\nSubject: ${subject}\n\n${text}`

function compose(
  { station, now }: WireGround,
  { attachments = [], ...letter }: Draft & { from: string; messageId: string },
): Promise<Buffer> {
  return new MailComposer({
    ...letter,
    from: { name: station.city.name['zh-TW'], address: letter.from },
    envelope: { from: letter.from, to: letter.to },
    date: now,
    // A machine of theirs shall not answer a machine of ours for ever.
    headers: { 'X-Auto-Response-Suppress': 'OOF' },
    textEncoding: 'base64',
    attachments: attachments.map(({ name, mediaType, content }) => ({
      filename: name,
      contentType: mediaType,
      content: typeof content === 'string' ? content : Buffer.from(content),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}
