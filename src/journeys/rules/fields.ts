// From an agency's word for a field back to the question that was asked, and from what an agency
// gets to the questions it comes from.

import type { LocalText } from '../../core/errors.ts'
import { isPlainRecord, pointerOf } from '../expressions/records.ts'
import { COUNT, type Path } from '../expressions/references.ts'
import { type Known, newScope, type Scope } from '../expressions/scope.ts'
import { type Answers, type Journey, PERSON_PARTS, type PersonPart } from '../schema.ts'
import { questionAt, stepsOf } from './pages.ts'
import {
  type Each,
  type EachPaths,
  eachPaths,
  expressionIn,
  expressionPaths,
  itemType,
  loopIn,
  sentPaths,
} from './send.ts'

/** The answers a field was made from, when they are known: then a member is found, not only a group. */
export interface Filed {
  answers: Answers
  known: Known
}

/**
 * Pointer of the question behind an input field of a leg, `members.2.birth` or `/members/2/birth`;
 * null when the field holds nothing that a person answered.
 */
export function questionForField(
  journey: Journey,
  legId: string,
  field: string,
  filed?: Filed,
): string | null {
  const leg = journey.legs.find((one) => one.id === legId)
  if (!leg) return null
  const scope = filed ? newScope(journey, filed.answers, filed.known) : null
  const pointer = follow({ journey, scope, node: leg.send, steps: stepsOf(field) })
  return pointer === null ? null : controlOf(journey, pointer)
}

/** A person mends whole controls: of a trip's first day the trip, of a street the address. */
function controlOf(journey: Journey, pointer: string): string {
  const found = questionAt(journey, pointer)
  if (!found) return pointer
  const { id, parts, questions } = found.question
  if (!parts && !questions) return `/${id}`
  const deep = /^\d+$/.test(found.rest[0] ?? '') ? 2 : 1
  return `/${[id, ...found.rest.slice(0, deep)].join('/')}`
}

interface Search {
  journey: Journey
  scope: Scope | null
  node: unknown
  steps: string[]
  each?: (EachPaths & { value?: Each }) | undefined
}

function follow(search: Search): string | null {
  const { journey, scope, node, steps, each } = search
  const [step, ...rest] = steps
  const loop = loopIn(node)
  if (loop) {
    const items = scope?.value(loop.list)
    const item = Array.isArray(items) ? items[Number(step ?? 0)] : undefined
    const type = itemType(journey, loop.list) ?? 'dyn'
    const value = item === undefined ? {} : { value: { type, item } }
    const inner = { ...eachPaths(journey, loop.list), ...value }
    return follow({ ...search, node: loop.give, steps: rest, each: inner })
  }
  const expression = expressionIn(node)
  if (expression !== null) {
    return exactly(search, expression) ?? firstOf(expressionPaths(journey, expression, each))
  }
  const below = isPlainRecord(node) || Array.isArray(node) ? Object.entries(node) : []
  if (step !== undefined) {
    const [, next] = below.find(([key]) => key === step) ?? []
    return next === undefined ? null : follow({ ...search, node: next, steps: rest })
  }
  return pointerOf(each?.value?.item) ?? firstOf(sentPaths(journey, node, each))
}

/** By looking at what was sent: a record knows where in the answers it came from. */
function exactly({ scope, steps, each }: Search, expression: string): string | null {
  if (!scope) return null
  const [, record, field] = /^([\w.]+)\.(\w+)$/.exec(expression) ?? []
  const from = record ? pointerOf(scope.value(record, each?.value)) : null
  if (from) return [from, field, ...steps].join('/')
  return within(scope.value(expression, each?.value), steps)
}

function within(value: unknown, steps: string[]): string | null {
  const [step, ...rest] = steps
  const here = pointerOf(value)
  if (step === undefined) return here || null
  if (!Array.isArray(value) && !isPlainRecord(value)) return null
  const next = (value as Record<string, unknown>)[step]
  if (typeof next === 'object') return within(next, rest)
  return here ? `${here}/${step}` : null
}

/** The nearest thing a person can go to: a part of an answer, or the answer. */
function firstOf(paths: Path[]): string | null {
  const path = paths.find(([root]) => root === 'answers')
  if (!path) return null
  const known = path.slice(1).filter((step) => step !== '*' && step !== COUNT)
  return known.length > 0 ? `/${known.join('/')}` : null
}

/** What a person chose, in the words of the question behind a field; null for all but choices. */
export function choiceBehind(
  journey: Journey,
  field: { legId: string; path: string; value: string },
): LocalText | null {
  const leg = journey.legs.find((one) => one.id === field.legId)
  if (!leg) return null
  const pointer = follow({ journey, scope: null, node: leg.send, steps: stepsOf(field.path) })
  const found = pointer === null ? null : questionAt(journey, pointer)
  if (!found) return null
  const { questions = [] } = found.question
  const inner = questions.find(({ id }) => found.rest.includes(id))
  const options = (inner ?? found.question).options ?? []
  return options.find(({ value }) => value === field.value)?.label ?? null
}

/** What one agency gets to know: questions, and of persons which parts. */
export interface Disclosure {
  legId: string
  agencyId: string
  adapterId: string
  questions: DisclosedQuestion[]
}

export interface DisclosedQuestion {
  pointer: string
  label: LocalText
  parts: PersonPart[]
  /** What besides the parts is asked of each person or member, by its label. */
  besides: LocalText[]
}

/** For each leg of this case, what is passed on, in the order of the questions. */
export function disclosures(journey: Journey, answers: Answers, known: Known): Disclosure[] {
  const scope = newScope(journey, answers, known)
  return journey.legs
    .filter((leg) => scope.isTrue(leg.when))
    .map((leg) => ({
      legId: leg.id,
      agencyId: leg.agency,
      adapterId: leg.adapter,
      questions: disclosedBy(journey, sentPaths(journey, leg.send), answers),
    }))
}

function disclosedBy(journey: Journey, paths: Path[], answers: Answers): DisclosedQuestion[] {
  const given = paths.filter(
    ([root, id]) => root === 'answers' && id !== undefined && id in answers,
  )
  const questions = journey.pages.flatMap((page) => page.questions)
  return questions.flatMap((question) => {
    const own = given.filter(([, id]) => id === question.id)
    if (own.length === 0) return []
    const fields = own.map((path) => path.slice(2).find((step) => step !== '*'))
    const all = fields.includes(undefined)
    const asked: readonly string[] = question.parts ?? []
    return {
      pointer: `/${question.id}`,
      label: question.label,
      parts: PERSON_PARTS.filter((part) => asked.includes(part) && (all || fields.includes(part))),
      besides: (question.questions ?? [])
        .filter((extra) => all || fields.includes(extra.id))
        .map((extra) => extra.label),
    }
  })
}

/** The label of what a pointer points at: question, then part or inner question. */
export function labelsAt(
  journey: Journey,
  pointer: string,
): { label: LocalText; part: PersonPart | null; inner: LocalText | null } | null {
  const found = questionAt(journey, pointer)
  if (!found) return null
  const step = found.rest.find((one) => !/^\d+$/.test(one))
  const part = PERSON_PARTS.find((one) => one === step && found.question.parts?.includes(one))
  const inner = found.question.questions?.find((one) => one.id === step)
  return { label: found.question.label, part: part ?? null, inner: inner?.label ?? null }
}
