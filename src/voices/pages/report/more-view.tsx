// The parts of a voice that most leave as they are, and those that both forms share.

import { say } from '../../../core/i18n.ts'
import {
  Checkbox,
  DateField,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from '../../../ui/form.tsx'
import type { Typed } from './form.ts'
import type { ReportProps } from './view.tsx'

export function ServiceField({
  frame: { t, lang },
  services,
  typed,
  errors,
}: Pick<ReportProps, 'frame' | 'services' | 'typed' | 'errors'>) {
  return (
    <SelectField
      t={t}
      id="service"
      label={t('voices.report.field.service')}
      options={[
        { value: '', label: t('voices.report.choose') },
        ...services.map(({ id, name }) => ({ value: id, label: say(name, lang) })),
      ]}
      value={typed.service}
      error={errors.service}
    />
  )
}

/** What most leave as it is. */
export function More(props: ReportProps) {
  const { frame, typed, errors, isStaff, isSignedIn, kind } = props
  const { t } = frame
  return (
    <details open={Object.keys(errors).length > 0}>
      <summary>{t('voices.report.more')}</summary>
      {kind === 'missed' && (
        <>
          <TextField
            t={t}
            id="people"
            label={t('voices.report.field.people')}
            value={typed.people ?? '1'}
            error={errors.people}
            inputMode="numeric"
            width="short"
          />
          <Checkbox
            t={t}
            id="isEstimate"
            label={t('voices.report.field.estimate')}
            checked={typed.isEstimate === 'yes'}
          />
        </>
      )}
      <PlaceField {...props} />
      <TextArea
        t={t}
        id="wouldHelp"
        label={t('voices.report.field.would_help')}
        value={typed.wouldHelp}
        error={errors.wouldHelp}
        rows={2}
        maxlength={500}
        optional
      />
      <DateField
        t={t}
        id="happenedOn"
        label={t('voices.report.field.happened')}
        hint={t('voices.report.hint.happened')}
        value={dateOf(typed, 'happenedOn')}
        error={errors.happenedOn}
        optional
      />
      {isStaff && (
        <RadioGroup
          t={t}
          id="door"
          isChips
          label={t('voices.report.field.door')}
          options={(['counter', 'phone', 'paper'] as const).map((value) => ({
            value,
            label: t(`voices.door.${value}`),
          }))}
          value={typed.door ?? 'counter'}
        />
      )}
      {isSignedIn && (
        <Checkbox
          t={t}
          id="isNamed"
          label={t('voices.report.field.named')}
          hint={t('voices.report.hint.named')}
          checked={typed.isNamed === 'yes'}
        />
      )}
    </details>
  )
}

export function PlaceField({
  frame: { t, lang },
  districts,
  typed,
  errors,
}: Pick<ReportProps, 'frame' | 'districts' | 'typed' | 'errors'>) {
  return (
    <SelectField
      t={t}
      id="place"
      label={t('voices.report.field.place')}
      options={[
        { value: '', label: t('voices.report.place_unknown') },
        ...districts.map(({ id, name }) => ({ value: id, label: say(name, lang) })),
      ]}
      value={typed.place}
      error={errors.place}
      optional
    />
  )
}

export const dateOf = (typed: Typed, name: string) => ({
  year: typed[`${name}.year`],
  month: typed[`${name}.month`],
  day: typed[`${name}.day`],
})
