// The routes of a closed test's run. Starting one is for staff; going through it and ending it is for
// whoever holds the link, on any device.

import type { Context } from 'hono'
import { allow, holderOfSecret, staff } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { say } from '../../core/i18n.ts'
import { limit } from '../../core/rate-limit.ts'
import { newPages, type Web } from '../../core/web.ts'
import { getJourneyToTry } from '../../journeys/index.ts'
import { worksAt } from '../../people/index.ts'
import { beginRun, endRun, getTrial, startRun } from '../actions/trials.ts'
import { NewRun, RunEnd } from '../schema/trial.ts'
import type { SeenDevice } from '../store/trials.ts'
import { EndRunPage, RunPage, StartRunPage } from './run-view.tsx'
import { whoWent } from './trials-view.tsx'

export const runPages = newPages()

const STEPS = { points: 120, perSeconds: 600 }
/** Wider than any screen: not measured but made up. */
const WIDEST_PX = 20_000

runPages.get('/desk/trials/new', allow(staff), async (c) =>
  c.html(
    await startPage(c, {
      journeyId: c.req.query('journey') ?? '',
      version: Number(c.req.query('version')),
    }),
  ),
)

runPages.post('/desk/trials', allow(staff), async (c) => {
  const { journey, version, ...form } = textsOf(await c.req.parseBody())
  const of = { journeyId: journey ?? '', version: Number(version) }
  const read = NewRun.safeParse({ testerWords: '', ...form })
  if (!read.success) {
    const problems = Object.fromEntries(
      read.error.issues.map((issue) => [String(issue.path[0]), issue.message]),
    )
    return c.html(await startPage(c, of, { values: form, problems }), 422)
  }
  const actor = actorOf(c)
  const { token } = await startRun(c.var.station, actor, {
    ...read.data,
    ...of,
    language: c.var.lang,
  })
  return c.redirect(`/trials/${token}`, 303)
})

async function startPage(
  c: Context<Web>,
  of: { journeyId: string; version: number },
  typed: { values: Record<string, string>; problems: Record<string, string> } = {
    values: {},
    problems: {},
  },
) {
  const { t, lang, db } = c.var
  if (!Number.isInteger(of.version)) throw new Failure('not_found', 'voices.trial.no_version')
  const { definition } = await getJourneyToTry(db, of.journeyId, of.version)
  const title = t('voices.trial.start_title', {
    title: say(definition.title, lang),
    version: of.version,
  })
  return (
    <StartRunPage
      frame={frameOf(c, { title, hasError: Object.keys(typed.problems).length > 0 })}
      {...of}
      {...typed}
      owner={definition.owner.name}
      isOwner={worksAt(actorOf(c), definition.owner.deskId)}
    />
  )
}

runPages.get('/trials/:token', allow(holderOfSecret), limit('trials', STEPS), async (c) => {
  const { t, lang, station, db } = c.var
  const token = c.req.param('token')
  const trial = await getTrial(station, token)
  if (trial.endedAt) throw new Failure('conflict', 'voices.trial.ended')
  const { definition } = await getJourneyToTry(db, trial.journeyId, trial.version)
  const title = t('voices.trial.run_title', {
    title: say(definition.title, lang),
    version: trial.version,
  })
  return c.html(
    <RunPage
      frame={frameOf(c, { title, islands: ['device'] })}
      token={token}
      way={trial.way}
      who={whoWent(trial, { t, lang, owner: definition.owner.name })}
      address={new URL(`/trials/${token}`, station.config.baseUrl).href}
      hasBegun={trial.begunAt !== null}
    />,
  )
})

runPages.post('/trials/:token/begin', allow(holderOfSecret), limit('trials', STEPS), async (c) => {
  const token = c.req.param('token')
  await beginRun(c.var.station, token, deviceOf(c, textsOf(await c.req.parseBody())))
  return c.redirect(`/drafts/${token}`, 303)
})

runPages.get('/trials/:token/end', allow(holderOfSecret), limit('trials', STEPS), async (c) => {
  await getTrial(c.var.station, c.req.param('token'))
  return c.html(endPage(c, { page: c.req.query('page') ?? null, stumbled: '', error: null }))
})

runPages.post('/trials/:token/end', allow(holderOfSecret), limit('trials', STEPS), async (c) => {
  const { station, lang, t } = c.var
  const form = textsOf(await c.req.parseBody())
  const page = form.page ? form.page.slice(0, 100) : null
  const read = RunEnd.safeParse({ stumbled: form.stumbled ?? '' })
  if (!read.success) {
    const error = t(read.error.issues[0]?.message ?? 'voices.trial.too_long')
    return c.html(endPage(c, { page, stumbled: form.stumbled ?? '', error }), 422)
  }
  const device = deviceOf(c, form)
  const { stumbled } = read.data
  const trial = await endRun(station, c.req.param('token'), {
    ...device,
    page,
    stumbled,
    language: lang,
  })
  return c.redirect(`/voices/trials/${trial.journeyId}?ended`, 303)
})

function endPage(
  c: Context<Web>,
  how: { page: string | null; stumbled: string; error: string | null },
) {
  const title = c.var.t(how.page ? 'voices.trial.stop_title' : 'voices.trial.end_title')
  return (
    <EndRunPage
      frame={frameOf(c, { title, hasError: how.error !== null, islands: ['device'] })}
      token={c.req.param('token') ?? ''}
      {...how}
    />
  )
}

/** What the form and the browser say of the device. */
function deviceOf(c: Context<Web>, form: Record<string, string>): SeenDevice {
  const width = Number.parseInt(form.width ?? '', 10)
  const hasScript = form.script === 'on'
  return {
    hasScript,
    widthPx: hasScript && width >= 1 && width <= WIDEST_PX ? width : null,
    isMobile:
      c.req.header('sec-ch-ua-mobile') === '?1' || /\bMobi/.test(c.req.header('user-agent') ?? ''),
  }
}

const textsOf = (form: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)]))

function actorOf(c: Context<Web>) {
  if (!c.var.actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return c.var.actor
}
