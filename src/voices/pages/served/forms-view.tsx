// Three short forms of a desk: people counted in a week, the sampling questionnaire (one screen, no
// identity), and the day's calls by reason.

import type { Child } from 'hono/jsx'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Button, RadioGroup, SelectField, type SelectOption, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { AGE_BANDS, SAMPLE_QUESTIONS, type SampleQuestion, UNKNOWN } from '../../schema/served.ts'
import { SERVICE_DOORS } from '../../schema/service.ts'
import { CALL_REASONS } from '../../schema/signal.ts'

export interface FormProps {
  frame: PageFrame
  /** As typed; nothing of it is lost. */
  values: Record<string, string>
  /** Message keys by field. */
  problems: Record<string, string>
  isSaved: boolean
  services: SelectOption[]
  districts: SelectOption[]
  desks: SelectOption[]
  /** Weeks or days to choose from. */
  dates: SelectOption[]
}

function FormPage(props: FormProps & { action: string; lead: string; children: Child }) {
  const { frame, problems, action } = props
  const { t } = frame
  const errors = Object.entries(problems).map(([id, key]) => ({ href: `#${id}`, text: t(key) }))
  return (
    <Layout {...frame} noIndex>
      {errors.length > 0 && <ErrorSummary t={t} errors={errors} />}
      <h1>{frame.title}</h1>
      {props.isSaved && <Notice kind="success" title={t('voices.ledger.saved')} />}
      <p>{props.lead}</p>
      <form method="post" action={action} novalidate>
        {props.children}
        <p class="actions">
          <Button>{t('voices.served.save')}</Button>
        </p>
      </form>
      <ul>
        {FORMS.filter(({ href }) => href !== action).map(({ href, key }) => (
          <li>
            <a href={href}>{t(key)}</a>
          </li>
        ))}
        <li>
          <a href="/desk">{t('voices.ledger.to_desk')}</a>
        </li>
      </ul>
    </Layout>
  )
}

const FORMS = [
  { href: '/desk/served', key: 'voices.served.form_title' },
  { href: '/desk/served/sample', key: 'voices.served.sample_title' },
  { href: '/desk/calls', key: 'voices.signal.calls_title' },
  { href: '/desk/ledger', key: 'voices.ledger.desk_title' },
]

function fieldsOf({ frame, values, problems }: FormProps) {
  const { t } = frame
  return (id: string) => {
    const key = problems[id]
    return { t, id, value: values[id], error: key ? t(key) : undefined }
  }
}

function About(props: FormProps) {
  const { t } = props.frame
  const field = fieldsOf(props)
  return (
    <>
      <SelectField
        {...field('service')}
        label={t('voices.ledger.service')}
        options={props.services}
      />
      <SelectField
        {...field('door')}
        label={t('voices.served.door')}
        options={SERVICE_DOORS.map((door) => ({
          value: door,
          label: t(`voices.weighing.door.${door}`),
        }))}
      />
      <SelectField
        {...field('district')}
        label={t('voices.served.lives_in')}
        options={[...props.districts, { value: UNKNOWN, label: t('voices.served.unknown') }]}
      />
      <SelectField
        {...field('age')}
        label={t('voices.served.age')}
        options={[
          { value: UNKNOWN, label: t('voices.served.unknown') },
          ...AGE_BANDS.map((band) => ({ value: band, label: t(`voices.served.age.${band}`) })),
        ]}
      />
    </>
  )
}

export function ServedFormPage(props: FormProps) {
  const { t } = props.frame
  const field = fieldsOf(props)
  const number = { inputMode: 'numeric', width: 'short', maxlength: 6 } as const
  return (
    <FormPage {...props} action="/desk/served" lead={t('voices.served.form_lead')}>
      <SelectField {...field('desk')} label={t('voices.ledger.desk')} options={props.desks} />
      <SelectField {...field('week')} label={t('voices.ledger.week')} options={props.dates} />
      <SelectField
        {...field('source')}
        label={t('voices.served.source')}
        options={['desk', 'hand_outs'].map((source) => ({
          value: source,
          label: t(`voices.served.source.${source}`),
        }))}
      />
      <About {...props} />
      <TextField {...field('came')} {...number} label={t('voices.served.came')} />
      <TextField {...field('finished')} {...number} label={t('voices.served.finished')} />
      <TextField {...field('couldNot')} {...number} label={t('voices.served.could_not')} />
    </FormPage>
  )
}

export function SamplePage(props: FormProps) {
  const { t } = props.frame
  const field = fieldsOf(props)
  return (
    <FormPage {...props} action="/desk/served/sample" lead={t('voices.served.sample_lead')}>
      <About {...props} />
      <RadioGroup
        {...field('outcome')}
        label={t('voices.served.outcome')}
        options={['finished', 'could_not', 'later'].map((outcome) => ({
          value: outcome,
          label: t(`voices.served.outcome.${outcome}`),
        }))}
      />
      {(Object.keys(SAMPLE_QUESTIONS) as SampleQuestion[]).map((question) => (
        <RadioGroup
          {...field(question)}
          label={t(`voices.served.ask.${question}`)}
          options={SAMPLE_QUESTIONS[question].map((answer) => ({
            value: answer,
            label: t(`voices.served.ask.${question}.${answer}`),
          }))}
        />
      ))}
    </FormPage>
  )
}

export function CallsPage(props: FormProps & { today: Child }) {
  const { t } = props.frame
  const field = fieldsOf(props)
  return (
    <FormPage {...props} action="/desk/calls" lead={t('voices.signal.calls_lead')}>
      <SelectField {...field('desk')} label={t('voices.ledger.desk')} options={props.desks} />
      <SelectField {...field('day')} label={t('voices.signal.day')} options={props.dates} />
      <SelectField
        {...field('service')}
        label={t('voices.ledger.service')}
        options={props.services}
      />
      <SelectField
        {...field('reason')}
        label={t('voices.signal.reason')}
        options={CALL_REASONS.map((reason) => ({
          value: reason,
          label: t(`voices.signal.call.${reason}`),
        }))}
      />
      <TextField
        {...field('calls')}
        label={t('voices.signal.calls')}
        hint={t('voices.signal.calls_hint')}
        inputMode="numeric"
        width="short"
        maxlength={5}
      />
      {props.today}
    </FormPage>
  )
}
