// One task: what to do step by step, everything ready to copy, and the form for what came of it.

import type { Child } from 'hono/jsx'
import { say } from '../../../core/i18n.ts'
import { sayMoment } from '../../../core/moments.ts'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Button, SelectField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import type { TaskView } from '../../schema/view.ts'
import { VerifiedSection, verifiedLine } from '../reads/verified.tsx'
import { copyLines } from './copy-lines.ts'
import { AddEvidence, Evidence } from './evidence.tsx'
import { OutcomeForm } from './outcome-form.tsx'
import type { OutcomeField } from './settlement.ts'

export interface TaskProps {
  frame: PageFrame
  task: TaskView
  accountId: string
  /** Of a task about no case: which desk and day, or which agency's system. */
  about: string | null
  desks: { id: string; name: string }[]
  /** The outcome form as it was sent, when something in it is missing, and what. */
  values: Record<string, string>
  problems: OutcomeField[]
  part: Child
  now: Date
}

export function TaskPage(props: TaskProps) {
  const { frame, task, problems } = props
  const { t, lang } = frame
  return (
    <Layout {...frame} noIndex wide islands={['cases']}>
      <p>
        <a href="/desk">{t('cases.desk_back')}</a>
      </p>
      {problems.length > 0 && (
        <ErrorSummary
          t={t}
          errors={problems.map((field) => ({
            href: `#${field}`,
            text: t(`cases.outcome_missing.${field}`),
          }))}
        />
      )}
      <h1>
        {t(`cases.task.${task.kind}`)}
        {task.agencyName && `${t('cases.colon')}${say(task.agencyName, lang)}`}
      </h1>
      <p>{t(`cases.why.${task.why}`)}</p>
      {props.about && <p>{props.about}</p>}
      {task.isWithdrawalAsked && <Notice kind="warning" title={t('cases.task_withdrawal_asked')} />}
      <Facts {...props} />
      <Steps {...props} />
      <Changed {...props} />
      <CopyList {...props} />
      <VerifiedSection
        frame={frame}
        lines={task.verified.map((one) => verifiedLine(one, frame))}
        hint={t('cases.read_hint_desk')}
      />
      <Taking {...props} />
      <Evidence {...props} />
      {props.part}
    </Layout>
  )
}

function Facts({ frame, task }: TaskProps) {
  const { t, lang } = frame
  const lines = [
    { label: t('cases.reference'), value: task.reference },
    { label: t('cases.task_due'), value: sayMoment(task.dueAt, lang) },
    { label: t('cases.task_minutes'), value: String(task.minutes) },
    { label: t('cases.task_begun'), value: task.startedAt && sayMoment(task.startedAt, lang) },
    { label: t('cases.task_ended'), value: task.endedAt && sayMoment(task.endedAt, lang) },
    { label: t('cases.leg_reference'), value: task.agencyReference },
    { label: t('cases.leg_closes'), value: task.closesAt && sayMoment(task.closesAt, lang) },
  ]
  const given = lines.filter((line) => line.value !== null)
  return <SummaryList items={given.map(({ label, value }) => ({ label, value: value ?? '' }))} />
}

function Steps({ frame, task }: TaskProps) {
  const { t, lang } = frame
  if (task.steps.length === 0) return null
  return (
    <section>
      <h2>{t('cases.task_steps')}</h2>
      <ol>
        {task.steps.map((step) => (
          <li>
            <span class="copy" data-island="copy" data-said={t('cases.copied')}>
              {say(step, lang)}
            </span>
          </li>
        ))}
      </ol>
      {task.site && (
        <p>
          <a href={task.site} target="_blank" rel="noreferrer">
            {t('cases.task_site')}
          </a>
        </p>
      )}
    </section>
  )
}

function Changed({ frame, task }: TaskProps) {
  const { t, lang } = frame
  if (task.changed.length === 0) return null
  return (
    <Notice kind="info" title={t('cases.task_changed')}>
      <ul>
        {task.changed.map((label) => (
          <li>{say(label, lang)}</li>
        ))}
      </ul>
    </Notice>
  )
}

function CopyList({ frame, task }: TaskProps) {
  const { t } = frame
  const lines = copyLines(task.input, task.chosen, frame)
  // To take something back, its number is enough.
  if (lines.length === 0 || task.kind === 'withdraw') return null
  return (
    <section>
      <h2>{t('cases.task_copy')}</h2>
      <SummaryList
        items={lines.map(({ name, value }) => ({
          label: name,
          value: (
            <span class="copy" data-island="copy" data-said={t('cases.copied')}>
              {value}
            </span>
          ),
        }))}
      />
    </section>
  )
}

function Taking(props: TaskProps) {
  const { frame, task, accountId } = props
  const { t } = frame
  if (task.state === 'done' || task.state === 'cancelled') {
    return <Notice kind="info" title={t(`cases.task_state.${task.state}`)} />
  }
  if (task.takenBy !== accountId) {
    return (
      <form method="post" action={`/desk/tasks/${task.taskId}/taking`}>
        {task.takenBy && <p>{t('cases.task_taken_by_other')}</p>}
        <Button>{t('cases.take')}</Button>
      </form>
    )
  }
  return (
    <>
      <OutcomeForm {...props} />
      <AddEvidence {...props} />
      <HandOver {...props} />
    </>
  )
}

function HandOver({ frame, task, desks }: TaskProps) {
  const { t } = frame
  const others = desks.filter((desk) => desk.id !== task.deskId)
  return (
    <details>
      <summary>{t('cases.hand_over')}</summary>
      <form method="post" action={`/desk/tasks/${task.taskId}/hand-over`}>
        <SelectField
          t={t}
          id="desk"
          label={t('cases.hand_over_to')}
          options={others.map((desk) => ({ value: desk.id, label: desk.name }))}
          value=""
        />
        <Button kind="secondary">{t('cases.hand_over')}</Button>
      </form>
    </details>
  )
}
