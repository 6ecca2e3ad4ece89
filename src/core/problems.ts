// What a schema found wrong, as problems with words of ours: a message of the schema that is a key of
// locales/ stays, everything else is said by the kind of mistake. Source: RFC 6901, RFC 9457.

import type { z } from 'zod'
import type { Problem } from './errors.ts'

type Issue = z.core.$ZodIssue

const KEY = /^[a-z]+\.[a-z0-9_.]+$/
/** The library says only in its own message whether a field was left out. */
const LEFT_OUT = /received undefined$/

/** One problem for each mistake; an unknown field has a pointer of its own. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    const paths =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key])
        : [issue.path]
    return paths.map((path) => ({ pointer: pointerTo(path), ...messageOf(issue) }))
  })
}

/** RFC 6901; '' is the whole. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function messageOf(issue: Issue): Pick<Problem, 'message' | 'values'> {
  if (KEY.test(issue.message)) return { message: issue.message }
  switch (issue.code) {
    case 'invalid_type':
      return LEFT_OUT.test(issue.message)
        ? { message: 'core.field_missing' }
        : { message: 'core.field_wrong_kind', values: { kind: issue.expected } }
    case 'unrecognized_keys':
      return { message: 'core.field_unknown' }
    case 'too_big':
      return { message: tooBig(issue.origin), values: { count: Number(issue.maximum) } }
    case 'too_small':
      return { message: tooSmall(issue.origin), values: { count: Number(issue.minimum) } }
    case 'invalid_value':
      return { message: 'core.field_not_listed', values: { list: issue.values.join(' | ') } }
    case 'invalid_format':
      return { message: 'core.field_wrong_format', values: { format: issue.format } }
    default:
      return { message: 'core.field_wrong' }
  }
}

function tooBig(origin: string): string {
  if (origin === 'string') return 'core.field_too_long'
  return origin === 'array' ? 'core.field_too_many' : 'core.field_too_great'
}

function tooSmall(origin: string): string {
  if (origin === 'string') return 'core.field_too_short'
  return origin === 'array' ? 'core.field_too_few' : 'core.field_too_little'
}
