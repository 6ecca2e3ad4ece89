// Accounts of the hut site. Sessions live in memory: a restart logs everybody out.

import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { getCookie, setCookie } from 'hono/cookie'
import type { Asked } from '../faults.ts'
import type { Branch, Draft } from './orders.ts'

export interface Account {
  id: string
  name: string
  phone: string
  email: string
  salt: string
  hash: string
}

export interface Visit {
  account: string
  draft: Draft | null
}

export type Visits = Map<string, Visit>

const SHELF = 'forest account'
const COOKIE = 'PHPSESSID'

export function openDemoAccount(branch: Branch): void {
  if (branch.store.find(SHELF, 'A123456789')) return
  const person = { name: '林小姐', phone: '0912345678', email: 'lin@example.org' }
  addAccount(branch, { id: 'A123456789', ...person }, 'forest-demo')
}

export function addAccount(
  branch: Branch,
  account: Pick<Account, 'id' | 'name' | 'phone' | 'email'>,
  password: string,
): void {
  const salt = randomBytes(8).toString('hex')
  branch.store.put(SHELF, account.id, { ...account, salt, hash: hashOf(password, salt) })
}

export const findAccount = (branch: Branch, id: string): Account | null =>
  branch.store.find<Account>(SHELF, id.trim().toUpperCase())

export const isPassword = (account: Account, password: string): boolean =>
  timingSafeEqual(Buffer.from(account.hash), Buffer.from(hashOf(password, account.salt)))

export function logIn(visits: Visits, asked: Asked, account: Account): void {
  const session = randomBytes(13).toString('hex')
  visits.set(session, { account: account.id, draft: null })
  setCookie(asked, COOKIE, session, { path: '/forest', httpOnly: true, sameSite: 'Lax' })
}

export const logOut = (visits: Visits, asked: Asked): boolean =>
  visits.delete(getCookie(asked, COOKIE) ?? '')

export const findVisit = (visits: Visits, asked: Asked): Visit | null =>
  visits.get(getCookie(asked, COOKIE) ?? '') ?? null

const hashOf = (password: string, salt: string): string =>
  scryptSync(password, salt, 32).toString('hex')
