// Choices as whole rows to touch. The first row has the field's own id, so that an error's link
// lands on it.

import { describedBy, FieldError, FieldGroup, type FieldProps, Hint } from './field.tsx'

export interface Choice {
  value: string
  label: string
  hint?: string | undefined
  disabled?: boolean | undefined
}

/** Side by side and as wide as their words: for many short choices that are tapped fast. */
interface Laid {
  isChips?: boolean | undefined
}

const laid = ({ isChips }: Laid) => (isChips ? 'choices chips' : 'choices')

export function RadioGroup(
  props: FieldProps & Laid & { options: Choice[]; value?: string | undefined },
) {
  return (
    <FieldGroup {...props}>
      <div class={laid(props)}>
        {props.options.map((option, index) => (
          <ChoiceRow
            {...option}
            type="radio"
            id={choiceId(props.id, index)}
            name={props.name ?? props.id}
            checked={option.value === props.value}
          />
        ))}
      </div>
    </FieldGroup>
  )
}

/** Each tick is a field of its own, `<name>.<value>` = `yes`: several survive any form parser. */
export function CheckboxGroup(props: FieldProps & Laid & { options: Choice[]; values: string[] }) {
  return (
    <FieldGroup {...props}>
      <div class={laid(props)}>
        {props.options.map((option, index) => (
          <ChoiceRow
            {...option}
            type="checkbox"
            id={choiceId(props.id, index)}
            name={`${props.name ?? props.id}.${option.value}`}
            value="yes"
            checked={props.values.includes(option.value)}
          />
        ))}
      </div>
    </FieldGroup>
  )
}

/** One statement to agree to. */
export function Checkbox(
  props: FieldProps & { checked?: boolean | undefined; value?: string | undefined },
) {
  return (
    <div class={props.error ? 'field field-wrong' : 'field'}>
      <FieldError {...props} />
      <div class="choices">
        <div class="choice">
          <input
            type="checkbox"
            id={props.id}
            name={props.name ?? props.id}
            value={props.value ?? 'yes'}
            checked={props.checked ?? false}
            aria-invalid={props.error ? 'true' : undefined}
            aria-describedby={describedBy(props)}
          />
          <label for={props.id}>{props.label}</label>
          <Hint {...props} />
        </div>
      </div>
    </div>
  )
}

function ChoiceRow(
  props: Choice & { type: 'radio' | 'checkbox'; id: string; name: string; checked: boolean },
) {
  const { id, type, name, value, checked, disabled, label, hint } = props
  return (
    <div class="choice">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-more` : undefined}
      />
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-more`} class="hint">
          {hint}
        </p>
      )}
    </div>
  )
}

const choiceId = (id: string, index: number) => (index === 0 ? id : `${id}-${index + 1}`)
