// Suggestions with their answers, for everybody; and those that wait, for the desk.

import type { Language, Translate } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden, TextArea } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Suggestion } from '../store/suggestions.ts'
import { LONGEST_ANSWER, LONGEST_SUGGESTION, type ToAnswer } from './suggestions.ts'

export interface SuggestionsProps {
  t: Translate
  lang: Language
  suggestions: Suggestion[]
}

export function Suggestions({ t, lang, suggestions }: SuggestionsProps) {
  if (suggestions.length === 0) return <p>{t('demand.none_answered')}</p>
  return (
    <>
      {suggestions.map((one) => (
        <article class="decision">
          <h3>{t('demand.suggested_on', { day: sayDay(one.madeAt, lang) })}</h3>
          <p>{one.words}</p>
          <p class="hint">
            {t('demand.answered', { day: sayDay(one.answeredAt, lang), name: one.byName ?? '' })}
          </p>
          <p>{one.answer}</p>
        </article>
      ))}
    </>
  )
}

export function SuggestionForm(props: {
  frame: PageFrame
  programme: { id: string }
  suggestionId: string
  typed: { words: string; error: string | undefined }
  isSent: boolean
}) {
  const { frame, programme, suggestionId, typed, isSent } = props
  const { t } = frame
  return (
    <form method="post" action={`/supply/${programme.id}/suggestions`}>
      {isSent && <Notice kind="success" level={3} title={t('demand.sent')} />}
      <ErrorSummary t={t} errors={typed.error ? [{ href: '#words', text: typed.error }] : []} />
      <Hidden name="suggestion" value={suggestionId} />
      <TextArea
        t={t}
        id="words"
        label={t('demand.suggest_label')}
        hint={t('demand.suggest_hint')}
        value={typed.words}
        error={typed.error}
        rows={4}
        maxlength={LONGEST_SUGGESTION}
      />
      <Button kind="secondary">{t('demand.suggest_go')}</Button>
    </form>
  )
}

interface DeskProps {
  frame: PageFrame
  programmeId: string
  waiting: ToAnswer[]
  answered: Suggestion[]
  /** Whose answer was missing, and the words for it. */
  wrong: { suggestionId: string; error: string } | null
  isDone: boolean
}

export function SuggestionsDeskPage(props: DeskProps) {
  const { frame, programmeId, waiting, answered, wrong, isDone } = props
  const { t, lang } = frame
  const base = `/desk/supply/${programmeId}/suggestions`
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      <p>{t('demand.desk_words')}</p>
      {isDone && <Notice kind="success" title={t('demand.desk_done')} />}
      {wrong && (
        <ErrorSummary t={t} errors={[{ href: `#a-${wrong.suggestionId}`, text: wrong.error }]} />
      )}
      {waiting.length === 0 && <p>{t('demand.none_waiting')}</p>}
      {waiting.map(({ suggestionId, madeAt, words }) => (
        <section>
          <h2>{t('demand.suggested_on', { day: sayMoment(madeAt, lang) })}</h2>
          <p>{words}</p>
          <form method="post" action={`${base}/${suggestionId}/answer`}>
            <TextArea
              t={t}
              id={`a-${suggestionId}`}
              name="answer"
              label={t('demand.answer_label')}
              hint={t('demand.answer_hint')}
              error={wrong?.suggestionId === suggestionId ? wrong.error : undefined}
              rows={3}
              maxlength={LONGEST_ANSWER}
            />
            <Button>{t('demand.answer_go')}</Button>
            <Button kind="danger" formaction={`${base}/${suggestionId}/removal`}>
              {t('demand.drop')}
            </Button>
          </form>
        </section>
      ))}
      <section>
        <h2>{t('demand.answered_before')}</h2>
        <Suggestions t={t} lang={lang} suggestions={answered} />
      </section>
    </Layout>
  )
}
