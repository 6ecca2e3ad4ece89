// The counter's page: one field, Enter, and the result in big words. Everything works as a plain form;
// the islands `hand-out` and `offline` keep the page in place and go on while the line is down.

import { say } from '../../core/i18n.ts'
import { sayDay, sayMoment, sayTime } from '../../core/moments.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { controlAttributes, Field } from '../../ui/field.tsx'
import { Button, Hidden, RadioGroup, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { HandOutAnswer } from '../schema/handout.ts'
import type { Programme } from '../schema/programme.ts'
import type { PublicSite } from '../schema/stock.ts'
import type { Counted } from '../store/handouts.ts'
import type { Pass } from '../store/passes.ts'
import type { IssuedAllowance, OfflineResult } from './offline.ts'

export interface CounterProps {
  frame: PageFrame
  programme: Programme
  site: PublicSite
  /** New with every page: the same key is the same hand-out. */
  clientKey: string
  item: string
  amount: string
  isBirthYearAsked: boolean
  answer: HandOutAnswer | null
  errors: Record<string, string>
  today: Counted[]
  /** Right after it was fetched; the device keeps it. */
  allowance: IssuedAllowance | null
  /** Of what was told after a gap. */
  told: OfflineResult[] | null
  pass: string | null
  passes: Pass[]
  now: Date
}

export function CounterPage(props: CounterProps) {
  const { frame, programme, site, errors } = props
  const { t } = frame
  const summary = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  return (
    <Layout {...frame} noIndex>
      <h1>{frame.title}</h1>
      <p class="hint">{t('handouts.counter.where', { site: site.name, code: site.siteId })}</p>
      <div id="counter" class="hand-out" data-island="hand-out">
        {summary.length > 0 && <ErrorSummary t={t} errors={summary} autofocus={false} />}
        {props.answer && <Result {...props} answer={props.answer} />}
        <ScanForm {...props} />
        <Today {...props} />
      </div>
      <Gap {...props} />
      <Passes {...props} />
      <p>
        <a href={`/desk/supply/${programme.id}/slips?site=${encodeURIComponent(site.siteId)}`}>
          {t('handouts.counter.to_slips')}
        </a>
      </p>
    </Layout>
  )
}

function Result({ frame, programme, answer }: CounterProps & { answer: HandOutAnswer }) {
  const { t, lang } = frame
  if (answer.outcome === 'refused') {
    const day = answer.nextOn
    return (
      <Notice kind="danger" title={t(`handouts.refused.${answer.reason}`)}>
        <p class="hand-out-result" role="alert">
          {day
            ? t('handouts.counter.next', { day: sayDay(day, lang) })
            : t('handouts.counter.no_next')}
        </p>
        {answer.left > 0 && <p>{t('handouts.counter.may_have', { count: answer.left })}</p>}
      </Notice>
    )
  }
  const item = programme.items.find(({ id }) => id === answer.item)
  return (
    <Notice kind="success" title={t(`handouts.counter.${answer.outcome}`)}>
      <p class="hand-out-result">
        {t('handouts.counter.give', {
          pieces: answer.pieces,
          unit: item ? say(item.unit, lang) : '',
          item: item ? say(item.title, lang) : answer.item,
        })}
      </p>
      <p>
        {t('handouts.counter.given_at', {
          time: sayTime(answer.at),
          number: String(answer.handOutId),
          left: answer.left,
        })}
      </p>
    </Notice>
  )
}

function ScanForm(props: CounterProps) {
  const { frame, programme, site, errors } = props
  const { t, lang } = frame
  const card = {
    t,
    id: 'card',
    label: t('handouts.counter.card'),
    hint: t('handouts.counter.card_hint'),
    error: errors.card,
  }
  return (
    <form method="post" action={`/desk/supply/${programme.id}/hand-out`} novalidate>
      <Hidden name="site" value={site.siteId} />
      <Hidden name="key" value={props.clientKey} />
      {programme.items.length === 1 && <Hidden name="item" value={props.item} />}
      <Field {...card}>
        <input
          {...controlAttributes(card)}
          class="input"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxlength={60}
          autofocus
        />
      </Field>
      {programme.items.length > 1 && (
        <RadioGroup
          t={t}
          id="item"
          isChips
          label={t('handouts.counter.item')}
          error={errors.item}
          value={props.item}
          options={programme.items.map(({ id, title }) => ({ value: id, label: say(title, lang) }))}
        />
      )}
      {props.isBirthYearAsked && (
        <TextField
          t={t}
          id="birthYear"
          label={t('handouts.counter.birth_year')}
          hint={t('handouts.counter.birth_year_hint')}
          error={errors.birthYear}
          inputMode="numeric"
          width="short"
          autocomplete="off"
          optional
        />
      )}
      <TextField
        t={t}
        id="amount"
        label={t('handouts.counter.amount')}
        hint={t('handouts.counter.amount_hint')}
        error={errors.amount}
        value={props.amount}
        inputMode="numeric"
        width="short"
        autocomplete="off"
      />
      <p class="buttons">
        <Button>{t('handouts.counter.check')}</Button>
      </p>
    </form>
  )
}

function Today({ frame, programme, today }: CounterProps) {
  const { t, lang } = frame
  const nameOf = (item: string) => programme.items.find(({ id }) => id === item)
  return (
    <>
      {today.map(({ item, people, pieces, over }) => {
        const known = nameOf(item)
        const unit = known ? say(known.unit, lang) : ''
        const title = known ? say(known.title, lang) : item
        return (
          <p class="hint">
            {t('handouts.counter.today', { item: title, people, pieces, unit })}
            {over > 0 && t('handouts.counter.today_over', { pieces: over, unit })}
          </p>
        )
      })}
    </>
  )
}

function Gap(props: CounterProps) {
  const { frame, programme, site, allowance, told } = props
  const { t } = frame
  return (
    <section>
      <h2>{t('handouts.offline.title')}</h2>
      <p>{t('handouts.offline.lead')}</p>
      {told && <Told t={t} told={told} />}
      <form
        method="post"
        action={`/desk/supply/${programme.id}/offline`}
        data-island="offline"
        data-place={`${programme.id} ${site.siteId}`}
        data-now={props.now.toISOString()}
        data-allowance={allowance ? JSON.stringify(allowance) : undefined}
        data-told={told ? JSON.stringify(told.map(({ ticket }) => ticket)) : undefined}
        data-waiting={t('handouts.offline.waiting')}
        data-kept={t('handouts.offline.kept')}
        data-none={t('handouts.offline.none')}
        data-ready={t('handouts.offline.ready')}
      >
        <Hidden name="site" value={site.siteId} />
        <Hidden name="item" value={props.item} />
        <Hidden name="entries" value="" />
        <p role="status" class="hint" />
        <p class="buttons">
          <Button kind="secondary" formaction={`/desk/supply/${programme.id}/allowance`}>
            {t('handouts.offline.fetch')}
          </Button>
          <Button kind="secondary">{t('handouts.offline.tell')}</Button>
        </p>
      </form>
    </section>
  )
}

function Told({ t, told }: { t: PageFrame['t']; told: OfflineResult[] }) {
  const outcomes = [...new Set(told.map(({ outcome }) => outcome))]
  return (
    <Notice kind="info" title={t('handouts.offline.told')} level={3}>
      <ul>
        {outcomes.map((outcome) => (
          <li>
            {t(`handouts.offline.outcome.${outcome}`, {
              count: told.filter((one) => one.outcome === outcome).length,
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Passes({ frame, programme, site, pass, passes }: CounterProps) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('handouts.pass.title')}</h2>
      <p>{t('handouts.pass.lead')}</p>
      {pass && (
        <Notice kind="warning" title={t('handouts.pass.shown_once')} level={3}>
          <p>
            <code>{pass}</code>
          </p>
        </Notice>
      )}
      <form method="post" action={`/desk/supply/${programme.id}/pass`}>
        <Hidden name="site" value={site.siteId} />
        <Button kind="secondary">{t('handouts.pass.issue')}</Button>
      </form>
      {passes.map(({ passId, hint, issuedAt }) => (
        <form method="post" action={`/desk/supply/${programme.id}/pass/${passId}/end`}>
          <Hidden name="site" value={site.siteId} />
          <p class="buttons">
            <span>{t('handouts.pass.one', { hint, at: sayMoment(issuedAt, lang) })}</span>
            <Button kind="secondary" label={t('handouts.pass.end_one', { hint })}>
              {t('handouts.pass.end')}
            </Button>
          </p>
        </form>
      ))}
    </section>
  )
}
