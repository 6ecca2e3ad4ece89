// A desk's own weeks of the ledger before anybody else sees them, and three short forms: hours after
// hours, an objection in words, and for owners a public note to those it costs time.

import type { Child } from 'hono/jsx'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Button, SelectField, TextArea, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Table } from '../../../ui/table.tsx'
import { round } from '../../actions/ledger.ts'
import type { DeskWeeks, OwnedChange } from '../../actions/ledger-read.ts'
import { MOST_WORDS } from '../../schema/ledger.ts'

export type LedgerForm = 'overtime' | 'objection' | 'note'

export interface DeskLedgerProps {
  frame: PageFrame
  desks: (DeskWeeks & { name: string })[]
  services: { id: string; name: string }[]
  changes: OwnedChange[]
  weeks: string[]
  /** The form that was sent and did not fit; what was typed stays. */
  form: LedgerForm | null
  values: Record<string, string>
  /** Message keys by field. */
  problems: Record<string, string>
  isSaved: boolean
  serviceName(id: string): string
  groupName(id: string): string
}

export function DeskLedgerPage(props: DeskLedgerProps) {
  const { frame, desks, changes, form, problems } = props
  const { t } = frame
  const errors = Object.entries(problems).map(([id, key]) => ({
    href: `#${form}-${id}`,
    text: t(key),
  }))
  return (
    <Layout {...frame} noIndex wide>
      {errors.length > 0 && <ErrorSummary t={t} errors={errors} />}
      <h1>{frame.title}</h1>
      {props.isSaved && <Notice kind="success" title={t('voices.ledger.saved')} />}
      <p>{t('voices.ledger.desk_lead')}</p>
      {desks.length === 0 && <p>{t('voices.ledger.no_desk')}</p>}
      {desks.map((desk) => (
        <DeskTable {...props} desk={desk} />
      ))}
      {desks.length > 0 && <OvertimeForm {...props} />}
      {desks.length > 0 && <ObjectionForm {...props} />}
      {changes.length > 0 && <NoteForm {...props} />}
      <p>
        <a href="/desk">{t('voices.ledger.to_desk')}</a>
      </p>
    </Layout>
  )
}

function DeskTable(props: DeskLedgerProps & { desk: DeskLedgerProps['desks'][number] }) {
  const { frame, desk, serviceName } = props
  const { t, lang } = frame
  const rows = desk.weeks.flatMap(({ weekOn, isPublic, lines, hours }) => {
    const common = {
      week: sayDay(weekOn, lang),
      seen: t(isPublic ? 'voices.ledger.is_public' : 'voices.ledger.only_you'),
      overtime: hours === null ? '—' : t('voices.ledger.hours', { count: hours }),
    }
    if (lines.length === 0 && hours === null) return []
    if (lines.length === 0) return [{ cells: { ...common, service: '—', sum: '—', volume: '—' } }]
    return lines.map((line) => ({
      cells: {
        ...common,
        service: serviceName(line.serviceId),
        volume: t('voices.ledger.cases', { count: line.volume }),
        sum: t('voices.ledger.minutes', { count: round(line.minutes) }),
      },
    }))
  })
  return (
    <section>
      <h2>{desk.name}</h2>
      <Table
        caption={t('voices.ledger.weeks_caption')}
        isCaptionUnseen
        columns={[
          { key: 'week', label: t('voices.ledger.week') },
          { key: 'service', label: t('voices.ledger.service') },
          { key: 'volume', label: t('voices.ledger.volume'), numeric: true },
          { key: 'sum', label: t('voices.ledger.sum'), numeric: true },
          { key: 'overtime', label: t('voices.ledger.overtime'), numeric: true },
          { key: 'seen', label: t('voices.ledger.who_sees') },
        ]}
        rows={rows}
        empty={t('voices.ledger.weeks_none')}
      />
      {desk.objections.map(({ weekOn, serviceId, words }) => (
        <blockquote>
          <p>{words}</p>
          <p class="hint">
            {t('voices.ledger.objection_about', {
              service: serviceName(serviceId),
              week: sayDay(weekOn, lang),
            })}
          </p>
        </blockquote>
      ))}
    </section>
  )
}

/** Ids begin with the form's name: three forms share a page. */
function fieldsOf({ frame, form, values, problems }: DeskLedgerProps, of: LedgerForm) {
  const isSent = form === of
  const problem = (name: string) => (isSent ? problems[name] : undefined)
  return (name: string) => {
    const key = problem(name)
    return {
      t: frame.t,
      id: `${of}-${name}`,
      name,
      value: isSent ? values[name] : undefined,
      error: key ? frame.t(key) : undefined,
    }
  }
}

function Form(props: { action: LedgerForm; title: string; button: string; children: Child }) {
  return (
    <section>
      <h2>{props.title}</h2>
      <form method="post" action={`/desk/ledger/${props.action}`} novalidate>
        {props.children}
        <p class="actions">
          <Button kind="secondary">{props.button}</Button>
        </p>
      </form>
    </section>
  )
}

function DeskAndWeek({ props, of }: { props: DeskLedgerProps; of: LedgerForm }) {
  const { frame, desks, weeks } = props
  const { t, lang } = frame
  const field = fieldsOf(props, of)
  return (
    <>
      <SelectField
        {...field('desk')}
        label={t('voices.ledger.desk')}
        options={desks.map(({ deskId, name }) => ({ value: deskId, label: name }))}
      />
      <SelectField
        {...field('week')}
        label={t('voices.ledger.week')}
        options={weeks.map((weekOn) => ({ value: weekOn, label: sayDay(weekOn, lang) }))}
      />
    </>
  )
}

function OvertimeForm(props: DeskLedgerProps) {
  const { t } = props.frame
  const field = fieldsOf(props, 'overtime')
  return (
    <Form
      action="overtime"
      title={t('voices.ledger.tell_overtime')}
      button={t('voices.ledger.save_overtime')}
    >
      <DeskAndWeek props={props} of="overtime" />
      <TextField
        {...field('hours')}
        label={t('voices.ledger.overtime_hours')}
        hint={t('voices.ledger.overtime_hint')}
        inputMode="decimal"
        width="short"
        maxlength={6}
      />
    </Form>
  )
}

function ObjectionForm(props: DeskLedgerProps) {
  const { t } = props.frame
  const field = fieldsOf(props, 'objection')
  return (
    <Form
      action="objection"
      title={t('voices.ledger.tell_objection')}
      button={t('voices.ledger.save_objection')}
    >
      <DeskAndWeek props={props} of="objection" />
      <SelectField
        {...field('service')}
        label={t('voices.ledger.service')}
        options={props.services.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextArea
        {...field('words')}
        label={t('voices.ledger.objection_words')}
        hint={t('voices.ledger.objection_hint')}
        maxlength={MOST_WORDS}
      />
    </Form>
  )
}

function NoteForm(props: DeskLedgerProps) {
  const { frame, changes, groupName } = props
  const { t, lang } = frame
  const field = fieldsOf(props, 'note')
  return (
    <Form action="note" title={t('voices.ledger.tell_note')} button={t('voices.ledger.save_note')}>
      <SelectField
        {...field('change')}
        label={t('voices.ledger.which_change')}
        options={changes.map(({ key, title, moved }) => ({
          value: key,
          label: t('voices.ledger.change_line', {
            title: say(title, lang),
            groups: moved.map(({ groupId }) => groupName(groupId)).join(t('voices.ledger.comma')),
          }),
        }))}
      />
      <TextArea
        {...field('words')}
        label={t('voices.ledger.note_words')}
        hint={t('voices.ledger.note_hint')}
        maxlength={MOST_WORDS}
      />
    </Form>
  )
}
