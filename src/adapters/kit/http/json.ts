// JSON as an agency answers it: held against what the adapter expects, because a field that is gone
// is a changed layout like any other, and an error told as problem details becomes reasons.

import { z } from 'zod'
import type { CallResponse, Reason } from '../../contract.ts'
import { says, type Table } from '../agency.ts'
import { AgencyTrouble, ChangedLayout, expectStatus } from '../trouble.ts'

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const WALLS: [RegExp, string][] = [
  [/captcha|圖形驗證|我不是機器人/i, 'captcha'],
  [/type=["']?password/i, 'login_wall'],
  [/系統維護|維護中|maintenance/i, 'maintenance'],
]

/**
 * The body as JSON, whatever its content type says.
 * @throws AgencyTrouble captcha, login_wall, maintenance, half_page, not_json
 */
export function parse(response: CallResponse): Json {
  const text = response.text('utf-8')
  try {
    return JSON.parse(text) as Json
  } catch (cause) {
    if (/^\s*</.test(text)) {
      const wall = WALLS.find(([words]) => words.test(text))?.[1]
      throw new AgencyTrouble(wall ?? 'not_json', { cause })
    }
    throw new AgencyTrouble(/^\s*[[{]/.test(text) ? 'half_page' : 'not_json', { cause })
  }
}

/**
 * The answer, if it went well and is what the adapter was written for.
 * @throws AgencyTrouble by its status, ChangedLayout naming fields, never what stood in them
 */
export function read<S extends z.ZodType>(response: CallResponse, schema: S): z.output<S> {
  expectStatus(response.status, response.headers)
  return fits(parse(response), schema)
}

/** @throws ChangedLayout */
export function fits<S extends z.ZodType>(value: unknown, schema: S): z.output<S> {
  const reading = schema.safeParse(value)
  if (reading.success) return reading.data
  throw new ChangedLayout(
    reading.error.issues.map((issue) => `/${issue.path.map(String).join('/')} ${issue.code}`),
  )
}

const ProblemSchema = z.looseObject({
  type: z.string().optional(),
  title: z.string(),
  status: z.number().optional(),
  detail: z.string().nullish(),
  code: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string().optional(), detail: z.string() })).optional(),
})
export type ProblemDetails = z.output<typeof ProblemSchema>

/** RFC 9457, by its shape: many send it as plain JSON. Null when the answer is none. */
export function problem(response: CallResponse): ProblemDetails | null {
  if (response.status < 400) return null
  try {
    return ProblemSchema.safeParse(parse(response)).data ?? null
  } catch {
    return null
  }
}

/** `type` ends in a word, or the agency has a code of its own. */
export const problemCode = ({ code, type = '' }: ProblemDetails): string =>
  code ?? type.replace(/^.*[/:#]/, '')

/**
 * What the agency says is wrong, each tied to our input where it names a field.
 * @param pointers the agency's pointer → ours, e.g. `{ '/contact/phone': '/contact/phone' }`
 */
export function reasonsOf(
  { title, detail, errors = [] }: ProblemDetails,
  table: Table = {},
  pointers: Table = {},
): Reason[] {
  if (errors.length === 0) return [{ text: says(detail || title, table) }]
  return errors.map((error) => {
    const field = pointers[error.pointer ?? ''] ?? error.pointer
    return { text: says(error.detail, table), ...(field ? { field } : {}) }
  })
}
