// Sign-in without script, the list of agencies and desks, and who looked at what.

import { allow, everyone, signedIn } from '../core/access.ts'
import { Failure } from '../core/errors.ts'
import { frameOf } from '../core/frame.ts'
import { sayDay, sayTime } from '../core/moments.ts'
import { limit } from '../core/rate-limit.ts'
import { localPath } from '../core/routes.ts'
import { newPages } from '../core/web.ts'
import { Layout } from '../ui/layout.tsx'
import { Table } from '../ui/table.tsx'
import { listAgencies, listDesks } from './agencies.ts'
import { authOf, shownCode } from './auth.ts'
import { DEMO_ACCOUNTS } from './demo.ts'
import { isLead } from './rules.ts'
import { listViews } from './store.ts'
import { AgenciesView, CodeView, SignInView } from './views.tsx'

export const pages = newPages()

/** Guessing a code of six digits must stay hopeless. */
const GUESSES = { points: 10, perSeconds: 600 }
const SENDINGS = { points: 20, perSeconds: 3600 }
const VIEWS_SHOWN = 200

pages.get('/sign-in', allow(everyone), (c) => {
  const { t, station } = c.var
  const accounts = station.config.sandbox ? DEMO_ACCOUNTS : []
  const back = localPath(c.req.query('back'))
  const frame = frameOf(c, { title: t('people.sign_in'), noIndex: true })
  return c.html(
    <SignInView
      frame={frame}
      email=""
      back={back}
      accounts={accounts}
      oidc={station.config.oidc !== null}
    />,
  )
})

pages.post('/sign-in', allow(everyone), limit('sign-in', SENDINGS), async (c) => {
  const { t, station } = c.var
  const form = await c.req.parseBody()
  const email = String(form.email ?? '')
    .trim()
    .toLowerCase()
  const back = localPath(form.back)
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 200) {
    const frame = frameOf(c, { title: t('people.sign_in'), hasError: true, noIndex: true })
    const accounts = station.config.sandbox ? DEMO_ACCOUNTS : []
    return c.html(
      <SignInView
        frame={frame}
        email={email}
        back={back}
        accounts={accounts}
        oidc={station.config.oidc !== null}
        error={t('people.email_wrong')}
      />,
      422,
    )
  }
  if (!station.config.sandbox && !station.config.smtpUrl) {
    throw new Failure('unavailable', 'people.no_mail')
  }
  await authOf(station).api.sendVerificationOTP({ body: { email, type: 'sign-in' } })
  if (station.config.sandbox) console.log(`Sign-in code for ${email}: ${shownCode(email) ?? '-'}`)
  const query = new URLSearchParams({ email, back })
  return c.redirect(`/sign-in/code?${query}`, 303)
})

pages.get('/sign-in/code', allow(everyone), (c) => {
  const { t, station } = c.var
  const email = c.req.query('email') ?? ''
  const code = station.config.sandbox ? shownCode(email) : null
  const frame = frameOf(c, { title: t('people.code_title'), noIndex: true })
  return c.html(
    <CodeView frame={frame} email={email} back={localPath(c.req.query('back'))} code={code} />,
  )
})

pages.post('/sign-in/code', allow(everyone), limit('code', GUESSES), async (c) => {
  const { t, station } = c.var
  const form = await c.req.parseBody()
  const email = String(form.email ?? '')
    .trim()
    .toLowerCase()
  const otp = String(form.code ?? '')
    .normalize('NFKC')
    .replace(/\s/g, '')
  const back = localPath(form.back)
  const answer = await authOf(station).api.signInEmailOTP({
    body: { email, otp },
    headers: c.req.raw.headers,
    asResponse: true,
  })
  if (!answer.ok) {
    const frame = frameOf(c, { title: t('people.code_title'), hasError: true, noIndex: true })
    const code = station.config.sandbox ? shownCode(email) : null
    return c.html(
      <CodeView
        frame={frame}
        email={email}
        back={back}
        code={code}
        error={t('people.code_wrong')}
      />,
      422,
    )
  }
  for (const cookie of answer.headers.getSetCookie())
    c.header('Set-Cookie', cookie, { append: true })
  return c.redirect(back === '/' ? '/desk' : back, 303)
})

pages.post('/sign-out', allow(everyone), async (c) => {
  const answer = await authOf(c.var.station).api.signOut({
    headers: c.req.raw.headers,
    asResponse: true,
  })
  for (const cookie of answer.headers.getSetCookie())
    c.header('Set-Cookie', cookie, { append: true })
  return c.redirect('/', 303)
})

/** What the identity provider needs; codes by mail go through the forms above. */
pages.on(['GET', 'POST'], '/api/auth/*', allow(everyone), limit('auth', GUESSES), (c) =>
  authOf(c.var.station).handler(c.req.raw),
)

pages.get('/agencies', allow(everyone), (c) => {
  const { t, station } = c.var
  return c.html(
    <AgenciesView
      frame={frameOf(c, { title: t('people.agencies') })}
      agencies={listAgencies(station)}
      desks={listDesks(station)}
    />,
  )
})

pages.get('/desk/views', allow(signedIn), async (c) => {
  const { t, db, lang, actor } = c.var
  if (!actor || !isLead(actor)) throw new Failure('forbidden', 'core.forbidden')
  const views = await listViews(db, VIEWS_SHOWN)
  const columns = [
    { key: 'at', label: t('people.view_at') },
    { key: 'who', label: t('people.view_who') },
    { key: 'what', label: t('people.view_what') },
    { key: 'why', label: t('people.view_why') },
  ]
  const rows = views.map((view) => ({
    cells: {
      at: `${sayDay(view.viewedAt, lang)} ${sayTime(view.viewedAt)}`,
      who: view.name,
      what: view.subject,
      why: t(`people.reason.${view.reason}`),
    },
  }))
  return c.html(
    <Layout {...frameOf(c, { title: t('people.views'), noIndex: true, wide: true })}>
      <h1>{t('people.views')}</h1>
      <Table
        caption={t('people.views')}
        columns={columns}
        rows={rows}
        empty={t('people.views_none')}
      />
    </Layout>,
  )
})
