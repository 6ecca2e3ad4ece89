// What whoever looks after a service does: sort, decide, take back, count people served.

import type { Context } from 'hono'
import { z } from 'zod'
import { allow, staff } from '../../../core/access.ts'
import { taipeiDay } from '../../../core/clock.ts'
import { Failure, type Problem } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say, sayMessage } from '../../../core/i18n.ts'
import { problemsOf } from '../../../core/problems.ts'
import { type Actor, newPages, type Web } from '../../../core/web.ts'
import { lead, listAgencies } from '../../../people/index.ts'
import { rollBack } from '../../actions/judging.ts'
import { closeRound, decide, startOf } from '../../actions/rounds.ts'
import { recordServed } from '../../actions/served.ts'
import {
  getReportToSort,
  listWaiting,
  mergeFindings,
  sortReport,
  suggestFindings,
} from '../../actions/sorting.ts'
import { mayKeep, seesIdeas } from '../../rules/access.ts'
import { NewDecision } from '../../schema/decision.ts'
import { UNKNOWN } from '../../schema/served.ts'
import { BARRIERS, GROUPS, SORTS } from '../../schema/words.ts'
import { findService, getService, listServices } from '../../services.ts'
import { listModerations } from '../../store/moderations.ts'
import { listReportsIn } from '../../store/reports.ts'
import { findOpenRound } from '../../store/rounds.ts'
import { dayOf, type Typed, textsOf } from '../report/form.ts'
import { titleOf } from '../words.ts'
import { DecidePage } from './decide-view.tsx'
import { findingAsked, roundPage } from './public-routes.tsx'
import { SortListPage, SortPage } from './sort-view.tsx'

export const deskPages = newPages()

const REPORTS_SHOWN = 50
const MOST_SERVED = 1_000_000

deskPages.get('/desk/voices', allow(staff), async (c) => {
  const { t, db, station } = c.var
  const title = t('voices.sorting.title')
  const reports = await listWaiting(station, db, actorOf(c))
  return c.html(
    <SortListPage
      frame={frameOf(c, { title })}
      title={title}
      reports={reports}
      serviceName={nameOf(c)}
    />,
  )
})

deskPages.get('/desk/findings/:id/reports', allow(staff), async (c) => {
  const { t, lang, db, station } = c.var
  const finding = await findingAsked(c)
  if (!mayKeep(actorOf(c), getService(station, finding.serviceId)))
    throw new Failure('forbidden', 'core.forbidden')
  const title = titleOf(finding, t, lang)
  const reports = await listReportsIn(db, { findingId: finding.findingId, limit: REPORTS_SHOWN })
  return c.html(
    <SortListPage
      frame={frameOf(c, { title })}
      title={title}
      reports={reports.filter((one) => !one.isKeptFromSuperiors || seesIdeas(c.var.actor))}
      serviceName={nameOf(c)}
    />,
  )
})

deskPages.get('/desk/voices/:report', allow(staff), async (c) =>
  c.html(await sortPage(c, { typed: queryOf(c), errors: {} })),
)

deskPages.post('/desk/voices/:report', allow(staff), async (c) => {
  const typed = textsOf(await c.req.parseBody())
  const isHidden = typed.isHidden === 'yes'
  try {
    await sortReport(c.var.station, {
      actor: actorOf(c),
      reportId: c.req.param('report'),
      serviceId: typed.service ?? '',
      sort: SORTS.find((sort) => sort === typed.sort) ?? 'voice',
      group: GROUPS.find((group) => group === typed.group) ?? 'other',
      barrier: BARRIERS.find((barrier) => barrier === typed.barrier) ?? 'other',
      mayQuote: typed.mayQuote === 'yes',
      hideWhy: isHidden ? (typed.why ?? '') : null,
      why: typed.why ?? '',
    })
  } catch (failure) {
    const errors = errorsOf(c, failure)
    return c.html(await sortPage(c, { typed, errors }), 422)
  }
  return c.redirect('/desk/voices', 303)
})

async function sortPage(c: Context<Web>, shown: { typed: Typed; errors: Record<string, string> }) {
  const { t, db, station, now } = c.var
  const reportId = uuidOf(c, 'report', 'voices.sorting.not_found')
  const report = await getReportToSort(station, db, { actor: actorOf(c), reportId })
  const suggestions = await suggestFindings(db, report, taipeiDay(now))
  const hasError = Object.keys(shown.errors).length > 0
  return (
    <SortPage
      frame={frameOf(c, { title: t('voices.sorting.one'), hasError })}
      report={report}
      services={listServices(station)}
      suggestions={suggestions.map(({ finding }) => finding)}
      moderations={await listModerations(db, reportId)}
      {...shown}
    />
  )
}

const queryOf = (c: Context<Web>): Typed => {
  const { group, barrier } = c.req.query()
  return { ...(group ? { group } : {}), ...(barrier ? { barrier } : {}) }
}

deskPages.get('/desk/findings/:id/decision', allow(staff), async (c) =>
  c.html(await decidePage(c, { typed: {}, errors: {}, hasChanged: false })),
)

deskPages.post('/desk/findings/:id/decision', allow(staff), async (c) => {
  const typed = textsOf(await c.req.parseBody())
  const finding = await findingAsked(c)
  const read = NewDecision.safeParse({
    kind: typed.kind,
    words: typed.words ?? '',
    agency: typed.agency ?? '',
    by: typed.by ?? '',
    dueOn: dayOf(typed, 'dueOn') ?? '',
    changedWhat: typed.changedWhat || null,
    changedId: typed.changedId || null,
    changedVersion: typed.changedVersion ? Number(typed.changedVersion) : null,
    severity: typed.severity,
    revision: Number(typed.revision),
  })
  if (!read.success) {
    const errors = wordsOf(c, problemsOf(read.error))
    return c.html(await decidePage(c, { typed, errors, hasChanged: false }), 422)
  }
  const { findingId } = finding
  const given = { ...read.data, findingId, actor: actorOf(c), language: c.var.lang }
  try {
    await decide(c.var.station, given)
  } catch (failure) {
    const isLate =
      failure instanceof Failure && failure.messageKey === 'voices.decide.changed_meanwhile'
    if (isLate) return c.html(await decidePage(c, { typed, errors: {}, hasChanged: true }), 409)
    const errors = errorsOf(c, failure)
    return c.html(await decidePage(c, { typed, errors, hasChanged: false }), 422)
  }
  return c.redirect(`/findings/${findingId}`, 303)
})

async function decidePage(
  c: Context<Web>,
  shown: { typed: Typed; errors: Record<string, string>; hasChanged: boolean },
) {
  const { t, db, station } = c.var
  const finding = await findingAsked(c)
  const service = getService(station, finding.serviceId)
  if (!mayKeep(actorOf(c), service)) throw new Failure('forbidden', 'core.forbidden')
  const open = await findOpenRound(db)
  const agencies = listAgencies(station)
  const own = agencies.find(({ id }) => id === service.agency)
  const typed = { agency: service.agency, by: service.owner.name[c.var.lang], ...shown.typed }
  const hasError = Object.keys(shown.errors).length > 0 || shown.hasChanged
  return (
    <DecidePage
      {...shown}
      frame={frameOf(c, { title: t('voices.decide.title'), hasError, islands: ['date'] })}
      finding={finding}
      round={open}
      startsOn={open ? startOf(station, open) : ''}
      agencies={own ? [own, ...agencies.filter((one) => one !== own)] : agencies}
      reports={(
        await listReportsIn(db, { findingId: finding.findingId, limit: REPORTS_SHOWN })
      ).filter((one) => !one.isKeptFromSuperiors || seesIdeas(c.var.actor))}
      typed={typed}
    />
  )
}

deskPages.post('/desk/findings/:id/served', allow(staff), async (c) => {
  const { station, now } = c.var
  const finding = await findingAsked(c)
  const service = getService(station, finding.serviceId)
  if (!mayKeep(actorOf(c), service)) throw new Failure('forbidden', 'core.forbidden')
  const people = Number(String((await c.req.parseBody()).people ?? '').normalize('NFKC'))
  if (!Number.isInteger(people) || people < 1 || people > MOST_SERVED) {
    const problems = [{ pointer: '/people', message: 'voices.report.error.people' }]
    throw new Failure('invalid', 'voices.report.error.people', { problems })
  }
  await station.db.transaction().execute((tx) =>
    recordServed(station, tx, {
      serviceId: service.id,
      findingId: finding.findingId,
      weekOn: taipeiDay(now),
      door: service.doors[0] ?? 'counter',
      districtId: UNKNOWN,
      ageBand: UNKNOWN,
      came: people,
      finished: people,
      couldNot: 0,
      source: 'desk',
    }),
  )
  return c.redirect(`/findings/${finding.findingId}`, 303)
})

deskPages.post('/desk/findings/:id/merge', allow(staff), async (c) => {
  const { findingId } = await findingAsked(c)
  const intoId = String((await c.req.parseBody()).into ?? '')
  if (!z.uuid().safeParse(intoId).success)
    throw new Failure('not_found', 'voices.finding.not_found')
  await mergeFindings(c.var.station, { actor: actorOf(c), findingId, intoId })
  return c.redirect(`/findings/${intoId}`, 303)
})

deskPages.post('/desk/decisions/:decision/rollback', allow(staff), async (c) => {
  const decisionId = uuidOf(c, 'decision', 'voices.decide.not_found')
  const why = String((await c.req.parseBody()).why ?? '')
  const { findingId } = await rollBack(c.var.station, { decisionId, actor: actorOf(c), why })
  return c.redirect(`/findings/${findingId}`, 303)
})

deskPages.post('/desk/rounds/close', allow(lead), async (c) => {
  const { t, db, station } = c.var
  const typed = String((await c.req.parseBody()).minutes ?? '')
    .normalize('NFKC')
    .trim()
  const minutes = typed === '' ? null : Number(typed)
  const round = await findOpenRound(db)
  if (!round) throw new Failure('not_found', 'voices.round.not_found')
  if (minutes !== null && (!Number.isInteger(minutes) || minutes < 0 || minutes > 1440))
    return c.html(await roundPage(c, round, t('voices.report.error.minutes')), 422)
  const closed = await closeRound(station, { minutes })
  return c.redirect(`/rounds/${closed.heldOn}`, 303)
})

function uuidOf(c: Context<Web>, name: string, message: string): string {
  const id = c.req.param(name) ?? ''
  if (!z.uuid().safeParse(id).success) throw new Failure('not_found', message)
  return id
}

const nameOf = (c: Context<Web>) => (id: string) => {
  const service = findService(c.var.station, id)
  return service ? say(service.name, c.var.lang) : id
}

function actorOf(c: Context<Web>): Actor {
  if (!c.var.actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return c.var.actor
}

function errorsOf(c: Context<Web>, failure: unknown): Record<string, string> {
  if (!(failure instanceof Failure) || failure.kind !== 'invalid') throw failure
  return wordsOf(c, failure.problems)
}

const wordsOf = (c: Context<Web>, problems: Problem[]): Record<string, string> =>
  Object.fromEntries(
    problems.map(({ pointer, message, values }) => [
      pointer.slice(1),
      sayMessage(message, c.var.lang, c.var.t, values),
    ]),
  )
