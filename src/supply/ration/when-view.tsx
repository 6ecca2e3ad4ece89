// "When may I have how many?" The table answers everybody without a question; with script a form
// answers one person, on the device. Its fields have no names, so that not even a slip sends them.

import type { Translate } from '../../core/i18n.ts'
import { LANG_TAG, say } from '../../core/i18n.ts'
import { machineMoment, sayMoment } from '../../core/moments.ts'
import { Field } from '../../ui/field.tsx'
import { Button } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import type { Programme } from '../schema/programme.ts'
import type { AnswerWords, Desk } from './answer.ts'
import { Conditions, yearOf } from './parts.tsx'
import type { Share, Version } from './schema.ts'
import { alikeDays, halvesOf, list, sayBorn, sayDigits, sayPieces, sayWeekdays } from './words.ts'

const MOST_TAKEN = 3
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit))

export interface WhenProps {
  frame: PageFrame
  programme: Programme
  /** In force; null: there is no rule. */
  current: Version | null
  /** Published, and not begun. */
  later: Version[]
  now: Date
}

export function WhenPage(props: WhenProps) {
  const { frame, programme, current, later } = props
  const { t, lang } = frame
  const rules = `/supply/${programme.id}/rules`
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      <Notice kind="info" title={t('ration.private')}>
        <p>{t('ration.private_words')}</p>
      </Notice>
      {(current || later.length > 0) && <Form {...props} />}
      {current ? (
        <>
          <h2>{t('ration.table')}</h2>
          <p>
            {t('ration.table_lead', {
              title: say(current.title, lang),
              at: sayMoment(current.from, lang),
            })}
          </p>
          <DayTables {...props} version={current} />
          <Conditions frame={frame} programme={programme} version={current} />
        </>
      ) : (
        <p>{t('ration.no_rules')}</p>
      )}
      {later.map((version) => (
        <>
          <h2>
            <time datetime={machineMoment(version.from)}>
              {t('ration.from', { at: sayMoment(version.from, lang) })}
            </time>
          </h2>
          <p>{say(version.title, lang)}</p>
          <DayTables {...props} version={version} />
        </>
      ))}
      <p>
        <a href={rules}>{t('ration.to_rules')}</a>
      </p>
    </Layout>
  )
}

/** For each share one table: weekdays down, last digits across; days that are alike share a row. */
function DayTables({ frame, programme, version, now }: WhenProps & { version: Version }) {
  const { t } = frame
  const year = yearOf(new Date(Math.max(version.from.getTime(), now.getTime())))
  const several = version.shares.some(({ items }) => Object.keys(items).length > 1)
  return (
    <>
      {version.shares.map((share) => {
        const halves = halvesOf(share)
        const pieces = list(sayPieces(share.items, programme, frame), frame)
        return (
          <Table
            caption={captionOf(share, year, frame)}
            columns={[
              { key: 'day', label: t('ration.weekday') },
              ...halves.map(({ half }) => ({
                key: half ?? 'all',
                label: half ? sayDigits(half, frame) : t('ration.any_digit'),
              })),
            ]}
            rows={alikeDays(share).map((days) => ({
              cells: {
                day: sayWeekdays(days, frame),
                ...Object.fromEntries(
                  halves.map((one) => [
                    one.half ?? 'all',
                    days.every((day) => one.days.includes(day)) ? pieces : t('ration.not_this_day'),
                  ]),
                ),
              },
            }))}
          />
        )
      })}
      {several && <p class="hint">{t('ration.together')}</p>}
    </>
  )
}

function captionOf(share: Share, year: number, frame: PageFrame): string {
  const born = sayBorn(share, year, frame)
  const who = list([say(share.title, frame.lang), ...(born ? [born] : [])], frame)
  return frame.t('ration.table_caption', { who, count: share.days })
}

/** Hidden until its island is there. */
function Form(props: WhenProps) {
  const { frame, programme, current, later } = props
  const { t, lang } = frame
  const shares = [current, ...later].flatMap((version) => version?.shares ?? [])
  return (
    <section data-island="ration" data-desk={JSON.stringify(deskOf(props))} hidden>
      <h2>{t('ration.ask')}</h2>
      <form lang={LANG_TAG[lang]}>
        {shares.some(({ byLastDigit }) => byLastDigit) && (
          <Field id="digit" label={t('ration.ask_digit')} hint={t('ration.ask_digit_hint')} t={t}>
            <select id="digit" class="input select input-short" aria-describedby="digit-hint">
              <option value="">{t('ration.choose')}</option>
              {DIGITS.map((digit) => (
                <option value={digit}>{digit}</option>
              ))}
            </select>
          </Field>
        )}
        {shares.some(({ ages }) => ages) && (
          <Field id="year" label={t('ration.ask_year')} hint={t('ration.ask_year_hint')} t={t}>
            <input
              id="year"
              class="input input-short"
              inputmode="numeric"
              maxlength={6}
              autocomplete="off"
              aria-describedby="year-hint"
            />
          </Field>
        )}
        <details>
          <summary>{t('ration.ask_taken')}</summary>
          {Array.from({ length: MOST_TAKEN }, (_, index) => (
            <TakenRow {...{ t, lang, programme, number: index + 1 }} />
          ))}
        </details>
        <Button>{t('ration.work_out')}</Button>
      </form>
      <div role="status" data-answer />
    </section>
  )
}

function TakenRow(props: {
  t: Translate
  lang: PageFrame['lang']
  programme: Programme
  number: number
}) {
  const { t, lang, programme, number } = props
  const id = (part: string) => `taken-${number}-${part}`
  return (
    <fieldset data-taken>
      <legend>{t('ration.taken_row', { number })}</legend>
      <div class="in-row">
        <Field id={id('on')} label={t('ration.taken_on')} t={t}>
          <input id={id('on')} class="input input-short" type="date" data-part="on" />
        </Field>
        {programme.items.length > 1 ? (
          <Field id={id('item')} label={t('ration.taken_item')} t={t}>
            <select id={id('item')} class="input select" data-part="item">
              {programme.items.map((item) => (
                <option value={item.id}>{say(item.title, lang)}</option>
              ))}
            </select>
          </Field>
        ) : (
          <input type="hidden" value={programme.items[0]?.id ?? ''} data-part="item" />
        )}
        <Field id={id('pieces')} label={t('ration.taken_pieces')} t={t}>
          <input
            id={id('pieces')}
            class="input input-short"
            inputmode="numeric"
            maxlength={4}
            autocomplete="off"
            data-part="pieces"
          />
        </Field>
      </div>
    </fieldset>
  )
}

function deskOf({ frame, programme, current, later, now }: WhenProps): Desk & Asking {
  const { t, lang } = frame
  const blanks = { item: '{item}', amount: '{amount}', at: '{at}', why: '{why}' }
  const word = (name: keyof AnswerWords) => [name, t(`ration.answer.${name}`, blanks)] as const
  const words = Object.fromEntries(WORDS.map(word)) as AnswerWords
  return {
    now: now.toISOString(),
    lang,
    versions: [...(current ? [current] : []), ...later].map((version) => ({
      number: version.number,
      from: version.from.toISOString(),
      shares: version.shares,
      notRun: false,
    })),
    items: programme.items.map((item) => ({
      id: item.id,
      title: say(item.title, lang),
      unit: say(item.unit, lang),
    })),
    words,
    errors: {
      digit: t('ration.error.digit'),
      year: t('ration.error.year'),
      taken: t('ration.error.taken'),
    },
  }
}

/** What the form says of what was typed. */
export interface Asking {
  errors: Record<'digit' | 'year' | 'taken', string>
}

const WORDS: (keyof AnswerWords)[] = [
  'now',
  'later',
  'never',
  'again',
  'no_rule',
  'not_for_age',
  'needs_birth_year',
  'not_your_day',
  'share_used',
]
