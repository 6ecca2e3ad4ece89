// A person, asked part by part. Each part is the field `<name>.<part>` and has the id `<id>-<part>`,
// which an error's link uses.

import type { Translate } from '../core/i18n.ts'
import { DateField, type TypedDate } from './date-field.tsx'
import {
  SelectField,
  type SelectOption,
  TextArea,
  TextField,
  type TextFieldProps,
} from './form.tsx'

export interface PersonFieldsProps {
  t: Translate
  id: string
  name: string
  /** By part; a birth is `birth.year`, `birth.month`, `birth.day`, or `birth` as `YYYY-MM-DD`. */
  value: Record<string, string>
  errors: Record<string, string>
  parts: string[]
  labels?: Record<string, string> | undefined
  hints?: Record<string, string> | undefined
  /** A part with choices becomes a list to choose from. */
  options?: Record<string, SelectOption[]> | undefined
  optionalParts?: string[] | undefined
  /** The browser may offer the reader's own particulars. Wrong for anyone else's. */
  isReader?: boolean | undefined
}

export function PersonFields(props: PersonFieldsProps) {
  return (
    <div class="person">
      {props.parts.map((part) => (
        <PersonPart {...props} part={part} />
      ))}
    </div>
  )
}

/** How each part is typed; `autocomplete` only counts for the reader. */
const TYPING: Record<string, Partial<TextFieldProps>> = {
  name: { autocomplete: 'name', spellcheck: false },
  id_number: { width: 'short', maxlength: 20, spellcheck: false },
  phone: { type: 'tel', inputMode: 'tel', autocomplete: 'tel', width: 'short' },
  email: { type: 'email', inputMode: 'email', autocomplete: 'email', spellcheck: false },
  nationality: { autocomplete: 'country-name' },
  emergency_name: { spellcheck: false },
  emergency_phone: { type: 'tel', inputMode: 'tel', width: 'short' },
}

function PersonPart(props: PersonFieldsProps & { part: string }) {
  const { t, part, value, options } = props
  const isReader = props.isReader ?? false
  const field = {
    t,
    id: `${props.id}-${part}`,
    name: `${props.name}.${part}`,
    label: props.labels?.[part] ?? t(`ui.person_${part}`),
    hint: props.hints?.[part] ?? (part in HINTS ? t(HINTS[part] ?? '') : undefined),
    error: props.errors[part],
    optional: props.optionalParts?.includes(part),
  }
  const written = value[part] ?? ''
  if (part === 'birth') {
    return (
      <DateField
        {...field}
        hint={field.hint ?? t('ui.birth_hint')}
        value={birthOf(value)}
        autocomplete={isReader ? 'bday' : undefined}
      />
    )
  }
  if (part === 'address') {
    return (
      <TextArea
        {...field}
        value={written}
        rows={2}
        autocomplete={isReader ? 'street-address' : undefined}
      />
    )
  }
  if (options?.[part]) return <SelectField {...field} options={options[part]} value={written} />

  const { autocomplete, ...typing } = TYPING[part] ?? {}
  return (
    <TextField
      {...field}
      {...typing}
      value={written}
      autocomplete={isReader ? autocomplete : 'off'}
    />
  )
}

const HINTS: Record<string, string> = {
  name: 'ui.person_name_hint',
  id_number: 'ui.person_id_number_hint',
  phone: 'ui.person_phone_hint',
}

function birthOf(value: Record<string, string>): TypedDate {
  const [year, month, day] = (value.birth ?? '').split('-')
  return {
    year: value['birth.year'] ?? year,
    month: value['birth.month'] ?? month,
    day: value['birth.day'] ?? day,
  }
}
