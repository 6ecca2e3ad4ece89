// Sessions of the road site: in memory, fifteen idle minutes, one token good for one post.

import { randomBytes } from 'node:crypto'
import { getCookie, setCookie } from 'hono/cookie'
import type { Asked } from '../faults.ts'
import type { Upload } from './big5.ts'

export interface Session {
  id: string
  answers: Record<string, string>
  files: Record<string, Upload>
  /** The page that may be opened next; earlier ones stay open. */
  reached: number
  token: string
  usedAtMs: number
}

export type Sessions = Map<string, Session>

const COOKIE = 'ASPSESSIONIDQCTBRSAD'
const IDLE_MS = 15 * 60_000

export function findSession(sessions: Sessions, asked: Asked): Session | null {
  const session = sessions.get(getCookie(asked, COOKIE) ?? '')
  if (!session || Date.now() - session.usedAtMs > IDLE_MS) return null
  session.usedAtMs = Date.now()
  return session
}

export function openSession(sessions: Sessions, asked: Asked): Session {
  const nowMs = Date.now()
  for (const [id, { usedAtMs }] of sessions) if (nowMs - usedAtMs > IDLE_MS) sessions.delete(id)
  const id = randomBytes(12).toString('hex').toUpperCase()
  const session = { id, answers: {}, files: {}, reached: 1, token: '', usedAtMs: nowMs }
  sessions.set(id, session)
  setCookie(asked, COOKIE, id, { path: '/roads' })
  return session
}

/** Only the newest page of a session has a good token. */
export function giveToken(session: Session): string {
  session.token = randomBytes(9).toString('hex')
  return session.token
}

export function takeToken(session: Session, given: string | undefined): boolean {
  const isRight = session.token !== '' && session.token === given
  if (isRight) session.token = ''
  return isRight
}
