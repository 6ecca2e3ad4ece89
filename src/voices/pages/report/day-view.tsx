// The end of a shift in three lines: what a professional puts together of many people's trouble.

import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Button, Hidden, SelectField, TextArea, TextField } from '../../../ui/form.tsx'
import { Layout } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { BARRIERS, GROUPS, SEVERITIES } from '../../schema/words.ts'
import type { Typed } from './form.ts'
import { PlaceField, ServiceField } from './more-view.tsx'
import type { ReportProps } from './view.tsx'

export const DAY_LINES = 3

type DayProps = Omit<ReportProps, 'kind'>

export function DayPage(props: DayProps) {
  const { frame, typed, errors, isMasked } = props
  const { t } = frame
  const found = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  return (
    <Layout {...frame} noIndex>
      <h1>{t('voices.day.title')}</h1>
      <p>{t('voices.day.lead')}</p>
      <ErrorSummary t={t} errors={found} />
      {isMasked && (
        <Notice kind="warning" title={t('voices.report.masked_title')}>
          <p>{t('voices.report.masked')}</p>
        </Notice>
      )}
      <form
        method="post"
        action="/voices/day"
        data-island="voice"
        data-kept={t('voices.report.kept_here')}
        novalidate
      >
        <Hidden name="sheet" value={typed.sheet ?? ''} />
        <ServiceField {...props} />
        <PlaceField {...props} />
        {Array.from({ length: DAY_LINES }, (_, index) => (
          <Line {...props} index={index} />
        ))}
        <Button>{t('voices.report.send')}</Button>
      </form>
    </Layout>
  )
}

function Line({ frame: { t }, typed, errors, index }: DayProps & { index: number }) {
  const at = (name: string) => `${index}-${name}`
  const list = (ids: readonly string[], words: string) => [
    { value: '', label: t('voices.report.choose') },
    ...ids.map((value) => ({ value, label: t(`${words}.${value}`) })),
  ]
  return (
    <fieldset class="field">
      <legend class="label">{t('voices.day.line', { number: index + 1 })}</legend>
      <SelectField
        t={t}
        id={at('groups')}
        label={t('voices.report.field.groups')}
        options={list(GROUPS, 'voices.group')}
        value={typed[at('groups')]}
        error={errors[at('groups')]}
      />
      <SelectField
        t={t}
        id={at('barriers')}
        label={t('voices.report.field.barriers.missed')}
        options={list(BARRIERS, 'voices.barrier')}
        value={typed[at('barriers')]}
        error={errors[at('barriers')]}
      />
      <SelectField
        t={t}
        id={at('severity')}
        label={t('voices.report.field.severity')}
        options={list(SEVERITIES, 'voices.severity')}
        value={typed[at('severity')]}
        error={errors[at('severity')]}
      />
      <TextField
        t={t}
        id={at('people')}
        label={t('voices.day.people')}
        value={typed[at('people')]}
        error={errors[at('people')]}
        inputMode="numeric"
        width="short"
      />
      <TextArea
        t={t}
        id={at('words')}
        label={t('voices.report.field.words.missed')}
        value={typed[at('words')]}
        error={errors[at('words')]}
        rows={2}
        maxlength={2000}
        optional
      />
    </fieldset>
  )
}

/** A line in the words of the single form; null when nothing of it is filled in. */
export function lineOf(typed: Typed, index: number): Typed | null {
  const at = (name: string) => typed[`${index}-${name}`] ?? ''
  const names = ['groups', 'barriers', 'severity', 'people', 'words']
  if (names.every((name) => at(name).trim() === '')) return null
  return {
    service: typed.service ?? '',
    place: typed.place ?? '',
    severity: at('severity'),
    people: at('people'),
    words: at('words'),
    isEstimate: 'yes',
    ...(at('groups') ? { [`groups.${at('groups')}`]: 'yes' } : {}),
    ...(at('barriers') ? { [`barriers.${at('barriers')}`]: 'yes' } : {}),
  }
}
