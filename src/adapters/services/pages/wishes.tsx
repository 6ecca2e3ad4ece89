// Wishes that two systems be connected: the list, the form, one wish with its answer.

import type { LocalText } from '../../../core/errors.ts'
import { LANG_TAG, say, type Translate } from '../../../core/i18n.ts'
import { machineMoment, sayDay } from '../../../core/moments.ts'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Button, RadioGroup, TextArea, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Pagination } from '../../../ui/pagination.tsx'
import { type State, StateTag } from '../../../ui/state.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import { Table } from '../../../ui/table.tsx'
import { VERDICTS, type Verdict, type Wish } from '../schema.ts'

export type Errors = Partial<Record<string, string>>

const LOOKS: Record<Verdict, State> = { there: 'done', planned: 'moving', no: 'refused' }

function Standing({ wish, today, t }: { wish: Wish; today: string; t: Translate }) {
  if (wish.verdict) {
    return (
      <StateTag state={LOOKS[wish.verdict]} text={t(`adapters.wish_verdict_${wish.verdict}`)} />
    )
  }
  return wish.dueOn < today ? (
    <StateTag state="needs_you" text={t('adapters.wish_overdue')} />
  ) : (
    <StateTag state="waiting" text={t('adapters.wish_open')} />
  )
}

interface ListProps {
  frame: PageFrame
  wishes: Wish[]
  today: string
  nextHref: string | undefined
}

export function WishesPage({ frame, wishes, today, nextHref }: ListProps) {
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{t('adapters.wishes_title')}</h1>
      <p>{t('adapters.wishes_lead')}</p>
      <Button href="/services/wishes/new">{t('adapters.wish_new')}</Button>
      <Table
        caption={t('adapters.wishes_caption')}
        columns={[
          { key: 'what', label: t('adapters.wish_what') },
          { key: 'state', label: t('adapters.wish_state') },
          { key: 'due', label: t('adapters.wish_due') },
        ]}
        rows={wishes.map((wish) => ({
          cells: {
            what: (
              <a href={`/services/wishes/${wish.number}`} lang={LANG_TAG[wish.language]}>
                {t('adapters.wish_between', { from: wish.fromSystem, to: wish.toSystem })}
              </a>
            ),
            state: <Standing wish={wish} today={today} t={t} />,
            due: <time datetime={wish.dueOn}>{sayDay(wish.dueOn, lang)}</time>,
          },
        }))}
        empty={t('adapters.wishes_empty')}
      />
      <Pagination t={t} nextHref={nextHref} />
      <p>
        <a href="/services/wishes.atom">{t('adapters.wishes_feed')}</a>
      </p>
    </Layout>
  )
}

interface FormProps {
  frame: PageFrame
  typed: Record<string, string>
  errors: Errors
  answerDays: number
  desk: LocalText
}

export function WishForm({ frame, typed, errors, answerDays, desk }: FormProps) {
  const { t, lang } = frame
  const found = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text: text ?? '' }))
  const field = (id: 'fromSystem' | 'toSystem') => (
    <TextField
      t={t}
      id={id}
      label={t(`adapters.wish_${id}`)}
      hint={t(`adapters.wish_${id}_hint`)}
      value={typed[id]}
      error={errors[id]}
      maxlength={100}
    />
  )
  return (
    <Layout {...frame}>
      <ErrorSummary t={t} errors={found} />
      <h1>{t('adapters.wish_new')}</h1>
      <p>{t('adapters.wish_new_lead', { days: answerDays, desk: say(desk, lang) })}</p>
      <p>{t('adapters.wish_no_names')}</p>
      <form method="post" action="/services/wishes" novalidate>
        {field('fromSystem')}
        {field('toSystem')}
        <TextArea
          t={t}
          id="why"
          label={t('adapters.wish_why')}
          hint={t('adapters.wish_why_hint')}
          value={typed.why}
          error={errors.why}
          maxlength={1000}
        />
        <Button>{t('adapters.wish_send')}</Button>
      </form>
    </Layout>
  )
}

interface WishProps {
  frame: PageFrame
  wish: Wish
  today: string
  /** Null: the reader may not answer. */
  answering: { typed: Record<string, string>; errors: Errors } | null
}

export function WishPage({ frame, wish, today, answering }: WishProps) {
  const { t, lang } = frame
  const { fromSystem, toSystem, language, answeredAt, answer } = wish
  const tag = LANG_TAG[language]
  return (
    <Layout {...frame}>
      {answering && (
        <ErrorSummary
          t={t}
          errors={Object.entries(answering.errors).map(([id, text]) => ({
            href: `#${id}`,
            text: text ?? '',
          }))}
        />
      )}
      <h1 lang={tag}>{t('adapters.wish_between', { from: fromSystem, to: toSystem })}</h1>
      <Standing wish={wish} today={today} t={t} />
      <SummaryList
        items={[
          { label: t('adapters.wish_why'), value: <span lang={tag}>{wish.why}</span> },
          {
            label: t('adapters.wish_on'),
            value: (
              <time datetime={machineMoment(wish.wishedAt)}>{sayDay(wish.wishedAt, lang)}</time>
            ),
          },
          {
            label: t('adapters.wish_due'),
            value: (
              <a href={`/promises/${wish.promiseId}`}>
                <time datetime={wish.dueOn}>{sayDay(wish.dueOn, lang)}</time>
              </a>
            ),
          },
          ...(answer !== null && answeredAt
            ? [
                { label: t('adapters.wish_answer'), value: answer },
                {
                  label: t('adapters.wish_answered_on'),
                  value: (
                    <time datetime={machineMoment(answeredAt)}>{sayDay(answeredAt, lang)}</time>
                  ),
                },
              ]
            : []),
        ]}
      />
      {answering && <AnswerForm t={t} wish={wish} {...answering} />}
      <p>
        <a href="/services/wishes">{t('adapters.wishes_title')}</a>
      </p>
    </Layout>
  )
}

type AnswerProps = NonNullable<WishProps['answering']> & { t: Translate; wish: Wish }

function AnswerForm({ t, wish, typed, errors }: AnswerProps) {
  const path = `/services/wishes/${wish.number}`
  return (
    <section>
      {wish.answer === null && (
        <form method="post" action={`${path}/answer`} novalidate>
          <h2>{t('adapters.wish_answer_title')}</h2>
          <RadioGroup
            t={t}
            id="verdict"
            label={t('adapters.wish_state')}
            options={VERDICTS.map((value) => ({
              value,
              label: t(`adapters.wish_verdict_${value}`),
            }))}
            value={typed.verdict}
            error={errors.verdict}
          />
          <TextArea
            t={t}
            id="answer"
            label={t('adapters.wish_answer')}
            hint={t('adapters.wish_answer_hint')}
            value={typed.answer}
            error={errors.answer}
            maxlength={2000}
          />
          <Button>{t('adapters.wish_answer_send')}</Button>
        </form>
      )}
      <form method="post" action={`${path}/take-off`}>
        <p>{t('adapters.wish_take_off_hint')}</p>
        <Button kind="danger">{t('adapters.wish_take_off')}</Button>
      </form>
    </section>
  )
}
