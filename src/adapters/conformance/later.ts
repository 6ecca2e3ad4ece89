// Kinds whose agencies answer after the call: a letter, a fax's report, a list that goes at night.
// What a check sees right after the call says nothing there, and a page that a robot may meet they
// never see. Their filing once, drops and late answers are held by the stories of their wires.

import type { Kind } from '../contract.ts'
import type { Check, Group } from './schema.ts'

/** Beside what the adapter says of itself, these hold for every kind. */
const AT_ONCE: Group[] = ['describe', 'example', 'check', 'hours', 'words', 'health', 'read']

/** By mail a filing is known as soon as the server has the letter; these wait for its answer. */
const NOT_BY_MAIL = new Set([
  'idempotency.false-duplicate',
  'lookup.after-lost-answer',
  'lookup.after-lost-request',
  'unknown.lost-request-settled',
  'unknown.lost-answer-settled',
  'unknown.reset-settled',
  'unknown.login-wall',
  'unknown.login-wall-settled',
  'unknown.captcha',
  'unknown.captcha-settled',
  'unknown.all-pages-login',
  'unknown.all-pages-captcha',
  'withdraw.stands-no-longer',
  'withdraw.again',
  'withdraw.seen-by-lookup',
  'withdraw.lost-answer',
])

const STORIES: Partial<Record<Kind, string>> = {
  mail: 'src/adapters/wires/mail',
  fax: 'src/adapters/wires/fax',
  'drop-box': 'src/adapters/wires/box',
}

/** Why such a check is not asked of such a kind; null when it is. */
export function heldElsewhere(
  kind: Kind,
  { name }: Pick<Check, 'name'>,
  group: Group,
): string | null {
  const stories = STORIES[kind]
  if (!stories) return null
  const isAsked = kind === 'mail' ? !NOT_BY_MAIL.has(name) : AT_ONCE.includes(group)
  return isAsked ? null : `it answers later than the call: held by the stories of ${stories}`
}
