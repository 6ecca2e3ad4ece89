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
  const lines = copyLines(task.input, task.chosen, frame)
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
  const known: Record<string, string> = {
    ...plannedVisit(task.input),
    reference: task.agencyReference ?? '',
    ...values,
  }
  const field = (name: string) => ({ t, id: name, value: known[name] ?? '', optional: true })
  return (
    <section>
      <h2>{t('cases.outcome_title')}</h2>
      <form method="post" action={`/desk/tasks/${task.taskId}/outcome`} novalidate>
        <RadioGroup
          t={t}
          id="kind"
          label={t('cases.outcome_kind')}
          options={options}
          value={known.kind ?? usualOutcome(task)}
        />
        <TextField {...field('reference')} label={t('cases.leg_reference')} width="short" />
        <TextField {...field('number')} label={t('cases.leg_number')} width="short" />
        <TextArea
          {...field('reason')}
          label={t('cases.outcome_reason')}
          hint={t('cases.outcome_reason_hint')}
          rows={2}
        />
        {options.some((option) => option.value.startsWith('needs_')) && (
          <NeedsFields field={field} t={t} />
        )}
        <Button>{t('cases.settle')}</Button>
      </form>
    </section>
  )
}

function NeedsFields(props: {
  field: (name: string) => { id: string; value: string; optional: boolean; t: PageFrame['t'] }
  t: PageFrame['t']
}) {
  const { field, t } = props
  return (
    <fieldset>
      <legend>{t('cases.outcome_needs')}</legend>
      <TextField {...field('where')} label={t('cases.outcome_where')} />
      <TextArea
        {...field('bring')}
        label={t('cases.outcome_bring')}
        hint={t('cases.outcome_bring_hint')}
        rows={3}
      />
      <TextField
        {...field('by')}
        label={t('cases.outcome_by')}
        hint={t('cases.outcome_by_hint')}
        width="short"
      />
    </fieldset>
  )
}

/** What the journey already knows of the visit, so that nobody types it again. */
function plannedVisit(input: Record<string, unknown>): Record<string, string> {
  const visit = (input.visit ?? {}) as { where?: unknown; by?: unknown; bring?: unknown }
  return {
    where: typeof visit.where === 'string' ? visit.where : '',
    by: typeof visit.by === 'string' ? visit.by.slice(0, 10) : '',
    bring: Array.isArray(visit.bring) ? visit.bring.join('\n') : '',
  }
}

/** A desk that waits for somebody to come says so first. */
const usualOutcome = (task: TaskView): string =>
  task.kind === 'file' && task.input.visit ? 'needs_visit' : (OUTCOMES[task.kind][0] ?? '')

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
