// The public page of the lanes: how each agency's system answers, and what happens where it does not.
// Staff start a stopped lane from here.

import type { Context } from 'hono'
import { allow, everyone, staff } from '../core/access.ts'
import { frameOf } from '../core/frame.ts'
import { say, type Translate } from '../core/i18n.ts'
import { sayMoment } from '../core/moments.ts'
import { newPages, type Web } from '../core/web.ts'
import { findAgency, isLead } from '../people/index.ts'
import { Button, TextField } from '../ui/form.tsx'
import { Layout, type PageFrame } from '../ui/layout.tsx'
import { type State, StateTag } from '../ui/state.tsx'
import { Table } from '../ui/table.tsx'
import { startLane } from './actions.ts'
import type { Description } from './contract.ts'
import { rotateCredential } from './credentials.ts'
import { listLanes } from './lanes.ts'
import { getAdapter } from './load.ts'
import { isOpen } from './rules.ts'
import type { Lane, LaneHealth } from './schema.ts'

export const pages = newPages()

pages.get('/adapters', allow(everyone), async (c) => {
  const lanes = await listLanes(c.var.db)
  const frame = frameOf(c, { title: c.var.t('adapters.title'), wide: true })
  const { station, now, lang } = c.var
  const nameOf = (id: string) => say(findAgency(station, id)?.name ?? { 'zh-TW': id, en: id }, lang)
  const page = { frame, lanes, now, mayStart: staff(c), nameOf }
  return c.html(<LanesPage {...page} />)
})

pages.post(
  '/adapters/:id/starts',
  allow(staff),
  async (c: Context<Web, '/adapters/:id/starts'>) => {
    await startLane(c.var.station, c.req.param('id'))
    return c.redirect('/adapters', 303)
  },
)

/** Whoever answers for the front desk. */
const lead = (c: Context<Web>): boolean => c.var.actor !== null && isLead(c.var.actor)

pages.get('/adapters/:id/credentials', allow(lead), (c) => {
  const { describe } = getAdapter(c.var.station, c.req.param('id'))
  const frame = frameOf(c, { title: c.var.t('adapters.credentials'), noIndex: true })
  return c.html(<CredentialsPage frame={frame} describe={describe} />)
})

pages.post('/adapters/:id/credentials', allow(lead), async (c) => {
  const id = c.req.param('id')
  const { name, value } = await c.req.parseBody()
  if (typeof value !== 'string' || value.trim() === '') {
    const { describe } = getAdapter(c.var.station, id)
    const frame = frameOf(c, { title: c.var.t('adapters.credentials'), hasError: true })
    return c.html(<CredentialsPage frame={frame} describe={describe} empty={String(name)} />, 422)
  }
  await rotateCredential(c.var.station, id, String(name), value.trim())
  return c.redirect('/adapters', 303)
})

interface LanesProps {
  frame: PageFrame
  lanes: Lane[]
  now: Date
  mayStart: boolean
  /** Of an agency, in the reader's language. */
  nameOf: (agencyId: string) => string
}

export function LanesPage(props: LanesProps) {
  const { frame, lanes } = props
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('adapters.title')}</h1>
      <p>{t('adapters.intro')}</p>
      <Table
        caption={t('adapters.caption')}
        columns={[
          { key: 'title', label: t('adapters.column_title') },
          { key: 'agencies', label: t('adapters.column_agencies') },
          { key: 'kind', label: t('adapters.column_kind') },
          { key: 'health', label: t('adapters.column_health') },
          { key: 'hours', label: t('adapters.column_hours') },
          { key: 'success', label: t('adapters.column_success') },
        ]}
        rows={lanes.map((lane) => ({ cells: laneCells(lane, props) }))}
        empty={t('adapters.none')}
      />
      <p>
        <a href="/api/v1/adapters">{t('adapters.as_data')}</a>
      </p>
    </Layout>
  )
}

const STATES: Record<LaneHealth, State> = {
  untried: 'waiting',
  well: 'done',
  shaky: 'moving',
  down: 'refused',
  stopped: 'refused',
}

function laneCells(lane: Lane, { frame, now, mayStart, nameOf }: Omit<LanesProps, 'lanes'>) {
  const { t, lang } = frame
  return {
    title: <a href={`/api/v1/adapters/${lane.adapterId}`}>{say(lane.title, lang)}</a>,
    agencies: lane.agencies.map(nameOf).join(t('adapters.and')),
    kind: t(`adapters.kind_${lane.kind}`),
    health:
      lane.kind === 'desk' ? (
        t('adapters.always')
      ) : (
        <>
          <StateTag state={STATES[lane.health]} text={t(`adapters.health_${lane.health}`)} />
          {mayStart && lane.stoppedAt && <StartButton t={t} adapterId={lane.adapterId} />}
        </>
      ),
    hours: hoursOf(lane, now, t),
    success: lastAnswer(lane, frame),
  }
}

function lastAnswer({ kind, lastSuccessAt }: Lane, { t, lang }: PageFrame): string {
  if (kind === 'desk') return t('adapters.on_the_case')
  return lastSuccessAt ? sayMoment(lastSuccessAt, lang) : t('adapters.never')
}

function StartButton({ t, adapterId }: { t: Translate; adapterId: string }) {
  return (
    <form method="post" action={`/adapters/${adapterId}/starts`}>
      <Button kind="secondary">{t('adapters.start')}</Button>
    </form>
  )
}

interface CredentialsProps {
  frame: PageFrame
  describe: Description
  /** Name of the credential that was sent without a value. */
  empty?: string
}

/** Values go in and never come out: the page shows none. */
export function CredentialsPage({ frame, describe, empty }: CredentialsProps) {
  const { t, lang } = frame
  const { credentials = [] } = describe
  return (
    <Layout {...frame}>
      <h1>{t('adapters.credentials_of', { adapter: say(describe.title, lang) })}</h1>
      <p>{t('adapters.credentials_intro')}</p>
      {credentials.length === 0 && <p>{t('adapters.no_credentials')}</p>}
      {credentials.map(({ name, title }) => (
        <form method="post">
          <input type="hidden" name="name" value={name} />
          <TextField
            t={t}
            id={`value-${name}`}
            name="value"
            type="password"
            autocomplete="off"
            label={say(title, lang)}
            error={empty === name ? t('adapters.credential_empty') : undefined}
          />
          <Button>{t('adapters.credential_save')}</Button>
        </form>
      ))}
    </Layout>
  )
}

function hoursOf({ openingHours, kind }: Lane, now: Date, t: Translate): string {
  if (kind === 'desk') return t('adapters.hours_desk')
  if (!openingHours) return t('adapters.hours_always')
  const key = isOpen(openingHours, now) ? 'adapters.hours_open' : 'adapters.hours_closed'
  return t(key, openingHours)
}
