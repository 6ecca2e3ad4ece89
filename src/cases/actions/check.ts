// Everything that can be said about answers before they are filed: the page and the API say the same,
// all at once.

import { checkInput, listAdapters } from '../../adapters/index.ts'
import { taipeiDay, taipeiTime } from '../../core/clock.ts'
import type { Problem } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import {
  type Answers,
  type Journey,
  type LegPlan,
  planLegs,
  questionForField,
  readAnswers,
  readDraft,
  readingContext,
} from '../../journeys/index.ts'
import type { Checked, RawAnswers } from '../schema/requests.ts'

/** Pointers begin at the answers, `/leader/birth`. Pure but for the city's data and clock. */
export function checkAnswers(station: Station, journey: Journey, raw: RawAnswers): Checked {
  const reading = readAnswers(journey, raw, readingContext(station))
  if (!reading.ok) return { journey, ...sorted(reading.problems), ok: false }

  const { answers } = reading
  const known = { today: taipeiDay(station.clock.now()) }
  const legs = planLegs(journey, answers, known)
  const found = [
    ...reading.notes,
    ...legs.flatMap((leg) => problemsOf(station, { journey, answers, leg })),
  ]
  const { problems, notes } = sorted(found)
  if (problems.length > 0) return { ok: false, journey, problems, notes }
  return { ok: true, journey, answers, legs, notes }
}

/**
 * A correction is stopped only by what it makes wrong itself. What the passing of time has made wrong,
 * e.g. a day that is nearer now than the journey wants, stood in the filing and is the agency's to judge.
 */
export function checkCorrection(
  station: Station,
  journey: Journey,
  { before, after }: { before: RawAnswers; after: RawAnswers },
): Checked {
  const checked = checkAnswers(station, journey, after)
  if (checked.ok) return checked
  const known = checkAnswers(station, journey, before)
  const isOld = (problem: Problem) =>
    !isReadingProblem(problem) && !known.ok && known.problems.some((one) => isSame(one, problem))
  if (!checked.problems.every(isOld)) {
    return { ...checked, problems: checked.problems.filter((problem) => !isOld(problem)) }
  }
  const answers = readDraft(journey, after, readingContext(station))
  const legs = planLegs(journey, answers, { today: taipeiDay(station.clock.now()) })
  return { ok: true, journey, answers, legs, notes: [...checked.problems, ...checked.notes] }
}

/** An answer that cannot be understood is not there: a journey's own checks bring their own words. */
const isReadingProblem = ({ message }: Problem): boolean =>
  typeof message === 'string' && message.startsWith('journeys.')

const isSame = (a: Problem, b: Problem): boolean =>
  a.pointer === b.pointer && JSON.stringify(a.message) === JSON.stringify(b.message)

/** What stops the filing, and what is only told. */
const sorted = (found: Problem[]) => ({
  problems: found.filter((problem) => problem.level !== 'info'),
  notes: found.filter((problem) => problem.level === 'info'),
})

interface Subject {
  journey: Journey
  answers: Answers
  leg: LegPlan
}

function problemsOf(station: Station, { journey, answers, leg }: Subject): Problem[] {
  const now = station.clock.now()
  if (leg.closesAt && leg.closesAt <= now) {
    const values = { time: taipeiTime(leg.closesAt).slice(0, 16).replace('T', ' ') }
    return [{ pointer: '', message: 'cases.agency_closed_before', values }]
  }
  // A leg that names another's number is complete only later; its adapter checks it then.
  const isKnown = listAdapters(station).some(({ describe }) => describe.id === leg.adapterId)
  if (leg.needs.length > 0 || !isKnown) return []
  const filed = { answers, known: { today: taipeiDay(now) } }
  return checkInput(station, leg.adapterId, leg.input, now).map((problem) => ({
    ...problem,
    pointer: questionForField(journey, leg.legId, problem.pointer, filed) ?? '',
  }))
}
