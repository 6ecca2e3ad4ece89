// The routes of signing in and out. The address travels in a cookie of this corner of the site, not
// in the address line, where the next person at a shared computer would read it.

import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { limit } from '../../core/rate-limit.ts'
import { localPath } from '../../core/routes.ts'
import { newPages, type Web } from '../../core/web.ts'
import { CODE_MINUTES } from '../auth.ts'
import { DEMO_ACCOUNTS } from '../demo.ts'
import {
  finishAtProvider,
  sendCode,
  shownCode,
  signOut,
  startAtProvider,
  takeCode,
} from '../sign-in.ts'
import { AddressPage, CodePage } from './sign-in.tsx'
import { dutyWords } from './words.ts'

/** Of one caller: a whole office may sit behind one address in the morning. */
const SENDINGS = { points: 60, perSeconds: 3600 }
/** To one mailbox, so that nobody floods somebody else's. */
const SENDINGS_TO_ONE = { points: 10, perSeconds: 900, by: addressOf }
/** Six digits, five guesses a code: with these limits a year of guessing finds one in a thousand. */
const GUESSES = { points: 60, perSeconds: 3600 }
const GUESSES_AT_ONE = { points: 20, perSeconds: 3600, by: addressOf }
const AT_PROVIDER = { points: 60, perSeconds: 3600 }

const ADDRESS_COOKIE = 'sign-in'
const LONGEST_EMAIL = 254

export const signInPages = newPages()

signInPages.get('/sign-in', allow(everyone), (c) =>
  c.html(addressPage(c, { email: '', back: localPath(c.req.query('back')) })),
)

signInPages.post(
  '/sign-in',
  allow(everyone),
  limit('sign-in', SENDINGS),
  limit('sign-in to one', SENDINGS_TO_ONE),
  async (c) => {
    const { t, station } = c.var
    const email = await addressOf(c)
    const back = localPath((await c.req.parseBody()).back)
    if (!isAddress(email)) {
      const error = t('people.email_wrong')
      return c.html(addressPage(c, { email, back, error }), 422)
    }
    await sendCode(station, email, t)
    setCookie(c, ADDRESS_COOKIE, email, {
      path: '/sign-in',
      maxAge: CODE_MINUTES * 60,
      httpOnly: true,
      sameSite: 'Lax',
      secure: station.config.baseUrl.startsWith('https:'),
    })
    return c.redirect(`/sign-in/code?back=${encodeURIComponent(back)}`, 303)
  },
)

signInPages.get('/sign-in/code', allow(everyone), (c) => {
  const email = getCookie(c, ADDRESS_COOKIE)
  const back = localPath(c.req.query('back'))
  if (!email) return c.redirect(`/sign-in?back=${encodeURIComponent(back)}`, 303)
  return c.html(codePage(c, { email, back }))
})

signInPages.post(
  '/sign-in/code',
  allow(everyone),
  limit('code', GUESSES),
  limit('code of one', GUESSES_AT_ONE),
  async (c) => {
    const form = await c.req.parseBody()
    const email = await addressOf(c)
    const back = localPath(form.back)
    const code = String(form.code ?? '')
      .normalize('NFKC')
      .replace(/\s/g, '')
    const cookies = await takeCode(c.var.station, { email, code })
    if (!cookies) {
      return c.html(codePage(c, { email, back, error: c.var.t('people.code_wrong') }), 422)
    }
    deleteCookie(c, ADDRESS_COOKIE, { path: '/sign-in' })
    return passCookies(c, cookies, back === '/' ? '/sign-in/done' : back)
  },
)

/** Where somebody goes who came for nothing in particular: to their desk, or home. */
signInPages.get('/sign-in/done', allow(everyone), (c) => {
  const hasDesk = c.var.actor?.roles.some((role) => role !== 'resident') ?? false
  return c.redirect(hasDesk ? '/desk' : '/', 303)
})

signInPages.post('/sign-out', allow(everyone), async (c) =>
  passCookies(c, await signOut(c.var.station, c.req.raw.headers), '/'),
)

signInPages.get('/sign-in/staff', allow(everyone), limit('provider', AT_PROVIDER), async (c) => {
  const { station } = c.var
  if (!station.config.oidc) throw new Failure('not_found', 'core.not_found')
  const { url, cookies } = await startAtProvider(station, localPath(c.req.query('back')))
  return passCookies(c, cookies, url)
})

/** The one address of the library's own that is open: where the provider sends people back to. */
signInPages.get(
  '/api/auth/callback/:provider',
  allow(everyone),
  limit('provider', AT_PROVIDER),
  (c) => {
    if (!c.var.station.config.oidc) throw new Failure('not_found', 'core.not_found')
    return finishAtProvider(c.var.station, c.req.raw)
  },
)

signInPages.get('/sign-in/refused', allow(everyone), () => {
  throw new Failure('forbidden', 'people.provider_refused')
})

async function addressOf(c: Context<Web>): Promise<string> {
  const { email } = await c.req.parseBody()
  return typeof email === 'string' ? email.normalize('NFKC').trim().toLowerCase() : ''
}

const isAddress = (email: string): boolean =>
  email.length <= LONGEST_EMAIL && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(email)

function addressPage(c: Context<Web>, filled: { email: string; back: string; error?: string }) {
  const { t, lang, station } = c.var
  const accounts = DEMO_ACCOUNTS.map(({ name, email, duties }) => {
    return { name, email, duty: dutyWords(station, duties, lang) }
  })
  return (
    <AddressPage
      frame={frameOf(c, {
        title: t('people.sign_in'),
        hasError: filled.error !== undefined,
        noIndex: true,
      })}
      accounts={station.config.sandbox ? accounts : []}
      hasProvider={station.config.oidc !== null}
      {...filled}
    />
  )
}

function codePage(c: Context<Web>, filled: { email: string; back: string; error?: string }) {
  const { t, station } = c.var
  const isDemo = station.config.sandbox
  return (
    <CodePage
      frame={frameOf(c, {
        title: t('people.code_title'),
        hasError: filled.error !== undefined,
        noIndex: true,
      })}
      isDemo={isDemo}
      code={isDemo ? shownCode(station, filled.email) : null}
      {...filled}
    />
  )
}

function passCookies(c: Context<Web>, cookies: string[], to: string): Response {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
  return c.redirect(to, 303)
}
