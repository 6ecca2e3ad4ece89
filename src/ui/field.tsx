// What every form part has in common: a label, a hint below it, an error beside it, and the ids that
// tie them to the control. An error's link in the summary is always `#<id>`.

import type { Child } from 'hono/jsx'
import type { Translate } from '../core/i18n.ts'

export interface FieldProps {
  /** Of the control itself, or of the first one in a group. */
  id: string
  /** Absent: the same as the id. */
  name?: string | undefined
  label: string
  hint?: string | undefined
  error?: string | undefined
  optional?: boolean | undefined
  t: Translate
}

/** A label above one control. */
export function Field(props: FieldProps & { children: Child }) {
  return (
    <div class={props.error ? 'field field-wrong' : 'field'}>
      <label class="label" for={props.id}>
        <LabelText {...props} />
      </label>
      <Hint {...props} />
      <FieldError {...props} />
      {props.children}
    </div>
  )
}

/** A legend above several controls that answer one question. */
export function FieldGroup(props: FieldProps & { children: Child }) {
  return (
    <fieldset
      class={props.error ? 'field field-wrong' : 'field'}
      aria-describedby={describedBy(props)}
    >
      <legend class="label">
        <LabelText {...props} />
      </legend>
      <Hint {...props} />
      <FieldError {...props} />
      {props.children}
    </fieldset>
  )
}

export function LabelText({ label, optional, t }: FieldProps) {
  return (
    <>
      {label}
      {optional && <span class="label-optional">{t('ui.optional')}</span>}
    </>
  )
}

export function Hint({ id, hint }: FieldProps) {
  return hint ? (
    <p id={`${id}-hint`} class="hint">
      {hint}
    </p>
  ) : null
}

export function FieldError({ id, error, t }: FieldProps) {
  return error ? (
    <p id={`${id}-error`} class="field-error">
      <span class="unseen">{t('ui.error_prefix')}</span>
      {error}
    </p>
  ) : null
}

/** The ids of hint and error, for `aria-describedby`; undefined leaves the attribute out. */
export function describedBy({ id, hint, error }: FieldProps): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

/** What ties a control to its Field. */
export function controlAttributes(props: FieldProps) {
  return {
    id: props.id,
    name: props.name ?? props.id,
    ...(props.error ? { 'aria-invalid': 'true' as const } : {}),
    ...(describedBy(props) ? { 'aria-describedby': describedBy(props) } : {}),
  }
}
