// What agencies could answer of the questions that a person sees, by the person they would be asked
// about.

import type { Page, PersonPart, Question } from '../schema.ts'

/** One asking: an adapter, whom it is about, and which answers it gives. */
export interface Readable {
  adapterId: string
  /** Pointer of the answer, by what the agency finds the person with. */
  subject: Record<string, string>
  fields: { pointer: string; field: string }[]
}

/** Of pages as this person sees them. Questions about the same person are asked together. */
export function readables(pages: Page[]): Readable[] {
  const found = new Map<string, Readable>()
  for (const question of pages.flatMap((page) => page.questions)) {
    if (!question.readFrom) continue
    const { adapter: adapterId, subject } = question.readFrom
    const name = JSON.stringify([adapterId, Object.entries(subject).sort()])
    const one = found.get(name) ?? { adapterId, subject, fields: [] }
    found.set(name, { ...one, fields: [...one.fields, ...fieldsOf(question)] })
  }
  return [...found.values()]
}

function fieldsOf({ id, readFrom }: Question): Readable['fields'] {
  const { field, fields = {} } = readFrom ?? {}
  const parts = Object.entries(fields).map(([part, name]) => ({
    pointer: `/${id}/${part}`,
    field: name,
  }))
  return field === undefined ? parts : [{ pointer: `/${id}`, field }, ...parts]
}

/** A page without the answers at these pointers; what is left of it is still asked. */
export function pageWithout(page: Page, pointers: string[]): Page {
  return { ...page, questions: page.questions.flatMap((one) => questionWithout(one, pointers)) }
}

/** A page with nothing but the parts and questions at these pointers. */
export function pageOnly(page: Page, pointers: string[]): Page {
  return {
    ...page,
    questions: page.questions.flatMap((question) => {
      const { questions: _, ...rest } = question
      if (pointers.includes(`/${question.id}`)) return [question]
      const parts = (question.parts ?? []).filter((part) =>
        pointers.includes(`/${question.id}/${part}`),
      )
      return parts.length > 0 ? [{ ...rest, parts }] : []
    }),
  }
}

function questionWithout(question: Question, pointers: string[]): Question[] {
  const { id, parts, questions = [] } = question
  if (pointers.includes(`/${id}`)) return []
  if (!parts || question.type !== 'person') return [question]
  const left = parts.filter((part: PersonPart) => !pointers.includes(`/${id}/${part}`))
  return left.length > 0 || questions.length > 0 ? [{ ...question, parts: left }] : []
}
