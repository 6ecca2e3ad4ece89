// One task: what to do step by step, everything ready to copy, and the form for what came of it.

import { say } from '../../core/i18n.ts'
import { sayMoment } from '../../core/moments.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, RadioGroup, SelectField, TextArea, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import type { TaskKind } from '../schema/legs.ts'
import type { TaskView } from '../schema/view.ts'
import { copyLines } from './copy-lines.ts'

export interface TaskProps {
  frame: PageFrame
  task: TaskView
  accountId: string
  desks: { id: string; name: string }[]
  /** The outcome form as it was sent, when something in it is missing. */
  values: Record<string, string>
  isIncomplete: boolean
  now: Date
}

/** What can come of each kind of task; the first is the usual one. */
const OUTCOMES: Record<TaskKind, string[]> = {
  file: ['pending', 'approved', 'needs_visit', 'needs_payment', 'rejected', 'not_sent'],
  correct: ['pending', 'approved', 'rejected'],
  withdraw: ['withdrawn', 'refused'],
  settle_unknown: ['pending', 'approved', 'absent', 'rejected'],
  look: ['approved', 'needs_payment', 'needs_correction', 'rejected', 'pending'],
  visit: ['approved', 'rejected', 'pending'],
  owner: ['seen', 'absent', 'pending', 'not_sent'],
}

export function TaskPage(props: TaskProps) {
  const { frame, task, isIncomplete } = props
  const { t, lang } = frame
  return (
    <Layout {...frame} noIndex wide islands={['cases']}>
      <p>
        <a href="/desk">{t('cases.desk_back')}</a>
      </p>
      {isIncomplete && (
        <ErrorSummary t={t} errors={[{ href: '#reason', text: t('cases.outcome_incomplete') }]} />
      )}
      <h1>
        {t(`cases.task.${task.kind}`)}
        {task.agencyName && `${t('cases.colon')}${say(task.agencyName, lang)}`}
      </h1>
      <p>{t(`cases.why.${task.why}`)}</p>
      {task.isWithdrawalAsked && <Notice kind="warning" title={t('cases.task_withdrawal_asked')} />}
      <Facts {...props} />
      <Steps {...props} />
      <CopyList {...props} />
      <Taking {...props} />
      <Evidence {...props} />
    </Layout>
  )
}

function Facts({ frame, task }: TaskProps) {
  const { t, lang } = frame
  const lines = [
    { label: t('cases.reference'), value: task.reference },
    { label: t('cases.task_due'), value: sayMoment(task.dueAt, lang) },
    { label: t('cases.task_minutes'), value: String(task.minutes) },
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
          <li>{say(step, lang)}</li>
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

function CopyList({ frame, task }: TaskProps) {
  const { t } = frame
  const lines = copyLines(task.input, t)
  if (lines.length === 0) return null
  return (
    <section>
      <h2>{t('cases.task_copy')}</h2>
      <p class="hint">{t('cases.task_copy_hint')}</p>
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
      <HandOver {...props} />
    </>
  )
}

function OutcomeForm({ frame, task, values }: TaskProps) {
  const { t } = frame
  const options = OUTCOMES[task.kind].map((kind) => ({
    value: kind,
    label: t(`cases.outcome.${kind}`),
  }))
  const reference = values.reference ?? task.agencyReference ?? ''
  return (
    <section>
      <h2>{t('cases.outcome_title')}</h2>
      <form method="post" action={`/desk/tasks/${task.taskId}/outcome`} novalidate>
        <RadioGroup
          t={t}
          id="kind"
          label={t('cases.outcome_kind')}
          options={options}
          value={values.kind ?? options[0]?.value ?? ''}
        />
        <TextField
          t={t}
          id="reference"
          label={t('cases.leg_reference')}
          value={reference}
          width="short"
          optional
        />
        <TextField
          t={t}
          id="number"
          label={t('cases.leg_number')}
          value={values.number ?? ''}
          width="short"
          optional
        />
        <TextArea
          t={t}
          id="reason"
          label={t('cases.outcome_reason')}
          hint={t('cases.outcome_reason_hint')}
          value={values.reason ?? ''}
          optional
        />
        <TextField
          t={t}
          id="where"
          label={t('cases.outcome_where')}
          value={values.where ?? ''}
          optional
        />
        <TextArea
          t={t}
          id="bring"
          label={t('cases.outcome_bring')}
          hint={t('cases.outcome_bring_hint')}
          value={values.bring ?? ''}
          optional
        />
        <TextField
          t={t}
          id="by"
          label={t('cases.outcome_by')}
          hint={t('cases.outcome_by_hint')}
          value={values.by ?? ''}
          width="short"
          optional
        />
        <Button>{t('cases.settle')}</Button>
      </form>
    </section>
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

function Evidence({ frame, task }: TaskProps) {
  const { t, lang } = frame
  if (task.evidence.length === 0) return null
  return (
    <section>
      <h2>{t('cases.evidence')}</h2>
      {task.evidence.map((one) => (
        <details>
          <summary>
            {one.label} {sayMoment(one.keptAt, lang)}
          </summary>
          <pre class="evidence">{one.body}</pre>
        </details>
      ))}
    </section>
  )
}
