// A day in three boxes. Either calendar may be typed; the other stands beside it at once with the
// island, after the next page without.

import { describedBy, FieldGroup, type FieldProps } from './field.tsx'
import { bothYears } from './roc-year.ts'

/** Leaves the blanks of a message for the island to fill. */
const BLANKS = { western: '{western}', roc: '{roc}' }

export interface TypedDate {
  year?: string | undefined
  month?: string | undefined
  day?: string | undefined
}

export function DateField(
  props: FieldProps & {
    value?: TypedDate | undefined
    /** 'bday' lets the browser offer the person's own date of birth. */
    autocomplete?: 'bday' | undefined
  },
) {
  const { id, value = {}, t, autocomplete } = props
  const name = props.name ?? id
  const years = bothYears(value.year ?? '')
  const complete = (part: string) => autocomplete && `${autocomplete}-${part}`
  return (
    <FieldGroup {...props} hint={props.hint ?? t('ui.date_hint')}>
      <div class="date" data-island="date" data-both={t('ui.both_years', BLANKS)}>
        {(['year', 'month', 'day'] as const).map((part) => (
          <div class="date-part">
            <label for={part === 'year' ? id : `${id}-${part}`}>{t(`ui.date_${part}`)}</label>
            <input
              id={part === 'year' ? id : `${id}-${part}`}
              name={`${name}.${part}`}
              class={`input input-${part}`}
              value={value[part] ?? ''}
              inputmode="numeric"
              autocomplete={complete(part)}
              maxlength={part === 'year' ? 6 : 2}
              aria-invalid={props.error ? 'true' : undefined}
              aria-describedby={
                props.error ? describedBy({ ...props, hint: undefined }) : undefined
              }
            />
          </div>
        ))}
        <p class="date-both">
          {years && t('ui.both_years', { western: String(years.western), roc: String(years.roc) })}
        </p>
      </div>
    </FieldGroup>
  )
}
