// An agency that is faxed to: the author fills its paper and says how its answers are read; what
// stands after which transmission follows from that. A paper that may lie there is never sent again.

import type { LocalText } from '../../../core/errors.ts'
import type { Call, Outcome, Reason, Withdrawal } from '../../contract.ts'
import type { FaxLine } from '../../wires/fax/line.ts'
import type { Faxed, FaxWire } from '../../wires/fax/wire.ts'
import { countPages } from '../../wires/pdf/form.ts'
import { PdfTrouble } from '../../wires/pdf/trouble.ts'
import type { By } from '../makers.ts'
import { AgencyTrouble, ChangedLayout, DoesNotFit } from '../trouble.ts'
import { words } from '../words.ts'
import { type Answer, isCertain, pile, reasonOf, type Standing } from './fax-standing.ts'

export { mailLine } from '../../wires/fax/line.ts'
export type { Answer } from './fax-standing.ts'

export interface Filling<I> {
  /** Plant it where the agency keeps it. */
  key: string
  input: I
  /** The mail address at which this filing takes the agency's answer. */
  replyTo: string
}

export interface Faxing<I> {
  /** Stands in `hosts` as `fax:+886…`. */
  to: string
  line: FaxLine
  filing(filling: Filling<I>): Promise<Uint8Array>
  correction?(filling: Filling<I>): Promise<Uint8Array>
  withdrawal?(filling: Filling<I>): Promise<Uint8Array>
  answers: Answer[]
}

interface ByFax<I> {
  submit(key: string, input: I, call: Call): Promise<Outcome>
  lookup(by: By, input: I, call: Call): Promise<Outcome | null>
  withdraw(reference: string, input: I, call: Call): Promise<Withdrawal>
  correct(reference: string, input: I, call: Call): Promise<Outcome>
}

/** A report that comes while somebody waits spares a look-up; most come later. */
const WAIT_MS = 5000

/** The functions of a `faxAdapter`: spread them into it. */
export function byFax<I>(faxing: Faxing<I>): ByFax<I> {
  return {
    submit: (key, input, call) => submit(faxing, key, input, call),
    lookup: async (by, _, call) => {
      const name = 'key' in by ? by.key : by.reference
      const standing = await read(faxing, name, call)
      return standing ? outcomeOf(standing) : null
    },
    withdraw: (reference, input, call) => withdraw(faxing, reference, input, call),
    correct: (reference, input, call) => correct(faxing, reference, input, call),
  }
}

async function submit<I>(faxing: Faxing<I>, key: string, input: I, call: Call): Promise<Outcome> {
  const before = await read(faxing, key, call)
  const stands = before && outcomeOf(before)
  if (stands) return stands
  const after = await send(faxing, 'filing', { key, input }, { call, paper: faxing.filing })
  if (after?.filing?.state === 'failed') {
    return { kind: 'unavailable', cause: `fax_${after.filing.result ?? 'failed'}` }
  }
  const outcome = after && outcomeOf(after)
  return outcome?.kind === 'pending'
    ? { kind: 'accepted', reference: outcome.reference }
    : (outcome ?? { kind: 'unknown', cause: 'no_report_yet' })
}

async function correct<I>(
  faxing: Faxing<I>,
  reference: string,
  input: I,
  call: Call,
): Promise<Outcome> {
  const before = await read(faxing, reference, call)
  if (!before || !faxing.correction) throw new AgencyTrouble('cannot_correct')
  if (before.correction && !isCertain(before.correction)) return outcomeOf(before) ?? UNKNOWN
  const topic = `correction-${before.corrections + 1}`
  const { key } = before
  const after = await send(faxing, topic, { key, input }, { call, paper: faxing.correction })
  if (after?.correction?.state === 'failed') {
    return { kind: 'unavailable', cause: `fax_${after.correction.result ?? 'failed'}` }
  }
  return (after && outcomeOf(after)) ?? UNKNOWN
}

async function withdraw<I>(
  faxing: Faxing<I>,
  reference: string,
  input: I,
  call: Call,
): Promise<Withdrawal> {
  const before = await read(faxing, reference, call)
  if (!before || !faxing.withdrawal) throw new AgencyTrouble('cannot_withdraw')
  const { withdrawal: sent, key } = before
  const after =
    sent === null || sent.state === 'failed'
      ? await send(faxing, 'withdrawal', { key, input }, { call, paper: faxing.withdrawal })
      : before
  const state = after?.withdrawal?.state
  if (state === 'arrived') return { kind: 'withdrawn' }
  if (state === 'failed') {
    return { kind: 'unavailable', cause: `fax_${after?.withdrawal?.result ?? 'failed'}` }
  }
  return { kind: 'unknown', cause: 'no_report_yet' }
}

const UNKNOWN: Outcome = { kind: 'unknown', cause: 'no_report_yet' }

async function send<I>(
  faxing: Faxing<I>,
  topic: string,
  { key, input }: Pick<Filling<I>, 'key' | 'input'>,
  { call, paper }: { call: Call; paper: (filling: Filling<I>) => Promise<Uint8Array> },
): Promise<Standing | null> {
  const wire = call.wires.fax
  const pdf = await filled(paper({ key, input, replyTo: await wire.replyTo(key) }), call)
  const pages = await countPages(pdf)
  await wire.send(key, topic, { to: faxing.to, pdf, pages }, faxing.line)
  return weighed(wire, faxing, await wire.settle(key, faxing.line, WAIT_MS))
}

const read = async <I>(faxing: Faxing<I>, name: string, call: Call): Promise<Standing | null> =>
  weighed(call.wires.fax, faxing, await call.wires.fax.read(name, faxing.line))

async function weighed<I>(wire: FaxWire, { answers }: Faxing<I>, faxed: Faxed | null) {
  if (!faxed) return null
  const standing = pile(faxed, answers)
  for (const letterId of standing.notUnderstood) await wire.giveToDesk(letterId, 'not_understood')
  const { filing, key } = standing
  if (!filing?.job || (await wire.nameIt(key, filing.job))) return standing
  return { ...standing, filing: { ...filing, job: null } }
}

/** Null: nothing of it is at the agency, the line said so each time. */
function outcomeOf({ key, filing, said, correction, withdrawal }: Standing): Outcome | null {
  if (!filing || filing.state === 'failed') return null
  for (const fax of [filing, withdrawal, correction]) {
    if (!fax || isCertain(fax)) continue
    return {
      kind: 'unknown',
      cause: fax.state === 'unclear' ? `fax_${fax.result}` : 'no_report_yet',
    }
  }
  const reference = filing.job ?? key
  if (withdrawal?.state === 'arrived') {
    return { kind: 'rejected', reference, reasons: [TAKEN_BACK], isWithdrawn: true }
  }
  if (said?.kind === 'approved') {
    return { kind: 'approved', reference, ...(said.number ? { number: said.number } : {}) }
  }
  if (said) {
    const reasons = [reasonOf(said)]
    return said.kind === 'correction'
      ? { kind: 'needs', what: 'correction', reference, reasons }
      : { kind: 'rejected', reference, reasons }
  }
  return { kind: 'pending', reference, note: ARRIVED }
}

const ARRIVED: LocalText = words(
  '傳真已送達，等機關處理；機關可能用電話回覆。',
  'The fax has arrived; the agency may answer by telephone.',
)
const TAKEN_BACK: Reason = {
  text: words('已傳真撤回。', 'It was taken back by fax.'),
}

/** What the paper cannot hold is for a person; a form that is not the one we know stops the lane. */
async function filled(paper: Promise<Uint8Array>, call: Call): Promise<Uint8Array> {
  try {
    return await paper
  } catch (error) {
    if (!(error instanceof PdfTrouble)) throw error
    const told = error.problems.map(({ code, field, characters = '' }) =>
      [code, field, characters].join(' ').trim(),
    )
    call.keep({ label: 'paper', mediaType: 'text/plain', body: told.join('\n') })
    const codes = error.problems.map(({ code }) => code)
    const changed = ['no_such_field', 'no_such_choice', 'left_empty', 'not_writable'] as const
    if (changed.some((code) => codes.includes(code))) throw new ChangedLayout(told)
    if (codes.includes('missing_glyph')) throw new AgencyTrouble('missing_glyph')
    throw new DoesNotFit(error.problems[0]?.field ?? '')
  }
}
