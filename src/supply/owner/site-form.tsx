// The desk's form of a site: slips, hand-out and sale have windows of their own, because they are
// different times of the day.

import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, CheckboxGroup, TextArea, TextField } from '../../ui/form.tsx'
import type { PageFrame } from '../../ui/layout.tsx'
import { WINDOW_KINDS } from '../schema/stock.ts'
import { ACCESS, type Typed } from './form.ts'

export interface SiteFormProps {
  frame: PageFrame
  action: string
  values: { typed: Typed; wrong: Record<string, string> }
  isNew?: boolean | undefined
}

const TEXTS = [
  { name: 'name', maxlength: 100 },
  { name: 'district', maxlength: 20 },
  { name: 'address', maxlength: 200 },
  { name: 'phone', maxlength: 40 },
  { name: 'website', maxlength: 200 },
  { name: 'position', maxlength: 60 },
] as const

export function SiteForm({ frame, action, values, isNew }: SiteFormProps) {
  const { t } = frame
  const { typed, wrong } = values
  const error = (name: string) => (wrong[name] ? t(wrong[name]) : undefined)
  return (
    <form method="post" action={action}>
      <ErrorSummary
        t={t}
        errors={Object.entries(wrong).map(([name, key]) => ({ href: `#${name}`, text: t(key) }))}
      />
      {isNew && (
        <TextField
          t={t}
          id="siteId"
          label={t('owners.field_code')}
          hint={t('owners.field_code_hint')}
          value={typed.siteId}
          error={error('siteId')}
          maxlength={40}
          width="short"
        />
      )}
      {TEXTS.map(({ name, maxlength }) => (
        <TextField
          t={t}
          id={name}
          label={t(`owners.field_${name}`)}
          hint={name === 'position' ? t('owners.position_hint') : undefined}
          value={typed[name]}
          error={error(name)}
          maxlength={maxlength}
          optional={name !== 'name'}
        />
      ))}
      {WINDOW_KINDS.map((kind) => (
        <TextArea
          t={t}
          id={kind}
          label={t(`owners.window_${kind}`)}
          hint={t('owners.windows_hint')}
          value={typed[kind]}
          error={error(kind)}
          rows={2}
          maxlength={500}
          optional
        />
      ))}
      <TextArea
        t={t}
        id="note"
        label={t('owners.note_label')}
        value={typed.note}
        error={error('note')}
        rows={3}
        maxlength={500}
        optional
      />
      <TextField
        t={t}
        id="languages"
        label={t('owners.field_languages')}
        hint={t('owners.languages_hint')}
        value={typed.languages}
        error={error('languages')}
        maxlength={100}
        optional
      />
      <CheckboxGroup
        t={t}
        id="access"
        label={t('owners.field_access')}
        options={ACCESS.map((one) => ({ value: one, label: t(`owners.access_${one}`) }))}
        values={ACCESS.filter((one) => typed[`access.${one}`] === 'yes')}
        optional
      />
      <Button>{t(isNew ? 'owners.add_go' : 'owners.save')}</Button>
    </form>
  )
}
