// The desk console's routes. Opening what is private is written down before it is shown.

import type { Context } from 'hono'
import { allow, staff } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { say } from '../../core/i18n.ts'
import { type Actor, newPages, type Web } from '../../core/web.ts'
import { findAgency, findDesk, listDesks } from '../../people/index.ts'
import { lookAtCase, lookAtTask, readDesk } from '../actions/desk.ts'
import { handOverTask, settleTask, takeTask } from '../actions/tasks.ts'
import { type Settlement, SettlementSchema } from '../schema/requests.ts'
import { DeskPage } from './desk.tsx'
import { CasePage } from './desk-case.tsx'
import { settlementOf } from './settlement.ts'
import { TaskPage } from './task.tsx'

export const deskPages = newPages()

deskPages.get('/desk', allow(staff), async (c) => {
  const { station, t, lang, now } = c.var
  const actor = actorOf(c)
  const desk = await readDesk(station, actor)
  return c.html(
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
    />,
  )
})

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
  const read = SettlementSchema.safeParse(settlementOf(form))
  if (!read.success) return c.html(await taskPage(c, { values: form, isIncomplete: true }), 422)
  await settleTask(c.var.station, actorOf(c), {
    taskId: c.req.param('id'),
    settlement: read.data as Settlement,
  })
  return c.redirect('/desk', 303)
})

deskPages.get('/desk/cases', allow(staff), async (c) => {
  const { station, t } = c.var
  const view = await lookAtCase(station, actorOf(c), c.req.query('reference') ?? '')
  if (!view) throw new Failure('not_found', 'cases.find_none')
  return c.html(<CasePage frame={frameOf(c, { title: t('cases.desk_case') })} view={view} />)
})

async function taskPage(
  c: Context<Web>,
  sent: { values?: Record<string, string>; isIncomplete?: boolean } = {},
) {
  const { station, t, lang, now } = c.var
  const actor = actorOf(c)
  const task = await lookAtTask(station, actor, c.req.param('id') ?? '')
  return (
    <TaskPage
      frame={frameOf(c, {
        title: t(`cases.task.${task.kind}`),
        hasError: sent.isIncomplete ?? false,
      })}
      task={task}
      accountId={actor.accountId}
      desks={listDesks(station).map((desk) => ({ id: desk.id, name: say(desk.name, lang) }))}
      values={sent.values ?? {}}
      isIncomplete={sent.isIncomplete ?? false}
      now={now}
    />
  )
}

function actorOf(c: Context<Web>): Actor {
  if (!c.var.actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return c.var.actor
}

function deskName(c: Context<Web>, id: string): string {
  const desk = findDesk(c.var.station, id)
  return desk ? say(desk.name, c.var.lang) : id
}
