// Reads everything that was sent for a journey, from a form or the API, and says everything that is
// wrong with it at once. What is not asked of this person is left out, whatever was sent.

import type { Problem } from '../../core/errors.ts'
import { isPlainRecord } from '../expressions/records.ts'
import { newScope, type Scope } from '../expressions/scope.ts'
import { runChecks } from '../rules/checks.ts'
import type { Answers, Journey, Page, Question, QuestionType, Reading } from '../schema.ts'
import {
  readChoice,
  readChoices,
  readConfirm,
  readNumber,
  readPlace,
  readUpload,
} from './choices.ts'
import { readAddress, readEmail, readPhone } from './contacts.ts'
import { readDate } from './dates.ts'
import { documentsOf, readIdNumber } from './ids.ts'
import {
  isBlank,
  isEmptyRow,
  type LeafReader,
  problemAt,
  type ReadingContext,
  wrong,
} from './leaf.ts'
import { MAX_MEMBERS } from './limits.ts'
import { readParts } from './person.ts'
import { readLongText, readText } from './texts.ts'

type Simple = Exclude<QuestionType, 'person' | 'group' | 'trip'>

const READERS: Record<Simple, LeafReader> = {
  text: readText,
  long_text: readLongText,
  choice: readChoice,
  choices: readChoices,
  confirm: readConfirm,
  date: readDate,
  number: readNumber,
  address: readAddress,
  phone: readPhone,
  email: readEmail,
  id_number: (raw, question) => readIdNumber(raw, documentsOf(question)),
  place: readPlace,
  upload: readUpload,
}

/** What could be read so far, and what is wrong. */
interface Sheet {
  journey: Journey
  context: ReadingContext
  answers: Answers
  problems: Problem[]
}

/** Normalised answers, or everything that is wrong; pointers begin at the answers (`/leader/birth`). */
export function readAnswers(journey: Journey, raw: unknown, context: ReadingContext): Reading {
  const sheet = readSheet(journey, raw, context)
  const found = findings(sheet)
  if (found.some((problem) => problem.level !== 'info')) return { ok: false, problems: found }
  return { ok: true, answers: sheet.answers, notes: found }
}

/** One page of a draft: only its own problems, and everything readable so far. */
export function readPage(
  journey: Journey,
  pageId: string,
  raw: unknown,
  context: ReadingContext,
): Reading {
  const sheet = readSheet(journey, raw, context)
  const own = journey.pages.find((page) => page.id === pageId)?.questions ?? []
  const isOwn = (problem: Problem) =>
    own.some((question) => problem.pointer.split('/')[1] === question.id)
  const found = findings(sheet).filter(isOwn)
  if (found.some((problem) => problem.level !== 'info')) return { ok: false, problems: found }
  return { ok: true, answers: sheet.answers, notes: found }
}

/** What is readable of a draft; what is missing or wrong is left out. */
export function readDraft(journey: Journey, raw: unknown, context: ReadingContext): Answers {
  return readSheet(journey, raw, context).answers
}

const TOO_MANY = 'journeys.problem_group_max'

/** A journey that says itself who counts when members are too many is heard instead of the reader. */
function findings(sheet: Sheet): Problem[] {
  const told = checked(sheet)
  const isSaid = ({ pointer, message }: Problem) =>
    message === TOO_MANY && told.some((one) => one.level !== 'info' && one.pointer === pointer)
  return [...sheet.problems.filter((problem) => !isSaid(problem)), ...told]
}

function checked(sheet: Sheet): Problem[] {
  // Too many members can all be read, so checks may still count them.
  const wrong = sheet.problems.filter(
    ({ level, message }) => level !== 'info' && message !== TOO_MANY,
  )
  const broken = new Set(wrong.map((problem) => problem.pointer.split('/')[1] ?? ''))
  return runChecks(sheet.journey, sheet.answers, { today: sheet.context.today }, broken)
}

function readSheet(journey: Journey, raw: unknown, context: ReadingContext): Sheet {
  const sheet: Sheet = { journey, context, answers: {}, problems: [] }
  if (!isPlainRecord(raw)) {
    sheet.problems.push(problemAt('', wrong('journeys.problem_answers_expected')))
    return sheet
  }
  for (const page of journey.pages) readOnePage(sheet, page, raw)

  const asked = new Set(journey.pages.flatMap((page) => page.questions.map(({ id }) => id)))
  for (const field of Object.keys(raw).filter((id) => !asked.has(id))) {
    const unknown = wrong('journeys.problem_unknown_field', { field: field.slice(0, 60) })
    sheet.problems.push(problemAt(`/${escaped(field)}`, unknown))
  }
  return sheet
}

function readOnePage(sheet: Sheet, page: Page, raw: Record<string, unknown>): void {
  // Conditions speak of earlier pages only, so one scope serves the whole page.
  const scope = newScope(sheet.journey, sheet.answers, { today: sheet.context.today })
  if (!scope.isTrue(page.showIf)) return
  const asking: Asking = { ...sheet, scope }
  const read: Answers = {}
  for (const question of page.questions) {
    readQuestion(asking, question, raw[question.id], { pointer: `/${question.id}`, into: read })
  }
  Object.assign(sheet.answers, read)
}

interface Asking extends Sheet {
  scope: Scope
}

interface Slot {
  pointer: string
  into: Record<string, unknown>
}

function readQuestion(asking: Asking, question: Question, raw: unknown, slot: Slot): void {
  if (!asking.scope.isTrue(question.showIf)) return
  if (isBlank(raw)) {
    if (question.optional || (question.type === 'group' && !question.min)) return
    const pointer = missingAt(question, slot.pointer)
    asking.problems.push(problemAt(pointer, wrong(`journeys.required_type_${question.type}`)))
    return
  }
  if (question.type === 'person') readPerson(asking, question, raw, slot)
  else if (question.type === 'group') readGroup(asking, question, raw, slot)
  else if (question.type === 'trip') readTrip(asking, question, raw, slot)
  else {
    const leaf = READERS[question.type](raw, question, asking.context)
    if (leaf.ok) slot.into[question.id] = leaf.value
    else asking.problems.push(problemAt(slot.pointer, leaf))
  }
}

/** A whole person that is missing is missing from its first part on. */
const missingAt = (question: Question, pointer: string): string =>
  question.type === 'person' && question.parts?.[0] ? `${pointer}/${question.parts[0]}` : pointer

function readPerson(asking: Asking, question: Question, raw: unknown, slot: Slot): void {
  if (!isPlainRecord(raw)) {
    asking.problems.push(problemAt(slot.pointer, wrong('journeys.problem_person_expected')))
    return
  }
  slot.into[question.id] = readMember(asking, question, raw, slot.pointer)
}

/** One person or one member of a group: its parts and what is asked besides. */
function readMember(
  asking: Asking,
  question: Question,
  raw: Record<string, unknown>,
  pointer: string,
): Record<string, unknown> {
  const { value, problems } = readParts(raw, question, asking.context, pointer)
  asking.problems.push(...problems)
  for (const extra of question.questions ?? []) {
    readQuestion(asking, extra, raw[extra.id], { pointer: `${pointer}/${extra.id}`, into: value })
  }
  const asked = [...(question.parts ?? []), ...(question.questions ?? []).map(({ id }) => id)]
  for (const field of Object.keys(raw).filter((id) => !(asked as string[]).includes(id))) {
    const unknown = wrong('journeys.problem_unknown_field', { field: field.slice(0, 60) })
    asking.problems.push(problemAt(`${pointer}/${escaped(field)}`, unknown))
  }
  return value
}

function readGroup(asking: Asking, question: Question, raw: unknown, slot: Slot): void {
  const { min = 0, max = MAX_MEMBERS } = question
  if (!Array.isArray(raw)) {
    asking.problems.push(problemAt(slot.pointer, wrong('journeys.problem_list_expected')))
    return
  }
  // A member nobody filled in is not a member.
  const sent = raw.filter((member) => !isEmptyRow(member))
  if (sent.length < min) {
    asking.problems.push(problemAt(slot.pointer, wrong('journeys.problem_group_min', { min })))
  }
  if (sent.length > max) {
    asking.problems.push(problemAt(slot.pointer, wrong(TOO_MANY, { max })))
  }
  const members = sent.slice(0, MAX_MEMBERS).map((member, at) => {
    const pointer = `${slot.pointer}/${at}`
    if (isPlainRecord(member)) return readMember(asking, question, member, pointer)
    asking.problems.push(problemAt(pointer, wrong('journeys.problem_person_expected')))
    return {}
  })
  slot.into[question.id] = members
  asking.problems.push(...repeated(members, slot.pointer))
}

function repeated(members: Record<string, unknown>[], pointer: string): Problem[] {
  const first = new Map<unknown, number>()
  return members.flatMap(({ id_number: number }, at) => {
    if (number === undefined) return []
    const before = first.get(number)
    if (before === undefined) {
      first.set(number, at)
      return []
    }
    const twice = wrong('journeys.problem_member_twice', { first: before + 1, second: at + 1 })
    return [problemAt(`${pointer}/${at}/id_number`, twice)]
  })
}

function readTrip(asking: Asking, question: Question, raw: unknown, slot: Slot): void {
  const { places, today } = asking.context
  const reading = places.readTrip(raw, today)
  if (reading.ok) slot.into[question.id] = reading.value
  const found = reading.ok
    ? reading.notes.map((note) => ({ ...note, level: 'info' as const }))
    : reading.problems
  asking.problems.push(...found.map((p) => ({ ...p, pointer: `${slot.pointer}${p.pointer}` })))
}

/** RFC 6901 */
const escaped = (field: string): string =>
  field.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')
