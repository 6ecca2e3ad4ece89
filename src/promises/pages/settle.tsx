// The form in which an officer says what came of a promise. All its fields are on one page: what an
// outcome does not need stays empty.

import type { LocalText } from '../../core/errors.ts'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, DateField, RadioGroup, SelectField, TextArea, TextField } from '../../ui/form.tsx'
import { OUTCOMES } from '../schema.ts'
import type { Typed } from './form.ts'

export interface SettleProps {
  t: Translate
  lang: Language
  promiseId: string
  typed: Typed
  agencies: { id: string; name: LocalText }[]
  /** By the field's name. */
  errors: Partial<Record<'state' | 'why' | 'evidenceUrl' | 'agencyId' | 'by' | 'dueOn', string>>
}

export function SettleForm(props: SettleProps) {
  const { t, typed, errors, promiseId } = props
  const found = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  return (
    <section>
      <h2>{t('promises.settle_title')}</h2>
      <ErrorSummary t={t} errors={found} />
      <p>{t('promises.settle_lead')}</p>
      <form method="post" action={`/promises/${promiseId}/outcome`} novalidate>
        <RadioGroup
          t={t}
          id="state"
          label={t('promises.outcome')}
          options={OUTCOMES.map((value) => ({
            value,
            label: t(`promises.state.${value}`),
            hint: t(`promises.outcome_hint.${value}`),
          }))}
          value={typed.state}
          error={errors.state}
        />
        <TextArea
          t={t}
          id="why"
          label={t('promises.why')}
          hint={t('promises.why_hint')}
          value={typed.why}
          error={errors.why}
        />
        <TextField
          t={t}
          id="evidenceUrl"
          label={t('promises.evidence')}
          hint={t('promises.evidence_hint')}
          type="url"
          value={typed.evidenceUrl}
          error={errors.evidenceUrl}
          optional
        />
        <HandOnFields {...props} />
        <Button>{t('promises.publish')}</Button>
      </form>
    </section>
  )
}

function HandOnFields({ t, lang, typed, errors, agencies }: SettleProps) {
  const options = agencies.map(({ id, name }) => ({ value: id, label: say(name, lang) }))
  return (
    <fieldset class="field">
      <legend class="label">{t('promises.state.handed_on')}</legend>
      <SelectField
        t={t}
        id="agencyId"
        label={t('promises.to_agency')}
        options={[{ value: '', label: t('promises.to_agency_none') }, ...options]}
        value={typed.agencyId}
        error={errors.agencyId}
        optional
      />
      <TextField
        t={t}
        id="by"
        label={t('promises.to_by')}
        value={typed.by}
        error={errors.by}
        maxlength={200}
        optional
      />
      <DateField
        t={t}
        id="dueOn"
        label={t('promises.to_due')}
        value={typed}
        error={errors.dueOn}
        optional
      />
    </fieldset>
  )
}
