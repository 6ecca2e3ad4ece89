// The ledger as a desk sees it, and what it adds. Wrong input comes back with what was typed.

import type { Context } from 'hono'
import type { z } from 'zod'
import { allow, staff } from '../../../core/access.ts'
import { Failure } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say } from '../../../core/i18n.ts'
import { type Actor, newPages, type Web } from '../../../core/web.ts'
import { addNote, declareOvertime, object, weeksToTell } from '../../actions/ledger.ts'
import { listOwnedChanges, readDeskWeeks } from '../../actions/ledger-read.ts'
import { deskNames, groupName } from '../../group-names.ts'
import { NewNote, NewObjection, NewOvertime } from '../../schema/ledger.ts'
import { findService, listServices } from '../../services.ts'
import { DeskLedgerPage, type LedgerForm } from './desk-view.tsx'

export const deskLedgerPages = newPages()

deskLedgerPages.get('/desk/ledger', allow(staff), async (c) => c.html(await deskLedger(c, null)))

deskLedgerPages.post('/desk/ledger/overtime', allow(staff), (c) =>
  save(c, 'overtime', NewOvertime, (told) => declareOvertime(c.var.station, actorOf(c), told)),
)

deskLedgerPages.post('/desk/ledger/objection', allow(staff), (c) =>
  save(c, 'objection', NewObjection, (said) =>
    object(c.var.station, actorOf(c), { ...said, language: c.var.lang }),
  ),
)

deskLedgerPages.post('/desk/ledger/note', allow(staff), (c) =>
  save(c, 'note', NewNote, (note) =>
    addNote(c.var.station, actorOf(c), { ...note, language: c.var.lang }),
  ),
)

async function save<S extends z.ZodType>(
  c: Context<Web>,
  form: LedgerForm,
  schema: S,
  act: (read: z.output<S>) => Promise<void>,
): Promise<Response> {
  const values = Object.fromEntries(
    Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value)]),
  )
  const read = schema.safeParse(values)
  if (!read.success) {
    const problems = Object.fromEntries(
      read.error.issues.map(({ path, message }) => [String(path[0]), message]),
    )
    return c.html(await deskLedger(c, { form, values, problems }), 422)
  }
  await act(read.data)
  return c.redirect('/desk/ledger?saved', 303)
}

async function deskLedger(
  c: Context<Web>,
  sent: {
    form: LedgerForm
    values: Record<string, string>
    problems: Record<string, string>
  } | null,
) {
  const { station, t, lang } = c.var
  const actor = actorOf(c)
  const desks = await readDeskWeeks(station, actor)
  const name = (id: string) => {
    const service = findService(station, id)
    return service ? say(service.name, lang) : id
  }
  return (
    <DeskLedgerPage
      frame={frameOf(c, { title: t('voices.ledger.desk_title'), hasError: sent !== null })}
      desks={desks.map((desk) => ({ ...desk, name: deskNames(station, [desk.deskId], lang) }))}
      services={listServices(station)
        .filter((service) => service.desks.some((id) => actor.desks.includes(id)))
        .map(({ id }) => ({ id, name: name(id) }))}
      changes={await listOwnedChanges(station, actor)}
      weeks={weeksToTell(station)}
      form={sent?.form ?? null}
      values={sent?.values ?? {}}
      problems={sent?.problems ?? {}}
      isSaved={c.req.query('saved') !== undefined}
      serviceName={name}
      groupName={(id) => groupName(station, id, lang)}
    />
  )
}

function actorOf(c: Context<Web>): Actor {
  if (!c.var.actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return c.var.actor
}
