// Who may call a route. Every route names its rule; app.ts refuses to start when one does not, so
// that a forgotten rule is a failed start and never an open door.

import type { Context, MiddlewareHandler } from 'hono'
import { Failure } from './errors.ts'
import type { Web } from './web.ts'

export type AccessRule = (c: Context<Web>) => boolean | Promise<boolean>

const RULE = Symbol('access rule')

/** Put first in a route's chain: `pages.get('/desk/tasks', allow(staff), handler)`. */
export function allow(rule: AccessRule): MiddlewareHandler<Web> {
  const guard: MiddlewareHandler<Web> = async (c, next) => {
    if (!(await rule(c))) {
      throw c.var.actor
        ? new Failure('forbidden', 'core.forbidden')
        : new Failure('unauthenticated', 'core.sign_in_first')
    }
    await next()
  }
  return Object.assign(guard, { [RULE]: rule.name })
}

/** Name of the rule a handler carries, or null. */
export const ruleOf = (handler: unknown): string | null =>
  (handler as { [RULE]?: string })[RULE] ?? null

export function everyone(): boolean {
  return true
}

export function signedIn(c: Context<Web>): boolean {
  return c.var.actor !== null
}

/** Officers and clerks: whoever works at a desk or an agency. */
export function staff(c: Context<Web>): boolean {
  return c.var.actor?.roles.some((role) => role !== 'resident') ?? false
}

/** Only a demo city, never one that serves people. */
export function demoCity(c: Context<Web>): boolean {
  if (!c.var.station.config.sandbox) throw new Failure('not_found', 'core.not_found')
  return true
}

/** The handler itself checks a secret the caller holds: a case token, a draft link. Say which. */
export function holderOfSecret(): boolean {
  return true
}

interface ListedRoute {
  method: string
  path: string
  handler: unknown
}

/** Routes without a rule, as `GET /path`. Middleware (`ALL`) is not a route. */
export function routesWithoutRule(routes: ListedRoute[]): string[] {
  const guarded = new Set(
    routes.filter((r) => ruleOf(r.handler)).map((r) => `${r.method} ${r.path}`),
  )
  const all = routes.filter((r) => r.method !== 'ALL').map((r) => `${r.method} ${r.path}`)
  return [...new Set(all)].filter((route) => !guarded.has(route))
}

/** Methods that some route answers at this path, for the `Allow` of a 405. */
export function methodsAt(routes: { method: string; path: string }[], path: string): string[] {
  const isThere = (pattern: string) =>
    new RegExp(`^${pattern.replace(/:[^/]+/g, '[^/]+')}$`).test(path)
  const found = routes.filter((route) => route.method !== 'ALL' && !route.path.includes('*'))
  return [...new Set(found.filter((route) => isThere(route.path)).map(({ method }) => method))]
}
