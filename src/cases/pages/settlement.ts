// From the outcome form's flat fields to a settlement. What is missing stays missing: the schema says
// what the clerk must add.

import type { LocalText } from '../../core/errors.ts'

type Form = Record<string, string>

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
    ...(form.by ? { by: `${form.by}T23:59:00+08:00` } : {}),
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
