// Which pages and questions a person sees, and where a pointer leads back to.

import { type Known, newScope } from '../expressions/scope.ts'
import type { Answers, Journey, Page, Question } from '../schema.ts'

/** Pages as this person sees them, each with the questions this person is asked. */
export function visiblePages(journey: Journey, answers: Answers, known: Known): Page[] {
  const scope = newScope(journey, answers, known)
  const shown = (question: Question): boolean => scope.isTrue(question.showIf)
  const withShown = (question: Question): Question =>
    question.questions ? { ...question, questions: question.questions.filter(shown) } : question
  return journey.pages
    .filter((page) => scope.isTrue(page.showIf))
    .map((page) => ({ ...page, questions: page.questions.filter(shown).map(withShown) }))
    .filter((page) => page.questions.length > 0)
}

/** The page that asks what a pointer (`/leader/birth`) points at. */
export function pageOf(journey: Journey, pointer: string): Page | null {
  const id = stepsOf(pointer)[0]
  return journey.pages.find((page) => page.questions.some((q) => q.id === id)) ?? null
}

/** The question a pointer leads to, and what of it: `/members/2/birth` is the group's part birth. */
export function questionAt(
  journey: Pick<Journey, 'pages'>,
  pointer: string,
): { question: Question; rest: string[] } | null {
  const [id, ...rest] = stepsOf(pointer)
  const questions = journey.pages.flatMap((page) => page.questions)
  const question = questions.find((one) => one.id === id)
  return question ? { question, rest } : null
}

export const stepsOf = (pointer: string): string[] =>
  pointer.split(/[/.[\]]/).filter((step) => step !== '')
