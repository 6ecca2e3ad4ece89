// Asking an agency what it knows of the person, from a draft and by their consent. The call holds no
// lock; what comes of it is written over whatever the draft has become meanwhile.

import { randomInt } from 'node:crypto'
import { callAdapter, getAdapter } from '../../../adapters/index.ts'
import { taipeiDay, taipeiTime } from '../../../core/clock.ts'
import type { Db } from '../../../core/db.ts'
import { Failure } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import {
  getJourney,
  type Journey,
  type Readable,
  readAnswers,
  readables,
  readDraft,
  readingContext,
  visiblePages,
} from '../../../journeys/index.ts'
import { logReading } from '../../../people/index.ts'
import { DAY_MS } from '../../rules/pauses.ts'
import { ASKINGS_A_DAY, isStanding, valueAt, withValue } from '../../rules/reads.ts'
import type { Asking, Reading, ReadingOutcome, ReadValue } from '../../schema/reads.ts'
import type { Draft, RawAnswers } from '../../schema/requests.ts'
import { lockDraft, saveDraftAnswers } from '../../store/drafts.ts'
import { draftOf, endOf, findRow } from '../drafts.ts'
import { sealWith } from '../seal.ts'

export interface Wish {
  token: string
  adapterId: string
}

/**
 * Asks once. The answers stand in the draft afterwards, as if typed, and are known to be the agency's.
 * @throws Failure not_found, conflict when the journey has nothing to ask this agency
 */
export async function askAgency(station: Station, { token, adapterId }: Wish): Promise<Asking> {
  const row = await findRow(station, token)
  if (!row) throw new Failure('not_found', 'cases.draft_not_found')
  const draft = await draftOf(station, row)
  if (draft.caseId || draft.isTrial) throw new Failure('conflict', 'cases.draft_filed')
  const journey = await getJourney(station.db, draft.journeyId, draft.journeyVersion)
  const wanted = wantedOf(station, journey, draft).find((one) => one.adapterId === adapterId)
  if (!wanted) throw new Failure('conflict', 'cases.read_nothing_to_ask')

  const subject = subjectOf(station, journey, draft.answers, wanted)
  if (!subject.ok) return subject
  const about = station.secrets.hash('cases.reading', JSON.stringify(subject.values))
  if (isOther(draft, about)) return oneOnly(wanted)

  const reading = { ...newReading(station, wanted), about }
  const keeping = { draftId: row.draftId, reading, wanted, subject }
  const { outcome: before } = draft.readings.at(-1) ?? {}
  if (triesToday(station, draft) >= ASKINGS_A_DAY) {
    if (before === 'too_often') return { ok: true, outcome: before }
    return keep(station, { ...keeping, reading: { ...reading, outcome: 'too_often' } })
  }
  return keep(station, { ...keeping, ...(await ask(station, keeping)) })
}

type Keeping = {
  draftId: string
  reading: Reading
  wanted: Readable
  subject: Subject
  values?: Record<string, unknown>
}

async function ask(
  station: Station,
  { draftId, reading, subject }: Keeping,
): Promise<Pick<Keeping, 'reading' | 'values'>> {
  const { adapterId, fields, consentId, givenAt, agencyId } = reading
  const asked = { agencyId, subject: `draft:${draftId}` }
  const { outcome } = await callAdapter(station, adapterId, 'read', {
    subject: subject.values,
    fields,
    consent: { id: consentId, givenAt: new Date(givenAt) },
    beforeSend: () => logReading(station, station.db, asked),
  })
  if (outcome.kind !== 'answered') return { reading: { ...reading, outcome: toldAs(outcome) } }
  const { at, values } = outcome
  return { reading: { ...reading, outcome: 'answered', at }, values }
}

/** What could still be asked from a draft: no answer twice, and none the person has typed over. */
export function wantedOf(
  station: Station,
  journey: Journey,
  { answers, readings }: Pick<Draft, 'answers' | 'readings'>,
): Readable[] {
  const context = readingContext(station)
  const understood = readDraft(journey, answers, context)
  const now = station.clock.now()
  const given = readings
    .filter((reading) => isStanding(reading, now))
    .flatMap(({ values }) => values.map(({ pointer }) => pointer))
  return readables(visiblePages(journey, understood, { today: context.today }))
    .map((one) => ({
      ...one,
      fields: one.fields.filter(({ pointer }) => !given.includes(pointer)),
    }))
    .filter(({ fields }) => fields.length > 0)
}

type Subject = { ok: true; values: Record<string, unknown>; pointers: Record<string, string> }

function subjectOf(
  station: Station,
  journey: Journey,
  raw: RawAnswers,
  { subject: pointers }: Readable,
): Subject | Extract<Asking, { ok: false }> {
  const context = readingContext(station)
  const understood = readDraft(journey, raw, context)
  const values = Object.entries(pointers).map(([name, pointer]) => [
    name,
    valueAt(understood, pointer),
  ])
  if (values.every(([, value]) => value !== undefined)) {
    return { ok: true, values: Object.fromEntries(values), pointers }
  }
  const reading = readAnswers(journey, raw, context)
  const missing = Object.values(pointers).filter((at) => valueAt(understood, at) === undefined)
  const problems = missing.map((pointer) => {
    const found = reading.ok ? null : reading.problems.find((one) => one.pointer === pointer)
    return found ?? { pointer, message: 'cases.read_needs_this', level: 'block' as const }
  })
  return { ok: false, problems }
}

/** One person a draft: whoever has been answered about stays the one, also after withdrawing. */
const isOther = ({ readings }: Draft, about: string): boolean =>
  readings.some((one) => one.outcome === 'answered' && one.about !== about)

const oneOnly = ({ subject }: Readable): Asking => {
  const [pointer = ''] = Object.values(subject)
  return { ok: false, problems: [{ pointer, message: 'cases.read_one_person', level: 'block' }] }
}

function newReading(station: Station, { adapterId, fields }: Readable): Omit<Reading, 'about'> {
  const { agencies, reads } = getAdapter(station, adapterId).describe
  if (!reads) throw new Failure('not_found', 'cases.read_nothing_to_ask')
  const now = station.clock.now()
  return {
    consentId: newConsentId(),
    adapterId,
    agencyId: agencies[0] ?? '',
    basis: reads.basis,
    givenAt: taipeiTime(now),
    holdsUntil: taipeiTime(new Date(now.getTime() + reads.consentDays * DAY_MS)),
    outcome: 'unavailable',
    at: null,
    fields: [...new Set(fields.map(({ field }) => field))],
    values: [],
    endedAt: null,
  }
}

/** Without letters and digits that look alike. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const newConsentId = (): string =>
  Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

const triesToday = ({ clock }: Station, { readings }: Draft): number =>
  readings.filter(({ givenAt }) => givenAt.startsWith(taipeiDay(clock.now()))).length

const TOLD: Record<string, ReadingOutcome> = {
  not_known: 'not_found',
  mismatch: 'not_found',
  refused: 'refused',
  too_often: 'too_often',
  // A residence permit or a passport: the register holds no such number.
  input_not_understood: 'not_found',
}

const toldAs = (outcome: { kind: string; cause?: string }): ReadingOutcome =>
  TOLD[outcome.kind] ?? TOLD[outcome.cause ?? ''] ?? 'unavailable'

async function keep(
  station: Station,
  { draftId, reading, wanted, subject, values = {} }: Keeping,
): Promise<Asking> {
  return station.db.transaction().execute(async (tx: Db): Promise<Asking> => {
    const row = await lockDraft(tx, draftId)
    if (!row || row.filedCaseId) throw new Failure('conflict', 'cases.draft_filed')
    const draft = await draftOf(station, row)
    const journey = await getJourney(tx, row.journeyId, row.journeyVersion)
    const context = readingContext(station)
    const read = (raw: RawAnswers) => readDraft(journey, raw, context)
    const merged = mergedInto(draft.answers, { values, wanted, subject, read })
    const seal = sealWith(station, tx, row.keyId)
    const now = station.clock.now()
    await saveDraftAnswers(tx, {
      ...row,
      sealedAnswers: await seal.close(merged.raw),
      sealedReads: await seal.close([...draft.readings, { ...reading, values: merged.values }]),
      updatedAt: now,
      expiresAt: endOf(now),
    })
    return { ok: true, outcome: reading.outcome }
  })
}

interface Merging {
  values: Record<string, unknown>
  wanted: Readable
  subject: Subject
  read: (raw: RawAnswers) => Record<string, unknown>
}

/** A value that the question cannot hold is left to the person, and so is all of somebody else's. */
function mergedInto(answers: RawAnswers, { values, wanted, subject, read }: Merging) {
  const given = wanted.fields.filter(({ field }) => field in values)
  const now = read(answers)
  const isSame = Object.entries(subject.pointers).every(
    ([name, pointer]) => valueAt(now, pointer) === subject.values[name],
  )
  if (given.length === 0 || !isSame) return { raw: answers, values: [] }
  const found: ReadValue[] = Object.entries(subject.pointers).map(([name, pointer]) => ({
    pointer,
    field: null,
    value: subject.values[name],
    isDisputed: false,
  }))
  let raw = answers
  for (const { pointer, field } of given) {
    const tried = withValue(raw, pointer, values[field])
    const value = valueAt(read(tried), pointer)
    if (value === undefined) continue
    const before = valueAt(answers, pointer)
    found.push({
      pointer,
      field,
      value,
      isDisputed: false,
      ...(isBlank(before) ? {} : { before }),
    })
    raw = tried
  }
  return { raw, values: found }
}

const isBlank = (typed: unknown): boolean => typed === undefined || typed === ''
