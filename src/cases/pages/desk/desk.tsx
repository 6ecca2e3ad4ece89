// The desk console: what is to do, by due time; take, settle, hand over; find a case. Made to be
// quicker than paper: one list, one page a task, everything ready to copy.

import type { Child } from 'hono/jsx'
import { sayDay, sayMoment } from '../../../core/moments.ts'
import { Button, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import type { State } from '../../../ui/state.tsx'
import { StateTag } from '../../../ui/state.tsx'
import { Table } from '../../../ui/table.tsx'
import type { TaskLine } from '../../schema/view.ts'

export interface DeskProps {
  frame: PageFrame
  name: string
  accountId: string
  desks: { id: string; name: string; load: { minutes: number; room: number } }[]
  mine: TaskLine[]
  open: TaskLine[]
  later: TaskLine[]
  part: Child
  agencyName(agencyId: string | null): string
  now: Date
  problem?: string | undefined
  isSettled?: boolean | undefined
}

export function DeskPage(props: DeskProps) {
  const { frame, name, desks, mine, open, later } = props
  const { t } = frame
  return (
    <Layout {...frame} noIndex wide>
      <h1>{t('cases.desk_title', { name })}</h1>
      {props.problem && <Notice kind="danger" title={props.problem} />}
      {props.isSettled && <Notice kind="success" title={t('cases.settled')} />}
      <ul class="desk-days">
        {desks.map((desk) => (
          <li>
            <strong>{desk.name}</strong>{' '}
            {t('cases.desk_load', { minutes: desk.load.minutes, room: desk.load.room })}
          </li>
        ))}
      </ul>
      <Tasks
        {...props}
        title={t('cases.desk_mine')}
        tasks={mine}
        empty={t('cases.desk_mine_none')}
      />
      <Tasks
        {...props}
        title={t('cases.desk_open')}
        tasks={open}
        empty={t('cases.desk_open_none')}
      />
      {later.length > 0 && (
        <Tasks {...props} title={t('cases.desk_later')} tasks={later} empty="" />
      )}
      <h2>{t('cases.desk_find')}</h2>
      <search>
        <form method="get" action="/desk/cases">
          <TextField
            t={t}
            id="reference"
            name="reference"
            label={t('cases.reference')}
            hint={t('cases.desk_find_hint')}
            width="short"
            autocomplete="off"
          />
          <Button kind="secondary">{t('cases.find_button')}</Button>
        </form>
      </search>
      {props.part}
      <form method="post" action="/sign-out">
        <Button kind="secondary">{t('cases.sign_out')}</Button>
      </form>
    </Layout>
  )
}

function Tasks(props: DeskProps & { title: string; tasks: TaskLine[]; empty: string }) {
  const { frame, tasks, title, empty, now } = props
  const { t, lang } = frame
  const columns = [
    { key: 'what', label: t('cases.task_what') },
    { key: 'case', label: t('cases.reference') },
    { key: 'agency', label: t('cases.task_agency') },
    { key: 'due', label: t('cases.task_due') },
    { key: 'minutes', label: t('cases.task_minutes'), numeric: true },
    { key: 'state', label: t('cases.task_state') },
  ]
  const rows = tasks.map((task) => ({
    cells: {
      what: <a href={`/desk/tasks/${task.taskId}`}>{t(`cases.task.${task.kind}`)}</a>,
      case: task.reference ?? '—',
      agency: props.agencyName(task.agencyId),
      due:
        task.state === 'waiting'
          ? t('cases.task_on', { on: sayDay(task.dayOn, lang) })
          : sayMoment(task.dueAt, lang),
      minutes: String(task.minutes),
      state: (
        <StateTag state={taskLook(task, now)} text={t(`cases.task_state.${taskWord(task, now)}`)} />
      ),
    },
  }))
  return (
    <section>
      <h2>{title}</h2>
      <Table caption={title} columns={columns} rows={rows} empty={empty} isCaptionUnseen />
    </section>
  )
}

const taskWord = (task: TaskLine, now: Date): string =>
  (task.state === 'open' || task.state === 'taken') && task.dueAt < now ? 'overdue' : task.state

function taskLook(task: TaskLine, now: Date): State {
  const word = taskWord(task, now)
  if (word === 'overdue') return 'needs_you'
  if (word === 'taken') return 'moving'
  return word === 'done' || word === 'cancelled' ? 'done' : 'waiting'
}
