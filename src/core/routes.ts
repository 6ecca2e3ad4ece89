// Routes that belong to no module: is it well, what is counted, the chosen language, the demo's
// clock, the files that pages load.

import { timingSafeEqual } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { sql } from 'kysely'
import { z } from 'zod'
import { allow, demoCity, everyone, holderOfSecret } from './access.ts'
import type { JobOffice } from './boss.ts'
import { taipeiTime } from './clock.ts'
import { clockToken, moveDemoClock } from './demo.ts'
import { Failure } from './errors.ts'
import { LANGUAGE_COOKIE } from './http.tsx'
import { LANGUAGES } from './i18n.ts'
import { metricsText } from './metrics.ts'
import { missingMigrations } from './migrate.ts'
import { newPages, type Web } from './web.ts'

const YEAR_SECONDS = 365 * 86_400

export const coreRoutes = newPages()

coreRoutes.get('/healthz', allow(everyone), async (c) => {
  try {
    for (const db of new Set([c.var.db, c.var.replica])) {
      const missing = await missingMigrations(async (text) => {
        const { rows } = await sql.raw<{ name: string }>(text).execute(db)
        return rows
      })
      if (missing.length > 0) return c.json({ ok: false, migrations: missing }, 503)
    }
    return c.json({ ok: true, database: true, at: taipeiTime(c.var.now) })
  } catch {
    return c.json({ ok: false, database: false }, 503)
  }
})

coreRoutes.get('/metrics', allow(thisMachine), async (c) => {
  const office = c.var.station.jobs as JobOffice
  return c.text(await metricsText(await office.count()))
})

coreRoutes.post('/language', allow(everyone), async (c) => {
  const { to, back } = await c.req.parseBody()
  const language = LANGUAGES.find((known) => known === to)
  if (!language) throw new Failure('invalid', 'core.unknown_language')
  const secure = c.var.station.config.baseUrl.startsWith('https:')
  setCookie(c, LANGUAGE_COOKIE, language, {
    path: '/',
    maxAge: YEAR_SECONDS,
    httpOnly: true,
    sameSite: 'Lax',
    secure,
  })
  return c.redirect(localPath(back), 303)
})

const Move = z.object({ at: z.iso.datetime({ offset: true }) })

/** The sandbox tells us that its clock was moved. */
coreRoutes.post('/demo/clock', allow(demoCity), allow(holderOfSecret), async (c) => {
  const expected = `Bearer ${clockToken(c.var.station)}`
  if (!sameText(c.req.header('authorization') ?? '', expected)) {
    throw new Failure('forbidden', 'core.forbidden')
  }
  const move = Move.safeParse(await c.req.json().catch(() => null))
  if (!move.success) throw new Failure('invalid', 'core.unreadable')
  await moveDemoClock(c.var.station, new Date(move.data.at), { tellSandbox: false })
  return c.json({ at: taipeiTime(c.var.station.clock.now()) })
})

coreRoutes.get(
  '/assets/*',
  allow(everyone),
  async (c, next) => {
    await next()
    // Names carry a hash of the content: what was fetched once is right for ever.
    if (c.res.ok) c.header('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`)
  },
  serveStatic({ root: 'dist', precompressed: true }),
)

/** Only a path of ours, so that nobody is sent elsewhere. */
export function localPath(back: unknown): string {
  const path = typeof back === 'string' ? back : '/'
  return /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/'
}

function thisMachine(c: Context<Web>): boolean {
  if (isFromThisMachine(c)) return true
  throw new Failure('not_found', 'core.not_found')
}

function isFromThisMachine(c: Context<Web>): boolean {
  // Behind a proxy of this machine every caller seems to be on it.
  if (c.req.header('x-forwarded-for') ?? c.req.header('forwarded')) return false
  try {
    return /^(::1|(::ffff:)?127\.)/.test(getConnInfo(c).remote.address ?? '')
  } catch {
    // Called in-process, without a connection.
    return true
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
