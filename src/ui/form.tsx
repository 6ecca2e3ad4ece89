// The form parts other modules use. Nothing is marked `required`: the server answers with words of
// ours, in the person's language, and keeps what was typed.

import type { Child } from 'hono/jsx'
import { controlAttributes, Field, type FieldProps } from './field.tsx'

export { Checkbox, CheckboxGroup, RadioGroup } from './choices.tsx'
export { DateField } from './date-field.tsx'
export type { FieldProps } from './field.tsx'

export interface TextFieldProps extends FieldProps {
  value?: string | undefined
  type?: 'text' | 'email' | 'tel' | 'url' | 'search' | 'password' | undefined
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | 'search' | undefined
  autocomplete?: string | undefined
  maxlength?: number | undefined
  width?: 'short' | 'full' | undefined
  spellcheck?: boolean | undefined
}

export function TextField(props: TextFieldProps) {
  return (
    <Field {...props}>
      <input
        {...controlAttributes(props)}
        class={props.width === 'short' ? 'input input-short' : 'input'}
        type={props.type ?? 'text'}
        value={props.value ?? ''}
        inputmode={props.inputMode}
        autocomplete={props.autocomplete}
        maxlength={props.maxlength}
        spellcheck={props.spellcheck}
      />
    </Field>
  )
}

export function TextArea(
  props: FieldProps & {
    value?: string | undefined
    rows?: number | undefined
    maxlength?: number | undefined
    autocomplete?: string | undefined
  },
) {
  return (
    <Field {...props}>
      <textarea
        {...controlAttributes(props)}
        class="input"
        rows={props.rows ?? 4}
        maxlength={props.maxlength}
        autocomplete={props.autocomplete}
      >
        {props.value ?? ''}
      </textarea>
    </Field>
  )
}

export interface SelectOption {
  value: string
  label: string
  disabled?: boolean | undefined
  /** Shown after the label, for a choice is one line. */
  hint?: string | undefined
}

export function SelectField(
  props: FieldProps & {
    options: SelectOption[]
    value?: string | undefined
    autocomplete?: string | undefined
  },
) {
  return (
    <Field {...props}>
      <select {...controlAttributes(props)} class="input select" autocomplete={props.autocomplete}>
        {props.options.map(({ value, label, disabled, hint }) => (
          <option value={value} selected={value === props.value} disabled={disabled}>
            {hint ? props.t('ui.option_with_hint', { label, hint }) : label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export function FileField(
  props: FieldProps & {
    /** Media types or endings, e.g. `application/pdf,image/jpeg`. */
    accept?: string | undefined
    multiple?: boolean | undefined
  },
) {
  return (
    <Field {...props}>
      <input
        {...controlAttributes(props)}
        class="input-file"
        type="file"
        accept={props.accept}
        multiple={props.multiple}
      />
    </Field>
  )
}

export function Button(props: {
  kind?: 'primary' | 'secondary' | 'danger' | undefined
  name?: string | undefined
  value?: string | undefined
  /** For a button that changes the form rather than sends it. */
  formnovalidate?: boolean | undefined
  /** Absent: where the form goes. With `#…` the next page opens at that place. */
  formaction?: string | undefined
  /** Says to a screen reader which one of several like buttons this is. */
  label?: string | undefined
  /** Makes it a link that looks like a button: the way to start. */
  href?: string | undefined
  children: Child
}) {
  const look = `button button-${props.kind ?? 'primary'}`
  if (props.href) {
    return (
      <a class={look} href={props.href} aria-label={props.label}>
        {props.children}
      </a>
    )
  }
  return (
    <button
      type="submit"
      class={look}
      name={props.name}
      value={props.value}
      formnovalidate={props.formnovalidate}
      formaction={props.formaction}
      aria-label={props.label}
    >
      {props.children}
    </button>
  )
}

export function Hidden(props: { name: string; value: string }) {
  return <input type="hidden" name={props.name} value={props.value} />
}
