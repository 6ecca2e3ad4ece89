// The desk console's routes. Opening what is private is written down before it is shown.

import type { Context } from 'hono'
import { listAdapters } from '../../../adapters/index.ts'
import { allow, staff } from '../../../core/access.ts'
import { Failure } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { type Actor, newPages, type Web } from '../../../core/web.ts'
import { findAgency, findDesk, listDesks } from '../../../people/index.ts'
import { keepEvidence, readEvidence } from '../../actions/desk/evidence.ts'
import { lookAtCase, lookAtTask, readDesk } from '../../actions/desk/look.ts'
import { handOverTask, settleTasks, takeTask } from '../../actions/desk/tasks.ts'
import { withdrawCase } from '../../actions/withdraw.ts'
import { type Settlement, SettlementSchema } from '../../schema/requests.ts'
import { CasePage } from './case.tsx'
import { DeskPage } from './desk.tsx'
import { deskPart } from './desk-part.ts'
import { formsTogether, missingFields, type OutcomeField, settlementOf } from './settlement.ts'
import { TaskPage } from './task.tsx'

export const deskPages = newPages()

deskPages.get('/desk', allow(staff), async (c) =>
  c.html(await deskPage(c, { isSettled: c.req.query('settled') !== undefined })),
)

async function deskPage(c: Context<Web>, said: { isSettled?: boolean; problem?: string }) {
  const { station, t, lang, now } = c.var
  const actor = actorOf(c)
  const desk = await readDesk(station, actor)
  return (
    <DeskPage
      frame={frameOf(c, { title: t('cases.desk_title', { name: actor.name }) })}
      name={actor.name}
      accountId={actor.accountId}
      desks={desk.desks.map((one) => ({ ...one, name: deskName(c, one.id) }))}
      mine={desk.mine}
      open={desk.open}
      later={desk.later}
      agencyName={(id) => {
        const agency = id ? findAgency(station, id) : null
        return agency ? say(agency.name, lang) : '—'
      }}
      now={now}
      part={deskPart(c, { journeyId: null })}
      {...said}
    />
  )
}

deskPages.get('/desk/tasks/:id', allow(staff), async (c) => c.html(await taskPage(c)))

deskPages.post('/desk/tasks/:id/taking', allow(staff), async (c) => {
  await takeTask(c.var.station, actorOf(c), c.req.param('id'))
  return c.redirect(`/desk/tasks/${c.req.param('id')}`, 303)
})

deskPages.post('/desk/tasks/:id/hand-over', allow(staff), async (c) => {
  const { desk } = await c.req.parseBody()
  await handOverTask(c.var.station, actorOf(c), {
    taskId: c.req.param('id'),
    deskId: String(desk ?? ''),
  })
  return c.redirect('/desk', 303)
})

deskPages.post('/desk/tasks/:id/outcome', allow(staff), async (c) => {
  const form = Object.fromEntries(
    Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value)]),
  )
  const read = formsTogether(c.req.param('id'), form).map((one) => ({
    taskId: one.taskId,
    ...SettlementSchema.safeParse(settlementOf(one.form)),
  }))
  const issues = read.flatMap(({ error }) => error?.issues ?? [])
  if (issues.length > 0) {
    return c.html(await taskPage(c, { values: form, problems: missingFields(issues) }), 422)
  }
  const settled = read.map(({ taskId, data }) => ({ taskId, settlement: data as Settlement }))
  await settleTasks(c.var.station, actorOf(c), settled)
  return c.redirect('/desk?settled', 303)
})

deskPages.post('/desk/tasks/:id/evidence', allow(staff), async (c) => {
  const taskId = c.req.param('id')
  const { evidence } = await c.req.parseBody()
  try {
    const content = evidence instanceof File ? new Uint8Array(await evidence.arrayBuffer()) : null
    const mediaType = evidence instanceof File ? evidence.type : ''
    const file = { mediaType, content: content ?? new Uint8Array() }
    await keepEvidence(c.var.station, actorOf(c), { taskId, file })
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'invalid') throw error
    return c.html(await taskPage(c, { problems: ['evidence'] }), 422)
  }
  return c.redirect(`/desk/tasks/${taskId}#evidence-kept`, 303)
})

deskPages.get('/desk/tasks/:id/evidence/:evidence', allow(staff), async (c) => {
  const { id, evidence } = c.req.param()
  const wanted = { taskId: id, evidenceId: evidence }
  const { mediaType, content } = await readEvidence(c.var.station, actorOf(c), wanted)
  return c.body(new Uint8Array(content), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': 'inline',
    'Cache-Control': 'no-store',
  })
})

deskPages.get('/desk/cases', allow(staff), async (c) => {
  const { station, t } = c.var
  const view = await lookAtCase(station, actorOf(c), c.req.query('reference') ?? '')
  if (!view) return c.html(await deskPage(c, { problem: t('cases.desk_find_none') }), 404)
  const part = deskPart(c, { journeyId: view.journeyId })
  const frame = frameOf(c, { title: t('cases.desk_case') })
  return c.html(<CasePage frame={frame} view={view} part={part} />)
})

/** The person stands at the counter or is on the phone, and asks. */
deskPages.post('/desk/cases/withdrawal', allow(staff), async (c) => {
  const { reference } = await c.req.parseBody()
  const actor = actorOf(c)
  const view = await lookAtCase(c.var.station, actor, String(reference ?? ''))
  if (!view) return c.html(await deskPage(c, { problem: c.var.t('cases.desk_find_none') }), 404)
  await withdrawCase(c.var.station, {
    caseId: view.caseId,
    doer: { actor: `account:${actor.accountId}`, basis: 'desk_duty', channel: 'counter' },
  })
  return c.redirect(`/desk/cases?reference=${view.reference}`, 303)
})

async function taskPage(
  c: Context<Web>,
  sent: { values?: Record<string, string>; problems?: OutcomeField[] } = {},
) {
  const { station, t, lang, now } = c.var
  const actor = actorOf(c)
  const task = await lookAtTask(station, actor, c.req.param('id') ?? '')
  return (
    <TaskPage
      frame={frameOf(c, {
        title: t(`cases.task.${task.kind}`),
        hasError: sent.problems !== undefined,
      })}
      task={task}
      accountId={actor.accountId}
      about={aboutOf(c, task.about)}
      desks={listDesks(station).map((desk) => ({ id: desk.id, name: say(desk.name, lang) }))}
      values={sent.values ?? {}}
      problems={sent.problems ?? []}
      part={deskPart(c, { journeyId: task.journeyId })}
      now={now}
    />
  )
}

function actorOf(c: Context<Web>): Actor {
  if (!c.var.actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return c.var.actor
}

function aboutOf(c: Context<Web>, about: Record<string, string>): string | null {
  const { station, t, lang } = c.var
  const { deskId, on, adapterId, cause, differences, letterId, batchId } = about
  if (deskId && on)
    return t('cases.about.desk_day', { desk: deskName(c, deskId), on: sayDay(on, lang) })
  if (!adapterId) return null
  const adapter = listAdapters(station).find(({ describe }) => describe.id === adapterId)
  const name = adapter ? say(adapter.describe.title, lang) : adapterId
  if (letterId) return t('cases.about.letter', { name })
  if (batchId) return t('cases.about.list', { name, cause: cause ?? '' })
  const stopped = t('cases.about.lane', { name, cause: cause ?? '' })
  return differences ? `${stopped} ${t('cases.about.differences', { differences })}` : stopped
}

function deskName(c: Context<Web>, id: string): string {
  const desk = findDesk(c.var.station, id)
  return desk ? say(desk.name, c.var.lang) : id
}
