// Finding a case again: the reference and one answer that only the person knows.

import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'

export interface FindProps {
  frame: PageFrame
  values: { reference: string; answer: string }
  /** Words of what is wrong, by field. */
  errors: { reference?: string; answer?: string }
  phone: string
  /** Per journey: which answer finds a case again. */
  asked: { journey: string; answer: string }[]
}

export function FindPage({ frame, values, errors, phone, asked }: FindProps) {
  const { t } = frame
  const found = Object.entries(errors).map(([name, text]) => ({ href: `#${name}`, text }))
  return (
    <Layout {...frame} noIndex>
      <h1>{t('cases.find_title')}</h1>
      {found.length > 0 && <ErrorSummary t={t} errors={found} />}
      <form method="post" action="/cases/search">
        <TextField
          t={t}
          id="reference"
          name="reference"
          label={t('cases.reference')}
          hint={t('cases.find_reference_hint')}
          value={values.reference}
          error={errors.reference}
          autocomplete="off"
          width="short"
        />
        <TextField
          t={t}
          id="answer"
          name="answer"
          label={t('cases.find_answer')}
          hint={t('cases.find_answer_hint')}
          value={values.answer}
          error={errors.answer}
          autocomplete="off"
          width="short"
        />
        <Button>{t('cases.find_button')}</Button>
      </form>
      <h2>{t('cases.find_which')}</h2>
      <dl>
        {asked.map(({ journey, answer }) => (
          <>
            <dt>{journey}</dt>
            <dd>{answer}</dd>
          </>
        ))}
      </dl>
      <h2>{t('cases.find_other_ways')}</h2>
      <p>{t('cases.find_phone', { phone })}</p>
    </Layout>
  )
}
