// The public page of the lanes: how each agency's system answers, and what happens where it does not.
// Staff start a stopped lane from here.

import type { Context } from 'hono'
import { allow, everyone, staff } from '../core/access.ts'
import { frameOf } from '../core/frame.ts'
import { say, type Translate } from '../core/i18n.ts'
import { newPages, type Web } from '../core/web.ts'
import { Layout, type PageFrame } from '../ui/layout.tsx'
import { type State, StateTag } from '../ui/state.tsx'
import { Table } from '../ui/table.tsx'
import { startLane } from './actions.ts'
import { listLanes } from './lanes.ts'
import { isOpen } from './rules.ts'
import type { Lane, LaneHealth } from './schema.ts'

export const pages = newPages()

pages.get('/adapters', allow(everyone), async (c) => {
  const lanes = await listLanes(c.var.db)
  const frame = frameOf(c, { title: c.var.t('adapters.title'), wide: true })
  return c.html(<LanesPage frame={frame} lanes={lanes} now={c.var.now} mayStart={staff(c)} />)
})

pages.post(
  '/adapters/:id/starts',
  allow(staff),
  async (c: Context<Web, '/adapters/:id/starts'>) => {
    await startLane(c.var.station, c.req.param('id'))
    return c.redirect('/adapters', 303)
  },
)

interface LanesProps {
  frame: PageFrame
  lanes: Lane[]
  now: Date
  mayStart: boolean
}

export function LanesPage({ frame, lanes, now, mayStart }: LanesProps) {
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('adapters.title')}</h1>
      <p>{t('adapters.intro')}</p>
      <Table
        caption={t('adapters.caption')}
        columns={[
          { key: 'title', label: t('adapters.column_title') },
          { key: 'kind', label: t('adapters.column_kind') },
          { key: 'health', label: t('adapters.column_health') },
          { key: 'hours', label: t('adapters.column_hours') },
          { key: 'success', label: t('adapters.column_success') },
        ]}
        rows={lanes.map((lane) => ({ cells: laneCells(lane, { frame, now, mayStart }) }))}
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

function laneCells(lane: Lane, { frame, now, mayStart }: Omit<LanesProps, 'lanes'>) {
  const { t, lang } = frame
  return {
    title: <a href={`/api/v1/adapters/${lane.adapterId}`}>{say(lane.title, lang)}</a>,
    kind: t(`adapters.kind_${lane.kind}`),
    health:
      lane.kind === 'desk' ? (
        t('adapters.by_people')
      ) : (
        <>
          <StateTag state={STATES[lane.health]} text={t(`adapters.health_${lane.health}`)} />
          {mayStart && lane.stoppedAt && <StartButton t={t} adapterId={lane.adapterId} />}
        </>
      ),
    hours: hoursOf(lane, now, t),
    success: lane.lastSuccessAt ? timeOf(lane.lastSuccessAt, lang) : t('adapters.never'),
  }
}

function StartButton({ t, adapterId }: { t: Translate; adapterId: string }) {
  return (
    <form method="post" action={`/adapters/${adapterId}/starts`}>
      <button class="button" type="submit">
        {t('adapters.start')}
      </button>
    </form>
  )
}

function hoursOf({ openingHours, kind }: Lane, now: Date, t: Translate): string {
  if (kind === 'desk') return t('adapters.hours_desk')
  if (!openingHours) return t('adapters.hours_always')
  const key = isOpen(openingHours, now) ? 'adapters.hours_open' : 'adapters.hours_closed'
  return t(key, openingHours)
}

const timeOf = (at: Date, lang: string): string =>
  new Intl.DateTimeFormat(lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'Asia/Taipei',
  }).format(at)
