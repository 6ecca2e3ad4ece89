// The fax wire: papers to the numbers an adapter declares, over a provider's mail address or a
// HylaFAX server, and the report of each. A paper that may lie at the agency is never sent again.

import type { OpenWires, WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'
import {
  type FaxRow,
  insertFax,
  listFaxes,
  type Settlement,
  saveHanded,
  settleFax,
} from '../../store/faxes.ts'
import type { Conversation } from '../../store/letters.ts'
import { aliasOf, inboxDomain } from '../mail/address.ts'
import { findByName, type Letter, openConversation, readLetters } from '../mail/conversation.ts'
import { type MailWire, mailWire } from '../mail/wire.ts'
import { listJobs, sendByHylafax } from './hylafax.ts'
import { digitsOf, type FaxLine, type FaxReport, type HylafaxLine, jobReport } from './line.ts'

declare module '../../contract.ts' {
  interface Wires {
    /** Only of adapters of kind `fax`. */
    fax: FaxWire
  }
}

export interface FaxPaper {
  /** As in `hosts` behind `fax:`, e.g. `+88689931370`. */
  to: string
  pdf: Uint8Array
  pages: number
}

export interface Faxed {
  key: string
  faxes: FaxRow[]
  /** Letters of the agency, oldest first; the reports of the line are not among them. */
  letters: Letter[]
}

export interface FaxWire extends Pick<MailWire, 'nameIt' | 'giveToDesk'> {
  /** Where the agency may answer this filing by mail. */
  replyTo(key: string): Promise<string>
  /**
   * Hands the paper to the line; resolves once the line has it. That is not yet at the agency: ask
   * `read`. @throws AgencyTrouble; `fax_not_settled` while an earlier one of this topic may be there
   */
  send(key: string, topic: string, paper: FaxPaper, line: FaxLine): Promise<void>
  /** What was sent for it and came back, with all reports read; null when nothing ever left. */
  read(name: string, line: FaxLine): Promise<Faxed | null>
  /** As `read`; waits for the report of the last fax, at most so long. */
  settle(key: string, line: FaxLine, waitMs: number): Promise<Faxed | null>
  /** Asks the line whether it is there. @throws AgencyTrouble */
  greet(line: FaxLine): Promise<void>
}

const LOOK_EVERY_MS = 200

export const openFax = (ground: WireGround): OpenWires => ({
  wires: { fax: faxWire(ground) } as OpenWires['wires'],
  close: async () => {},
})

function faxWire(ground: WireGround): FaxWire {
  const { station, adapterId, signal } = ground
  const { nameIt, giveToDesk, greet } = mailWire(ground)
  const read = (name: string, line: FaxLine) => readFaxes(ground, name, line)
  return {
    nameIt,
    giveToDesk,
    read,
    replyTo: async (key) => {
      const { token } = await openConversation(station, adapterId, key)
      return aliasOf(token, inboxDomain(station))
    },
    send: (key, topic, paper, line) => send(ground, key, topic, { paper, line }),
    settle: async (key, line, waitMs) => {
      const until = performance.now() + waitMs
      for (;;) {
        const faxed = await read(key, line)
        const isOpen = faxed?.faxes.some(isUnderWay) ?? false
        if (!isOpen || signal.aborted || performance.now() > until) return faxed
        await new Promise((later) => setTimeout(later, LOOK_EVERY_MS))
      }
    },
    greet: async (line) => {
      if (line.by === 'mail') return greet()
      await listJobs(declared(ground, line.server), signal)
    },
  }
}

const isUnderWay = ({ state }: FaxRow): boolean => state === 'leaving' || state === 'handed'

/** @throws AgencyTrouble */
function declared({ hosts }: WireGround, host: string): string {
  if (!hosts.includes(host)) throw new AgencyTrouble('host_not_declared')
  return host
}

interface Sending {
  paper: FaxPaper
  line: FaxLine
}

async function send(ground: WireGround, key: string, topic: string, { paper, line }: Sending) {
  const { station, adapterId, now } = ground
  if (ground.isHarmless) throw new AgencyTrouble('not_harmless')
  declared(ground, `fax:${paper.to}`)
  const conversation = await openConversation(station, adapterId, key)
  const fax = await insertFax(station.db, {
    token: conversation.token,
    topic,
    line: line.by,
    number: paper.to,
    pages: paper.pages,
    at: now,
    sealedPaper:
      line.by === 'mail'
        ? null
        : await station.secrets.seal(station.db, conversation.keyId, paper.pdf),
  })
  if (!fax) {
    // Nobody knows whether the first one is there: whatever is thrown now must come out as unknown.
    ground.leave()
    throw new AgencyTrouble('fax_not_settled')
  }
  await handOver(ground, key, fax, { paper, line })
}

async function handOver(ground: WireGround, key: string, fax: FaxRow, { paper, line }: Sending) {
  const { station, now, signal } = ground
  let hasLeft = false
  const leaving: WireGround = {
    ...ground,
    leave: () => {
      ground.leave()
      hasLeft = true
    },
  }
  try {
    const job =
      line.by === 'mail'
        ? await sendByMail(leaving, key, fax, paper, line.domain)
        : await sendByHylafax(
            { server: declared(ground, line.server), number: paper.to, tag: key, paper: paper.pdf },
            signal,
            leaving.leave,
          )
    await saveHanded(station.db, fax.faxId, job)
    ground.note(`FAX ${paper.to} ${fax.topic} ${fax.attempt} handed to ${line.by} ${job ?? ''}`)
  } catch (error) {
    const isCertain = !hasLeft || (error instanceof AgencyTrouble && error.isNothingRecorded)
    const result = error instanceof AgencyTrouble ? error.trouble : 'failed'
    if (isCertain) {
      const settlement = { state: 'failed', result, job: null, pagesSent: 0 } as const
      await settleFax(station.db, fax.faxId, settlement, now)
    }
    ground.note(`FAX ${paper.to} ${fax.topic} ${fax.attempt} ${result}`)
    throw error
  }
}

/** Comes back in the report. Providers keep the beginning only: at most 60 characters. */
const subjectOf = (key: string, { topic, attempt }: Pick<FaxRow, 'topic' | 'attempt'>): string =>
  `${key} ${topic} ${attempt}`

const letterOf = ({ topic, attempt }: FaxRow): string => `${topic}-${attempt}`

async function sendByMail(
  ground: WireGround,
  key: string,
  fax: FaxRow,
  paper: FaxPaper,
  domain: string,
): Promise<null> {
  await mailWire(ground).send(key, letterOf(fax), {
    to: `${digitsOf(paper.to)}@${domain}`,
    subject: subjectOf(key, fax),
    text: '',
    attachments: [{ name: 'fax.pdf', mediaType: 'application/pdf', content: paper.pdf }],
  })
  return null
}

async function readFaxes(ground: WireGround, name: string, line: FaxLine): Promise<Faxed | null> {
  const { station, adapterId } = ground
  const conversation = await findByName(station, adapterId, name)
  if (!conversation) return null
  const letters = await readLetters(station, conversation)
  const before = await listFaxes(station.db, conversation.token)
  if (before.length === 0) return null
  const answers =
    line.by === 'mail'
      ? await readReports(ground, conversation, { faxes: before, letters, report: line.report })
      : letters.filter(({ direction }) => direction === 'in')
  if (line.by === 'hylafax') await askServer(ground, before, line)
  const faxes = await listFaxes(station.db, conversation.token)
  return { key: conversation.key, faxes, letters: answers }
}

interface Known {
  faxes: FaxRow[]
  letters: Letter[]
  report: (letter: Letter) => FaxReport | null
}

/** Reads the reports among the letters; what is none of the line's is the agency's. */
async function readReports(
  ground: WireGround,
  { key }: Conversation,
  { faxes, letters, report }: Known,
): Promise<Letter[]> {
  const answers: Letter[] = []
  for (const letter of letters.filter(({ direction }) => direction === 'in')) {
    const told = FROM_THE_LINE.includes(letter.state) ? report(letter) : null
    const bounced = letter.state === 'bounce' && faxes.find((fax) => letterOf(fax) === letter.topic)
    const fax = told ? faxes.find((one) => subjectOf(key, one) === told.of) : undefined
    if (fax && told) await settle(ground, fax, told)
    else if (bounced) await settle(ground, bounced, BOUNCED)
    else if (!told && letter.state !== 'bounce') answers.push(letter)
  }
  return answers
}

/** From a domain the adapter names; a program that says of itself that it is one still is. */
const FROM_THE_LINE: Letter['state'][] = ['matched', 'away']

const BOUNCED: Settlement = { state: 'failed', result: 'bounced', job: null, pagesSent: 0 }

async function settle(ground: WireGround, fax: FaxRow, told: Settlement): Promise<void> {
  if (fax.state === 'arrived' || fax.state === 'failed') return
  const { station, now } = ground
  const isNew = await settleFax(station.db, fax.faxId, told, now)
  if (isNew) ground.note(`FAX ${fax.number} ${fax.topic} ${fax.attempt} ${told.result}`)
}

/** Jobs that the server has forgotten stay as they are: nobody knows. */
async function askServer(ground: WireGround, faxes: FaxRow[], { server }: HylafaxLine) {
  const open = faxes.filter((fax) => fax.job !== null && isUnderWay(fax))
  if (open.length === 0) return
  const printed = await listJobs(declared(ground, server), ground.signal)
  for (const fax of open) {
    const told = jobReport(printed, fax.job ?? '')
    if (told) await settle(ground, fax, told)
  }
}
