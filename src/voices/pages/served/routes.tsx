// Routes of who is served and of the counts that desks enter.

import type { Context } from 'hono'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { z } from 'zod'
import { allow, everyone, staff } from '../../../core/access.ts'
import { Failure } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { type Actor, newPages, type Web } from '../../../core/web.ts'
import { getPlaces } from '../../../places/index.ts'
import { Table } from '../../../ui/table.tsx'
import { readServed, sample, servedWeeks, tellServed } from '../../actions/served.ts'
import { callDays, recordCalls } from '../../actions/signals.ts'
import { deskNames } from '../../group-names.ts'
import { NewSample, NewServed } from '../../schema/served.ts'
import type { Service } from '../../schema/service.ts'
import { NewCalls } from '../../schema/signal.ts'
import { findService, getService, listServices } from '../../services.ts'
import { listCalls } from '../../store/signals.ts'
import { CallsPage, type FormProps, SamplePage, ServedFormPage } from './forms-view.tsx'
import { ServedPage } from './served-view.tsx'

export const servedPages = newPages()

servedPages.get('/voices/services/:id/served', allow(everyone), async (c) => {
  const { station, replica, t, lang } = c.var
  const service = getService(station, c.req.param('id'))
  const { districts } = getPlaces(station).districts
  const title = t('voices.served.title', { service: say(service.name, lang) })
  return c.html(
    <ServedPage
      frame={frameOf(c, { title })}
      serviceId={service.id}
      account={await readServed(station, replica, service)}
      districtName={(id) => districts.find((one) => one.id === id)?.name ?? null}
      isStaff={await staff(c)}
    />,
  )
})

/** What was sent and did not fit; null: the form is opened. */
type Sent = Pick<FormProps, 'values' | 'problems'> | null

const servedForm = (c: Context<Web>, sent: Sent) => (
  <ServedFormPage
    {...formOf(c, 'voices.served.form_title', sent)}
    dates={datesOf(c, servedWeeks(c.var.station))}
  />
)
const samplePage = (c: Context<Web>, sent: Sent) => (
  <SamplePage {...formOf(c, 'voices.served.sample_title', sent)} dates={[]} />
)
const callsPage = async (c: Context<Web>, sent: Sent) => (
  <CallsPage
    {...formOf(c, 'voices.signal.calls_title', sent)}
    dates={datesOf(c, callDays(c.var.station))}
    today={await CallsOfDesk(c)}
  />
)

servedPages.get('/desk/served', allow(staff), (c) => c.html(servedForm(c, null)))
servedPages.get('/desk/served/sample', allow(staff), (c) => c.html(samplePage(c, null)))
servedPages.get('/desk/calls', allow(staff), async (c) => c.html(await callsPage(c, null)))

servedPages.post('/desk/served', allow(staff), (c) =>
  save(c, NewServed, {
    page: servedForm,
    act: (told) => tellServed(c.var.station, actorOf(c), told),
  }),
)
servedPages.post('/desk/served/sample', allow(staff), (c) =>
  save(c, NewSample, { page: samplePage, act: (asked) => sample(c.var.station, asked) }),
)
servedPages.post('/desk/calls', allow(staff), (c) =>
  save(c, NewCalls, {
    page: callsPage,
    act: (told) => recordCalls(c.var.station, actorOf(c), told),
  }),
)

async function save<S extends z.ZodType>(
  c: Context<Web>,
  schema: S,
  on: {
    page(c: Context<Web>, sent: Sent): HtmlEscapedString | Promise<HtmlEscapedString>
    act(read: z.output<S>): Promise<void>
  },
): Promise<Response> {
  const values = Object.fromEntries(
    Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value)]),
  )
  const read = schema.safeParse(values)
  if (!read.success) {
    const problems = Object.fromEntries(
      read.error.issues.map(({ path, message }) => [String(path[0]), message]),
    )
    return c.html(await on.page(c, { values, problems }), 422)
  }
  await on.act(read.data)
  return c.redirect(`${c.req.path}?saved`, 303)
}

function formOf(c: Context<Web>, titleKey: string, sent: Sent): Omit<FormProps, 'dates'> {
  const { station, t, lang } = c.var
  const actor = actorOf(c)
  return {
    frame: frameOf(c, { title: t(titleKey), hasError: sent !== null }),
    values: sent?.values ?? {},
    problems: sent?.problems ?? {},
    isSaved: c.req.query('saved') !== undefined,
    services: ownFirst(listServices(station), actor).map(({ id, name }) => ({
      value: id,
      label: say(name, lang),
    })),
    districts: getPlaces(station).districts.districts.map(({ id, name }) => ({
      value: id,
      label: say(name, lang),
    })),
    desks: actor.desks.map((id) => ({ value: id, label: deskNames(station, [id], lang) })),
  }
}

/** The services of one's own desk stand on top. */
function ownFirst(services: Service[], actor: Actor): Service[] {
  const isOwn = ({ desks }: Service) => desks.some((id) => actor.desks.includes(id))
  return [...services.filter(isOwn), ...services.filter((service) => !isOwn(service))]
}

const datesOf = (c: Context<Web>, days: string[]) =>
  days.map((day) => ({ value: day, label: sayDay(day, c.var.lang) }))

/** So that nobody enters the same calls twice. */
async function CallsOfDesk(c: Context<Web>) {
  const { station, db, t, lang } = c.var
  const days = callDays(station)
  const [to = '', from = days.at(-1) ?? ''] = [days[0]]
  const calls = await listCalls(db, { desks: actorOf(c).desks, from, to })
  return (
    <Table
      caption={t('voices.signal.entered')}
      columns={[
        { key: 'day', label: t('voices.signal.day') },
        { key: 'service', label: t('voices.ledger.service') },
        { key: 'reason', label: t('voices.signal.reason') },
        { key: 'calls', label: t('voices.signal.calls'), numeric: true },
      ]}
      rows={calls.map(({ dayOn, serviceId, reason, calls: count }) => {
        const service = findService(station, serviceId)
        return {
          cells: {
            day: sayDay(dayOn, lang),
            service: service ? say(service.name, lang) : serviceId,
            reason: t(`voices.signal.call.${reason}`),
            calls: t('voices.signal.times_value', { count }),
          },
        }
      })}
      empty={t('voices.signal.entered_none')}
    />
  )
}

function actorOf(c: Context<Web>): Actor {
  if (!c.var.actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return c.var.actor
}
