// From the outcome form's flat fields to a settlement. What is missing stays missing: the schema says
// what the clerk must add.

import type { LocalText } from '../../../core/errors.ts'
import { readDay } from '../../../journeys/index.ts'

type Form = Record<string, string>

export type OutcomeField = 'kind' | 'reference' | 'reason' | 'by' | 'evidence'

/** Which fields a clerk must still fill in, from the schema's issues. */
export function missingFields(issues: { path: PropertyKey[] }[]): OutcomeField[] {
  const fields = issues.map(({ path: [first] }): OutcomeField => {
    if (first === 'reasons') return 'reason'
    return first === 'reference' || first === 'by' ? first : 'kind'
  })
  return [...new Set(fields)]
}

/** The forms of the task itself and of the parts that the same visit settles, by task. */
export function formsTogether(taskId: string, form: Form): { taskId: string; form: Form }[] {
  const others = Object.keys(form).flatMap((name) => /^also\.(.+)$/.exec(name)?.[1] ?? [])
  return [
    { taskId, form },
    ...others.map((id) => {
      const own = { reference: form[`reference.${id}`] ?? '', number: '' }
      const visit = { by: form[`by.${id}`] || form.by || '', bring: form[`bring.${id}`] ?? '' }
      return { taskId: id, form: { ...form, ...own, ...visit } }
    }),
  ]
}

export function settlementOf(form: Form): Record<string, unknown> {
  const kind = form.kind ?? ''
  const reference = form.reference?.trim() || undefined
  const reasons = reasonsOf(form)
  switch (kind) {
    case 'accepted':
    case 'pending':
      return { kind, reference }
    case 'approved':
      return { kind, reference, ...(form.number?.trim() ? { number: form.number.trim() } : {}) }
    case 'rejected':
      return { kind, ...(reference ? { reference } : {}), reasons }
    case 'needs_payment':
    case 'needs_upload':
    case 'needs_correction':
    case 'needs_visit':
      return { ...needs(kind.slice(6), form), ...(reference ? { reference } : {}), reasons }
    case 'not_sent':
    case 'refused':
      return { kind, reasons }
    default:
      return { kind }
  }
}

function needs(what: string, form: Form): Record<string, unknown> {
  const bring = lines(form.bring).map(both)
  return {
    kind: 'needs',
    what,
    ...(form.by?.trim() ? { by: `${readDay(form.by) ?? '?'}T23:59:00+08:00` } : {}),
    ...(form.where?.trim() ? { where: both(form.where.trim()) } : {}),
    ...(bring.length > 0 ? { bring } : {}),
  }
}

/** A clerk writes in one language; both show it rather than nothing. */
const both = (text: string): LocalText => ({ 'zh-TW': text, en: text })

const reasonsOf = (form: Form) => lines(form.reason).map((text) => ({ text: both(text) }))

const lines = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
