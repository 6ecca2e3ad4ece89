// The edge: what every request passes on its way in, and how every failure leaves. The one place
// that turns a failure into a status, a page or a problem document (RFC 9457), and that logs it.

import { randomUUID } from 'node:crypto'
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { ErrorPage } from '../ui/error-page.tsx'
import { Failure, type FailureKind } from './errors.ts'
import { frameOf } from './frame.ts'
import { LANGUAGES, type Language, preferredLanguage, sayMessage } from './i18n.ts'
import { countRequest } from './metrics.ts'
import type { Station } from './station.ts'
import type { Web } from './web.ts'

const STATUS = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
} as const satisfies Record<FailureKind, number>

const MAX_BODY_BYTES = 512 * 1024
/** A page with uploads carries several files. */
const MAX_UPLOAD_BYTES = 12 * 1024 * 1024

/** The cookie that keeps a chosen language. Also read by pages that change it. */
export const LANGUAGE_COOKIE = 'lang'

export const isApi = (path: string) => path.startsWith('/api/')

/** First of all: the station, the time, the language, an id to find the request by. */
export function prepare(station: Station): MiddlewareHandler<Web> {
  return async (c, next) => {
    const lang = chosenLanguage(c)
    c.set('station', station)
    c.set('db', station.db)
    c.set('now', station.clock.now())
    c.set('lang', lang)
    c.set('t', station.words[lang])
    c.set('requestId', randomUUID())
    c.set('actor', null)
    await next()
    c.header('X-Request-Id', c.var.requestId)
    c.header('Content-Language', lang)
    c.header('Vary', 'Accept-Language, Cookie', { append: true })
  }
}

/** One line a request: the route's pattern, never the address, which may hold a secret. */
export function logRequests(): MiddlewareHandler<Web> {
  return async (c, next) => {
    const started = performance.now()
    await next()
    const ms = Math.round(performance.now() - started)
    const route = routeOf(c)
    countRequest({ method: c.req.method, route, status: c.res.status, seconds: ms / 1000 })
    c.var.station.log.info({
      id: c.var.requestId,
      method: c.req.method,
      route,
      status: c.res.status,
      ms,
    })
  }
}

export const guardHeaders: MiddlewareHandler<Web> = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    fontSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
})

/** Forms of other sites are refused; JSON routes take no cookie, so there is nothing to forge. */
export function guardForms(): MiddlewareHandler<Web> {
  const guard = csrf()
  return async (c, next) => (isApi(c.req.path) ? next() : guard(c, next))
}

export function guardSize(): MiddlewareHandler<Web> {
  const refuse = () => {
    throw new Failure('too_large', 'core.too_large')
  }
  const small = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuse })
  const large = bodyLimit({ maxSize: MAX_UPLOAD_BYTES, onError: refuse })
  return (c, next) => {
    const isUpload = (c.req.header('content-type') ?? '').startsWith('multipart/form-data')
    return isUpload ? large(c, next) : small(c, next)
  }
}

/** Registered with `app.onError` and used for unknown addresses too. */
export const answerFailure: ErrorHandler<Web> = async (error, c) => {
  const failure = asFailure(error)
  if (
    failure.kind === 'unavailable' ||
    !(error instanceof Failure || error instanceof HTTPException)
  ) {
    c.var.station.log.error({
      id: c.var.requestId,
      route: routeOf(c),
      kind: failure.kind,
      err: error,
    })
  }
  const status = STATUS[failure.kind]
  if (failure.retryAfterSeconds !== null) c.header('Retry-After', String(failure.retryAfterSeconds))
  if (isApi(c.req.path)) return problem(c, failure, status)
  if (status === 401 && c.req.method === 'GET') {
    return c.redirect(`/sign-in?back=${encodeURIComponent(c.req.path)}`, 303)
  }
  const words = c.var.t(failure.messageKey)
  return c.html(
    <ErrorPage
      frame={frameOf(c, { title: words })}
      status={status}
      words={words}
      id={c.var.requestId}
    />,
    status,
  )
}

function problem(c: Context<Web>, failure: Failure, status: number) {
  const { t, lang } = c.var
  const body = {
    type: `urn:yizhan:problem:${failure.kind}`,
    title: t(`core.kind_${failure.kind}`),
    status,
    detail: t(failure.messageKey),
    instance: `urn:uuid:${c.var.requestId}`,
    errors: failure.problems.map(({ pointer, message, values }) => ({
      pointer,
      detail: sayMessage(message, lang, t, values),
    })),
  }
  return c.body(JSON.stringify(body), status as 400, { 'Content-Type': 'application/problem+json' })
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (!(error instanceof HTTPException)) {
    return new Failure('unavailable', 'core.our_fault', { cause: error })
  }
  const byStatus: Record<number, [FailureKind, string]> = {
    400: ['invalid', 'core.unreadable'],
    403: ['forbidden', 'core.foreign_form'],
    404: ['not_found', 'core.not_found'],
    413: ['too_large', 'core.too_large'],
    415: ['invalid', 'core.wrong_media_type'],
  }
  const [kind, key] = byStatus[error.status] ?? ['unavailable', 'core.our_fault']
  return new Failure(kind, key, { cause: error })
}

function chosenLanguage(c: Context<Web>): Language {
  const kept = getCookie(c, LANGUAGE_COOKIE)
  const known = LANGUAGES.find((language) => language === kept)
  return known ?? preferredLanguage(c.req.header('accept-language'))
}

function routeOf(c: Context<Web>): string {
  const matched = c.req.matchedRoutes.filter((route) => route.method !== 'ALL').at(-1)
  return matched?.path ?? 'none'
}
