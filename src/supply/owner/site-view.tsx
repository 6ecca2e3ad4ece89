// The owner's page on the phone: what everybody sees now, and the few things that are tapped every day,
// big enough for a thumb behind a counter. It needs no script.

import { say } from '../../core/i18n.ts'
import { Button, Hidden, TextArea, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StateTag } from '../../ui/state.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import type { Report } from '../schema/owner.ts'
import type { Programme } from '../schema/programme.ts'
import type { PublicSite, Stock } from '../schema/stock.ts'
import { Disagreement } from './disagreement.tsx'
import { type Item, STATE_LOOK, sayAmount, sayHours, sayState } from './words.ts'

export interface SitePageProps {
  frame: PageFrame
  /** `/site/<secret>` */
  base: string
  programme: Programme
  site: PublicSite
  stock: Stock[]
  sequence: number
  reports: Report[]
  done: string | null
  /** Another window today: then "finished until" is offered beside "finished for today". */
  nextToday: string | null
}

export function SitePage(props: SitePageProps) {
  const { frame, programme, site, done } = props
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{site.name}</h1>
      <p class="hint">{t('owners.what_this_is', { programme: say(programme.title, lang) })}</p>
      {done && <Done {...props} done={done} />}
      <Taps {...props} />
      <section>
        <h2>{t('owners.now')}</h2>
        {programme.items.map((item) => (
          <ItemNow {...props} item={item} />
        ))}
      </section>
      <Disagreement t={t} lang={lang} programme={programme} reports={props.reports} />
      <NoteForm {...props} />
      <Hours {...props} />
    </Layout>
  )
}

/** What is tapped every day stands on the first screen. */
function Taps({ frame, base, site, stock, nextToday }: SitePageProps) {
  const { t, lang } = frame
  const isAllAs = (state: Stock['state']) =>
    stock.length > 0 && stock.every((one) => one.state === state)
  const tapped = stock.find(({ state }) => state === 'finished' || state === 'promised')
  const hasSlips = site.hours.slips !== undefined || Object.keys(site.hours).length === 0
  return (
    <section>
      <h2>{t('owners.taps')}</h2>
      {tapped && (
        <p>
          <StateTag state={STATE_LOOK[tapped.state]} text={sayState(t, lang, tapped)} />
        </p>
      )}
      <form method="post" action={`${base}/states`} class="taps">
        {tapped && (
          <Button name="tap" value="counted">
            {t('owners.tap_counted')}
          </Button>
        )}
        {!isAllAs('finished') && (
          <Button name="tap" value="finished" kind={tapped ? 'secondary' : 'primary'}>
            {t('owners.tap_finished')}
          </Button>
        )}
        {!isAllAs('finished') && nextToday && (
          <Button name="tap" value="finished_window" kind="secondary">
            {t('owners.tap_finished_window', { time: nextToday })}
          </Button>
        )}
        {hasSlips && !isAllAs('promised') && (
          <Button name="tap" value="promised" kind="secondary">
            {t('owners.tap_promised')}
          </Button>
        )}
      </form>
      <p class="hint">{t('owners.taps_hint')}</p>
    </section>
  )
}

function Done({ frame, done, base }: SitePageProps & { done: string }) {
  const { t } = frame
  const isUndone = ['finished', 'finished_window', 'promised'].includes(done)
  return (
    <Notice kind={done === 'moved' ? 'warning' : 'success'} title={t(`owners.done_${done}`)}>
      {isUndone && (
        <form method="post" action={`${base}/states`}>
          <Button name="tap" value="counted" kind="secondary">
            {t('owners.undo')}
          </Button>
        </form>
      )}
    </Notice>
  )
}

const STEPS = [-10, -1, 1, 10]

function ItemNow(props: SitePageProps & { item: Item }) {
  const { frame, base, item, stock, programme } = props
  const { t, lang } = frame
  const now = stock.find((one) => one.item === item.id)
  const amount = now?.amount ?? null
  const title = say(item.title, lang)
  return (
    <section class="stock-now">
      <h3>{title}</h3>
      <p class="stock-amount">{sayAmount(t, lang, { amount: now?.amount, item })}</p>
      {now && now.state !== 'counted' && (
        <p>
          <StateTag state={STATE_LOOK[now.state]} text={sayState(t, lang, now)} />
          {now.stateWhy && <span class="hint"> {t('owners.because', { why: now.stateWhy })}</span>}
        </p>
      )}
      {now?.state === 'disputed' && <Settle {...props} amount={amount} />}
      <form method="post" action={`${base}/amounts`} class="taps taps-steps">
        <Hidden name="item" value={item.id} />
        <Hidden name="was" value={amount === null ? '' : String(amount)} />
        {STEPS.map((step) => (
          <Button
            name="amount"
            kind="secondary"
            value={String(Math.max(0, (amount ?? 0) + step))}
            label={t(step > 0 ? 'owners.more' : 'owners.fewer', {
              count: Math.abs(step),
              item: title,
            })}
          >
            {step > 0 ? `+${step}` : `−${-step}`}
          </Button>
        ))}
      </form>
      <details>
        <summary>{t('owners.more_of', { item: title })}</summary>
        <form method="post" action={`${base}/amounts`}>
          <Hidden name="item" value={item.id} />
          <Hidden name="was" value={amount === null ? '' : String(amount)} />
          <TextField
            t={t}
            id={`set-${item.id}`}
            name="amount"
            label={t('owners.set_label', { unit: say(item.unit, lang) })}
            hint={programme.countedBy === 'feed' ? t('owners.set_hint_feed') : undefined}
            inputMode="numeric"
            width="short"
            maxlength={9}
            autocomplete="off"
          />
          <Button>{t('owners.set')}</Button>
        </form>
        {programme.items.length > 1 && <OneItem {...props} />}
        {now?.state !== 'disputed' && (amount ?? 0) > 0 && (
          <form method="post" action={`${base}/reports`}>
            <Hidden name="item" value={item.id} />
            <Hidden name="sequence" value={String(props.sequence)} />
            <Button kind="secondary">{t('owners.map_is_wrong', { item: title })}</Button>
          </form>
        )}
      </details>
    </section>
  )
}

function OneItem({ frame, base, item }: SitePageProps & { item: Item }) {
  const { t, lang } = frame
  return (
    <form method="post" action={`${base}/states`}>
      <Hidden name="item" value={item.id} />
      <TextField
        t={t}
        id={`why-${item.id}`}
        name="why"
        label={t('owners.why_label')}
        maxlength={100}
        autocomplete="off"
        optional
      />
      <Button name="tap" value="finished" kind="secondary">
        {t('owners.finish_item', { item: say(item.title, lang) })}
      </Button>
    </form>
  )
}

function Settle({
  frame,
  base,
  item,
  amount,
}: SitePageProps & { item: Item; amount: number | null }) {
  const { t, lang } = frame
  return (
    <form method="post" action={`${base}/settlements`} class="taps">
      <Hidden name="item" value={item.id} />
      <Button name="settlement" value="right">
        {t('owners.settle_right', { amount: sayAmount(t, lang, { amount, item }) })}
      </Button>
      <Button name="settlement" value="zero" kind="secondary">
        {t('owners.settle_zero')}
      </Button>
    </form>
  )
}

function NoteForm({ frame, base, site }: SitePageProps) {
  const { t } = frame
  return (
    <section>
      <h2>{t('owners.note')}</h2>
      <form method="post" action={`${base}/note`}>
        <TextArea
          t={t}
          id="note"
          label={t('owners.note_label')}
          hint={t('owners.note_hint')}
          value={site.note}
          rows={3}
          maxlength={500}
        />
        <Button kind="secondary">{t('owners.note_save')}</Button>
      </form>
    </section>
  )
}

function Hours({ frame, site }: SitePageProps) {
  const { t } = frame
  const hours = sayHours(t, site.hours)
  return (
    <section>
      <h2>{t('owners.hours')}</h2>
      {hours.length === 0 && <p>{t('owners.no_hours')}</p>}
      <SummaryList
        items={hours.map(({ kind, lines }) => ({
          label: t(`owners.window_${kind}`),
          value: lines.map((line) => <p>{line}</p>),
        }))}
      />
      <p class="hint">{t('owners.hours_hint')}</p>
    </section>
  )
}
