// The edge: what every request passes on its way in, and how every failure leaves. The one place
// that turns a failure into a status, a page or a problem document (RFC 9457), and that logs it.

import { randomUUID } from 'node:crypto'
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ErrorPage } from '../ui/error-page.tsx'
import { mapOrigins } from './city.ts'
import { Failure, type FailureKind } from './errors.ts'
import { frameOf } from './frame.ts'
import { LANGUAGES, type Language, preferredLanguage, sayMessage } from './i18n.ts'
import { countRequest } from './metrics.ts'
import type { Station } from './station.ts'
import { inSpan } from './trace.ts'
import type { Web } from './web.ts'

const STATUS = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  not_allowed: 405,
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

/** Where programs speak to us: they get problem documents, and their cookies do not count. */
export const isApi = (path: string) => /^\/(api|hooks)\//.test(path)

/** First of all: the station, the time, the language, an id to find the request by. */
export function prepare(station: Station): MiddlewareHandler<Web> {
  return async (c, next) => {
    const lang = chosenLanguage(c)
    c.set('station', station)
    c.set('db', station.db)
    c.set('replica', station.replica ?? station.db)
    c.set('now', station.clock.now())
    c.set('lang', lang)
    c.set('t', station.words[lang])
    c.set('requestId', randomUUID())
    c.set('actor', null)
    await next()
    c.header('X-Request-Id', c.var.requestId)
    // What names its own keeping is the same for everyone: a style sheet, a feed.
    if (c.res.headers.has('Cache-Control')) return
    c.header('Content-Language', lang)
    c.header('Vary', 'Accept-Language, Cookie', { append: true })
    // On a counter's computer the next person must not go back to what staff saw.
    c.header('Cache-Control', c.var.actor ? 'no-store' : 'private, no-cache')
  }
}

/** One line a request: the route's pattern, never the address, which may hold a secret. */
export function logRequests(): MiddlewareHandler<Web> {
  return (c, next) =>
    inSpan(c.req.method, {}, async (span) => {
      const started = performance.now()
      await next()
      const ms = Math.round(performance.now() - started)
      const { method } = c.req
      const { status } = c.res
      const route = routeOf(c)
      span.updateName(`${method} ${route}`)
      span.setAttributes({ 'http.response.status_code': status })
      countRequest({ method, route, status, seconds: ms / 1000 })
      c.var.station.log.info({ id: c.var.requestId, method, route, status, ms })
    })
}

export function guardHeaders({ city }: Pick<Station, 'city'>): MiddlewareHandler<Web> {
  const tiles = mapOrigins(city)
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // The map draws in a worker, which is a file of ours.
      workerSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', ...tiles],
      connectSrc: ["'self'", ...tiles],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    // Not `no-referrer`: it hides from us, too, where a form comes from.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    // A place to start from is asked for by our own pages alone.
    permissionsPolicy: { geolocation: ['self'] },
  })
}

/**
 * Forms of other sites are refused. A caller that says neither origin nor site is no browser of this
 * decade and carries nobody's cookie unawares. Source: Go's net/http CrossOriginProtection.
 */
export function guardForms(): MiddlewareHandler<Web> {
  const guard = csrf({ origin: isOwnOrigin })
  return async (c, next) => {
    const saysWhence = c.req.header('origin') ?? c.req.header('sec-fetch-site')
    return saysWhence === undefined ? next() : guard(c, next)
  }
}

/** Behind a proxy that ends TLS our own address is BASE_URL, not what the request line says. */
function isOwnOrigin(origin: string, c: Context<Web>): boolean {
  const { baseUrl } = c.var.station.config
  return [new URL(baseUrl).origin, new URL(c.req.url).origin].includes(origin)
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
  const status = statusOf(error, failure)
  if (status >= 500 && !isForeseen(failure)) logFailure(c, failure, error)
  if (failure.retryAfterSeconds !== null) c.header('Retry-After', String(failure.retryAfterSeconds))
  if (isApi(c.req.path)) return problem(c, failure, status)
  if (status === 401 && c.req.method === 'GET') {
    const { pathname, search } = new URL(c.req.url)
    return c.redirect(`/sign-in?back=${encodeURIComponent(pathname + search)}`, 303)
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

/** An agency that is closed is told to the caller; nothing of ours is to be mended. */
const isForeseen = ({ members }: Failure): boolean => members.nothingRecorded === true

function logFailure(c: Context<Web>, { kind }: Failure, err: Error): void {
  c.var.station.log.error({ id: c.var.requestId, route: routeOf(c), kind, err })
}

function problem(c: Context<Web>, failure: Failure, status: ContentfulStatusCode) {
  const { t, lang } = c.var
  const body = {
    type: `urn:yizhan:problem:${failure.kind}`,
    title: t(`core.kind_${failure.kind}`),
    status,
    detail: t(failure.messageKey),
    instance: `urn:uuid:${c.var.requestId}`,
    ...failure.members,
    errors: failure.problems.map(({ pointer, message, values }) => ({
      pointer,
      detail: sayMessage(message, lang, t, values),
    })),
  }
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' })
}

/** Of the web framework's own refusals. */
const BY_STATUS: Record<number, [FailureKind, string]> = {
  400: ['invalid', 'core.unreadable'],
  403: ['forbidden', 'core.foreign_form'],
  404: ['not_found', 'core.not_found'],
  413: ['too_large', 'core.too_large'],
  415: ['invalid', 'core.wrong_media_type'],
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const known = error instanceof HTTPException ? BY_STATUS[error.status] : undefined
  const [kind, key] = known ?? ['unavailable', 'core.our_fault']
  return new Failure(kind, key, { cause: error })
}

/** Bytes that cannot be read are 400 or 415, a field that is wrong 422; a defect of ours is 500. */
function statusOf(error: unknown, failure: Failure): ContentfulStatusCode {
  if (error instanceof Failure) return STATUS[failure.kind]
  return error instanceof HTTPException && error.status in BY_STATUS ? error.status : 500
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
