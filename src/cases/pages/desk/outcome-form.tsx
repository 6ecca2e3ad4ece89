// What came of a task: one form for every kind, with what is known already filled in. One visit that
// settles several parts of a case is written down once.

import { say } from '../../../core/i18n.ts'
import {
  Button,
  Checkbox,
  type FieldProps,
  Hidden,
  RadioGroup,
  TextArea,
  TextField,
} from '../../../ui/form.tsx'
import type { PageFrame } from '../../../ui/layout.tsx'
import type { TaskKind } from '../../schema/legs.ts'
import type { SiblingTask, TaskView } from '../../schema/view.ts'
import type { OutcomeField } from './settlement.ts'

interface OutcomeFormProps {
  frame: PageFrame
  task: TaskView
  values: Record<string, string>
  problems: OutcomeField[]
}

const NEEDS = ['needs_visit', 'needs_payment', 'needs_correction', 'needs_upload']

/** What can come of each kind of task; the first is the usual one. */
const OUTCOMES: Record<TaskKind, string[]> = {
  file: ['pending', 'approved', ...NEEDS, 'rejected', 'absent', 'not_sent'],
  correct: ['pending', 'approved', ...NEEDS, 'rejected'],
  withdraw: ['withdrawn', 'refused'],
  settle_unknown: ['pending', 'approved', 'absent', ...NEEDS, 'rejected', 'withdrawn'],
  look: ['approved', ...NEEDS, 'rejected', 'pending', 'withdrawn'],
  visit: ['approved', ...NEEDS, 'rejected', 'pending', 'withdrawn'],
  owner: ['seen', 'absent', 'pending', 'approved', ...NEEDS, 'rejected', 'not_sent'],
}

export function OutcomeForm({ frame, task, values, problems }: OutcomeFormProps) {
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
  const field = (name: string) => ({
    t,
    id: name,
    value: known[name] ?? '',
    optional: true,
    ...(problems.some((one) => one === name) ? { error: t(`cases.outcome_missing.${name}`) } : {}),
  })
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
        {task.siblings.map((sibling) => (
          <Together {...{ frame, sibling, values }} />
        ))}
        <Button>{t('cases.settle')}</Button>
      </form>
    </section>
  )
}

/** The same outcome for another part of the case, with a number of its own. */
function Together({
  frame,
  sibling,
  values,
}: Pick<OutcomeFormProps, 'frame' | 'values'> & {
  sibling: SiblingTask
}) {
  const { t, lang } = frame
  const { taskId } = sibling
  const { by, bring } = plannedVisit(sibling.input)
  const title = say(sibling.title, lang)
  return (
    <fieldset>
      <legend>{t('cases.together_title', { title })}</legend>
      <Checkbox
        t={t}
        id={`also-${taskId}`}
        name={`also.${taskId}`}
        label={t('cases.together')}
        checked={values.kind === undefined || values[`also.${taskId}`] !== undefined}
      />
      <TextField
        t={t}
        id={`reference-${taskId}`}
        name={`reference.${taskId}`}
        label={t('cases.together_reference', { title })}
        value={values[`reference.${taskId}`]}
        width="short"
        optional
      />
      <Hidden name={`by.${taskId}`} value={by ?? ''} />
      <Hidden name={`bring.${taskId}`} value={bring ?? ''} />
    </fieldset>
  )
}

function NeedsFields(props: {
  field: (name: string) => Omit<FieldProps, 'label'> & { value: string }
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
