// An agency that is written to: the author says how its letters are written and how its answers are
// read; what stands after which letter follows from that. Nothing goes out twice: what was sent and
// what came back is asked first, and it is all kept.

import type { LocalText } from '../../../core/errors.ts'
import type { Call, Outcome, Reason, Withdrawal } from '../../contract.ts'
import type { Draft, Letter } from '../../wires/mail/wire.ts'
import type { By } from '../makers.ts'
import { AgencyTrouble } from '../trouble.ts'
import { type Correspondence, type Meaning, type Read, weigh } from './correspondence.ts'

export type { Letter } from '../../wires/mail/wire.ts'
export type { Meaning } from './correspondence.ts'

/** The first rule whose words stand in an answer tells what it means. */
export interface Rule {
  says: RegExp
  means(found: RegExpExecArray, answer: Letter): Meaning
}

/** Rules by the words that stand in an answer; `blanks` are patterns with a name of their own. */
export const rules = (
  blanks: Record<string, string>,
  table: Record<string, Rule['means']>,
): Rule[] =>
  Object.entries(table).map(([words, means]) => {
    const filled = Object.entries(blanks).reduce(
      (pattern, [name, blank]) => pattern.replaceAll(name, blank),
      words,
    )
    return { says: new RegExp(filled), means }
  })

/** `label：value`, one a line. */
export const lines = (labelled: Record<string, string>): string =>
  Object.entries(labelled)
    .map(([label, value]) => `${label}：${value}`)
    .join('\n')

export type Written = Omit<Draft, 'to'>

export interface Mailing<I> {
  /** Its domain stands in `hosts`. */
  to: string
  /** Without any answer for so long nobody knows whether a letter was read: a person asks. */
  answersWithinHours: number
  /** Plant `key` in it: the agency's answer quotes it, and knows a letter again by it. */
  filing(key: string, input: I): Written | Promise<Written>
  withdrawal?(reference: string, key: string, input: I): Written | Promise<Written>
  /** `asked`: the agency's letter that asks for it, without what it quotes. */
  correction?(reference: string, key: string, input: I, asked: string): Written | Promise<Written>
  answers: Rule[]
}

interface ByMail<I> {
  submit(key: string, input: I, call: Call): Promise<Outcome>
  lookup(by: By, input: I, call: Call): Promise<Outcome | null>
  withdraw(reference: string, input: I, call: Call): Promise<Withdrawal>
  correct(reference: string, input: I, call: Call): Promise<Outcome>
  health(call: Call): Promise<{ ok: boolean; detail: string }>
}

/** The functions of a `mailAdapter`: spread them into it. */
export function byMail<I>(mailing: Mailing<I>): ByMail<I> {
  return {
    submit: (key, input, call) => submit(mailing, key, input, call),
    lookup: async (by, _, call) => {
      const known = await readAll(mailing, 'key' in by ? by.key : by.reference, call)
      return known && standing(mailing, known, call.now)
    },
    withdraw: (reference, input, call) => withdraw(mailing, reference, input, call),
    correct: (reference, input, call) => correct(mailing, reference, input, call),
    health: async (call) => {
      await call.wires.mail.greet()
      return { ok: true, detail: 'mail server greets' }
    },
  }
}

async function submit<I>(mailing: Mailing<I>, key: string, input: I, call: Call): Promise<Outcome> {
  const known = await readAll(mailing, key, call)
  const before = known && standing(mailing, known, call.now)
  if (before) return before
  await file(mailing, key, input, known, call)
  return waiting(mailing, key, call.now)
}

/** A letter that did not arrive goes again under another id: some servers drop one they have seen. */
async function file<I>(
  { filing, to }: Mailing<I>,
  key: string,
  input: I,
  known: Correspondence | null,
  call: Call,
): Promise<void> {
  const spent = known?.failedFilings ?? 0
  const topic = spent === 0 ? 'filing' : `filing-${spent + 1}`
  await call.wires.mail.send(key, topic, { ...(await filing(key, input)), to })
}

/** All letters of the filing, weighed; what nobody understands goes to a person. */
async function readAll<I>(
  { answers }: Mailing<I>,
  name: string,
  call: Call,
): Promise<Correspondence | null> {
  const mail = await call.wires.mail.read(name)
  if (!mail) return null
  const read = mail.letters.map((letter): Read => ({ letter, meaning: meaningOf(answers, letter) }))
  const known = weigh(mail.key, read)
  for (const { letterId } of known.notUnderstood) {
    await call.wires.mail.giveToDesk(letterId, 'not_understood')
  }
  const isOwn = known.number !== null && (await call.wires.mail.nameIt(mail.key, known.number))
  return isOwn ? known : { ...known, number: null }
}

/** A rule may look at each place again for each place: long letters must not hold up everybody. */
const MOST_READ = 5000

function meaningOf(answers: Rule[], letter: Letter): Meaning | null {
  if (letter.state !== 'matched') return null
  const said = ownWords(letter.text).slice(0, MOST_READ)
  for (const { says, means } of answers) {
    const found = new RegExp(says.source, says.flags.replace('g', '')).exec(said)
    if (found) return means(found, letter)
  }
  return null
}

/** Null: the agency is certain not to have it, because no letter ever arrived there. */
function standing<I>(mailing: Mailing<I>, known: Correspondence, now: Date): Outcome | null {
  const { filing, key } = known
  if (!filing) return null
  const reference = known.number ?? key
  if (known.openRequest === 'withdrawal') return { kind: 'unavailable', cause: 'withdrawal_asked' }
  if (known.openRequest === 'correction') {
    return { kind: 'pending', reference, note: CORRECTION_SENT }
  }
  if (known.last) return outcomeOf(known.last, reference)
  if (known.isUnanswerable) return { kind: 'unavailable', cause: 'no_reply_yet' }
  const until = deadline(mailing, filing.at)
  return until > now ? waiting(mailing, key, filing.at) : { kind: 'unknown', cause: 'no_reply' }
}

const deadline = <I>({ answersWithinHours }: Mailing<I>, sentAt: Date): Date =>
  new Date(sentAt.getTime() + answersWithinHours * 3_600_000)

const waiting = <I>(mailing: Mailing<I>, key: string, sentAt: Date): Outcome => ({
  kind: 'pending',
  reference: key,
  until: deadline(mailing, sentAt).toISOString(),
  note: SENT,
})

const SENT: LocalText = {
  'zh-TW': '已用電子郵件寄給機關，等機關回信。',
  en: 'It was sent to the agency by mail; the agency has not answered yet.',
}
const CORRECTION_SENT: LocalText = {
  'zh-TW': '補正已用電子郵件寄給機關，等機關回信。',
  en: 'The correction was sent to the agency by mail; the agency has not answered yet.',
}

function outcomeOf(last: Meaning, reference: string): Outcome {
  switch (last.kind) {
    case 'pending': {
      const { note } = last
      return { kind: 'pending', reference, ...(note ? { note } : {}) }
    }
    case 'approved':
      return { kind: 'approved', reference, ...(last.permit ? { number: last.permit } : {}) }
    case 'rejected':
      return { kind: 'rejected', reference, reasons: last.reasons }
    case 'withdrawn':
      return { kind: 'rejected', reference, reasons: last.reasons, isWithdrawn: true }
    case 'correction': {
      const { reasons, by } = last
      return { kind: 'needs', what: 'correction', reference, reasons, ...(by ? { by } : {}) }
    }
    case 'not_filed':
      return { kind: 'needs', what: 'correction', reasons: last.reasons }
  }
  throw new AgencyTrouble('malformed_outcome')
}

async function withdraw<I>(
  mailing: Mailing<I>,
  reference: string,
  input: I,
  call: Call,
): Promise<Withdrawal> {
  const known = await readAll(mailing, reference, call)
  if (!mailing.withdrawal || !known) return { kind: 'refused', reasons: [NO_WITHDRAWAL] }
  if (known.last?.kind === 'withdrawn') return { kind: 'withdrawn' }
  if (known.last?.kind === 'rejected') return { kind: 'refused', reasons: known.last.reasons }
  if (known.withdrawalRefused) return { kind: 'refused', reasons: known.withdrawalRefused }
  if (known.openRequest !== 'withdrawal') {
    const draft = await mailing.withdrawal(reference, known.key, input)
    await call.wires.mail.send(known.key, 'withdrawal', { ...draft, to: mailing.to })
  }
  // Only the agency's answer says that it no longer stands.
  return { kind: 'unknown', cause: 'asked_by_mail' }
}

const NO_WITHDRAWAL: Reason = {
  text: {
    'zh-TW': '這件不能用電子郵件撤回，請聯絡機關承辦人。',
    en: 'This cannot be withdrawn by mail; please contact the agency’s officer.',
  },
}

async function correct<I>(
  mailing: Mailing<I>,
  reference: string,
  input: I,
  call: Call,
): Promise<Outcome> {
  const known = await readAll(mailing, reference, call)
  if (!known) throw new AgencyTrouble('no_such_letter')
  const { key, last, requests } = known
  if (last?.kind === 'not_filed') await file(mailing, key, input, known, call)
  else if (last?.kind === 'correction' && mailing.correction && known.openRequest === null) {
    const asked = ownWords(requests.at(-1)?.text ?? '')
    const draft = await mailing.correction(reference, key, input, asked)
    const topic = `correction-${requests.length}`
    await call.wires.mail.send(key, topic, { ...draft, to: mailing.to })
  } else if (known.openRequest === null) {
    throw new AgencyTrouble('nothing_to_correct')
  }
  return { kind: 'pending', reference, note: CORRECTION_SENT }
}

const QUOTE = [
  /^\s*>/,
  /^-{2,}\s*(?:original message|原始郵件|轉寄郵件)\s*-{2,}/i,
  /^(?:on .+ wrote|於 .+寫道|.+ 於 .+寫道)[：:]\s*$/i,
  /^(?:from|寄件者|寄件人)[：:]\s.*@/i,
]

/** What stands above the letter that an answer quotes. */
export function ownWords(text: string): string {
  const lines = text.split(/\r?\n/)
  const end = lines.findIndex((line) => QUOTE.some((mark) => mark.test(line.slice(0, 300))))
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim()
}
