// Errors as this operator tells them: problem details (RFC 9457) with a code of its own. The
// content type is plain JSON: the vendor never got round to application/problem+json.

import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Asked } from '../faults.ts'

const PROBLEMS = {
  invalid: [422, '資料有誤'],
  unauthorized: [401, '憑證無效或已過期'],
  scope: [403, '權限不足'],
  'not-found': [404, '查無資料'],
  'sold-out': [409, '座位不足'],
  'duplicate-hold': [409, '重複保留'],
  'key-reused': [422, 'Idempotency-Key 已用於不同內容'],
  'too-late': [409, '已逾可辦理時間'],
  'wrong-state': [409, '目前狀態不允許此操作'],
  'too-many-requests': [429, '請求過於頻繁'],
  maintenance: [503, '系統維護中'],
} as const satisfies Record<string, readonly [ContentfulStatusCode, string]>
export type ProblemCode = keyof typeof PROBLEMS

export interface Wrong {
  code: ProblemCode
  detail: string
  /** One a field, `pointer` as JSON Pointer. */
  errors?: { pointer: string; detail: string }[]
  hold_id?: string
  external_ref?: string
}

export function problem(asked: Asked, wrong: Wrong, headers: Record<string, string> = {}) {
  const [status, title] = PROBLEMS[wrong.code]
  const { code, ...told } = wrong
  const type = `https://shuttle.example/problems/${code}`
  return asked.json({ type, title, status, code, ...told }, status, headers)
}
