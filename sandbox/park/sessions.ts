// Sessions of the old park site: in memory only, so a restart ends them all, and tokens that are
// good for one post.

import { randomBytes } from 'node:crypto'
import { getCookie, setCookie } from 'hono/cookie'
import type { Asked } from '../faults.ts'
import type { Answers } from './forms.ts'
import type { Park } from './parks.ts'

export interface Session {
  park: Park | null
  answers: Answers
  /** The step that may be opened now; going back is allowed, jumping ahead is not. */
  reached: number
  day: number
  tokens: Set<string>
  usedAtMs: number
}

export type Sessions = Map<string, Session>

const COOKIE = 'HIKESID'
const IDLE_MS = 20 * 60_000

export function findSession(sessions: Sessions, asked: Asked): Session | null {
  const session = sessions.get(getCookie(asked, COOKIE) ?? '')
  if (!session || Date.now() - session.usedAtMs > IDLE_MS) return null
  session.usedAtMs = Date.now()
  return session
}

/** A fresh one for a new application; queries keep the one there is. */
export function startSession(sessions: Sessions, asked: Asked, park: Park | null): Session {
  const nowMs = Date.now()
  for (const [id, { usedAtMs }] of sessions) if (nowMs - usedAtMs > IDLE_MS) sessions.delete(id)
  const session = {
    park,
    answers: {},
    reached: 1,
    day: 1,
    tokens: new Set<string>(),
    usedAtMs: nowMs,
  }
  const id = randomBytes(12).toString('hex').toUpperCase()
  sessions.set(id, session)
  setCookie(asked, COOKIE, id, { path: '/park', httpOnly: true })
  return session
}

export function giveToken(session: Session): string {
  const token = randomBytes(16).toString('base64url')
  session.tokens.add(token)
  return token
}

export const takeToken = (session: Session, body: Record<string, unknown>): boolean =>
  session.tokens.delete(String(body.__TOKEN ?? ''))
