// What another version would have made of answers people already gave: which would now be refused,
// and which would go to other agencies. Pure; nothing is changed by looking.

import type { Problem } from '../../core/errors.ts'
import type { ReadingContext } from '../questions/leaf.ts'
import { readAnswers, readDraft } from '../questions/read.ts'
import type { Answers, Journey } from '../schema.ts'
import { planLegs } from './legs.ts'

export interface Replayed {
  /** Position in the list that was given. */
  at: number
  /** Problems that only the new version has. */
  refused: Problem[]
  agenciesAdded: string[]
  agenciesDropped: string[]
}

/** Answers that come out differently under `after`, in the order given. */
export function replay(
  before: Journey,
  after: Journey,
  answersList: Answers[],
  context: ReadingContext,
): Replayed[] {
  return answersList.flatMap((answers, at) => {
    const [old, now] = [before, after].map((journey) => outcomeOf(journey, answers, context))
    if (!old || !now) return []
    const refused = now.problems.filter(
      ({ pointer, message }) =>
        !old.problems.some((one) => one.pointer === pointer && isSame(one.message, message)),
    )
    const agenciesAdded = without(now.agencies, old.agencies)
    const agenciesDropped = without(old.agencies, now.agencies)
    const isSameOutcome = refused.length + agenciesAdded.length + agenciesDropped.length === 0
    return isSameOutcome ? [] : [{ at, refused, agenciesAdded, agenciesDropped }]
  })
}

function outcomeOf(journey: Journey, answers: Answers, context: ReadingContext) {
  const known = new Set(journey.pages.flatMap((page) => page.questions.map(({ id }) => id)))
  // What the other version asked besides is not a mistake of the person.
  const asked = Object.fromEntries(Object.entries(answers).filter(([id]) => known.has(id)))
  const reading = readAnswers(journey, asked, context)
  const readable = reading.ok ? reading.answers : readDraft(journey, asked, context)
  const legs = planLegs(journey, readable, { today: context.today })
  return {
    problems: reading.ok ? [] : reading.problems.filter((problem) => problem.level !== 'info'),
    agencies: legs.map((leg) => leg.agencyId),
  }
}

const without = (list: string[], others: string[]): string[] => [
  ...new Set(list.filter((item) => !others.includes(item))),
]

const isSame = (a: Problem['message'], b: Problem['message']): boolean =>
  JSON.stringify(a) === JSON.stringify(b)
