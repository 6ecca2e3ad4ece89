// Ordering ahead: the form, the receipt, and collecting at the site.

import { say } from '../../core/i18n.ts'
import { machineMoment, sayMoment } from '../../core/moments.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Reference } from '../../ui/reference.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import type { OrderWindow } from '../schema/handout.ts'
import type { Order } from '../schema/orders.ts'
import type { Programme } from '../schema/programme.ts'
import type { PublicSite } from '../schema/stock.ts'

export interface OrderFormProps {
  frame: PageFrame
  programme: Programme
  window: OrderWindow | null
  /** Pieces that can still be ordered. */
  left: number
  typed: Record<string, string>
  errors: Record<string, string>
  /** Why it was refused; words. */
  refused: string | null
  isBirthYearAsked: boolean
  clientKey: string
  now: Date
}

export function OrderFormPage(props: OrderFormProps) {
  const { frame, window, errors, refused, now } = props
  const { t, lang } = frame
  const summary = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  return (
    <Layout {...frame}>
      {summary.length > 0 && <ErrorSummary t={t} errors={summary} />}
      <h1>{frame.title}</h1>
      {refused && <Notice kind="danger" title={refused} />}
      {!window && <Notice kind="info" title={t('handouts.order.closed')} />}
      {window && <WindowPart {...props} window={window} />}
      {window && now < window.opensAt && (
        <Notice
          kind="info"
          title={t('handouts.order.opens', { at: sayMoment(window.opensAt, lang) })}
        />
      )}
      {window && now >= window.opensAt && props.left < window.pieces && (
        <Notice kind="warning" title={t('handouts.order.full')} />
      )}
      {window && now >= window.opensAt && props.left >= window.pieces && <Form {...props} />}
    </Layout>
  )
}

function WindowPart({ frame, programme, window, left }: OrderFormProps & { window: OrderWindow }) {
  const { t, lang } = frame
  const item = programme.items.find(({ id }) => id === window.item)
  return (
    <SummaryList
      items={[
        {
          label: t('handouts.order.what'),
          value: t('handouts.order.pieces', {
            pieces: window.pieces,
            unit: item ? say(item.unit, lang) : '',
            item: item ? say(item.title, lang) : window.item,
          }),
        },
        {
          label: t('handouts.order.price'),
          value: t('handouts.order.twd', { twd: window.price_twd }),
        },
        {
          label: t('handouts.order.until'),
          value: sayMoment(window.closesAt, lang),
        },
        {
          label: t('handouts.order.collect'),
          value: t('handouts.order.from_to', {
            from: sayMoment(window.collectFrom, lang),
            to: sayMoment(window.collectBy, lang),
          }),
        },
        { label: t('handouts.order.left'), value: String(Math.floor(left / window.pieces)) },
      ]}
    />
  )
}

function Form({ frame, programme, typed, errors, ...props }: OrderFormProps) {
  const { t } = frame
  const field = (id: string) => ({ t, id, value: typed[id], error: errors[id] })
  return (
    <form method="post" action={`/supply/${programme.id}/order`} novalidate>
      <Hidden name="key" value={props.clientKey} />
      <TextField
        {...field('card')}
        label={t('handouts.order.card')}
        hint={t('handouts.order.card_hint')}
        autocomplete="off"
        spellcheck={false}
      />
      {props.isBirthYearAsked && (
        <TextField
          {...field('birthYear')}
          label={t('handouts.counter.birth_year')}
          hint={t('handouts.counter.birth_year_hint')}
          inputMode="numeric"
          width="short"
          autocomplete="off"
          optional
        />
      )}
      <TextField
        {...field('site')}
        label={t('handouts.order.site')}
        hint={t('handouts.counter.site_hint')}
        width="short"
        autocomplete="off"
      />
      <TextField
        {...field('email')}
        label={t('handouts.order.email')}
        hint={t('handouts.order.email_hint')}
        optional
        type="email"
        autocomplete="email"
      />
      <p class="buttons">
        <Button>{t('handouts.order.place')}</Button>
      </p>
    </form>
  )
}

export function OrderPage(props: {
  frame: PageFrame
  programme: Programme
  order: Order
  site: PublicSite | null
}) {
  const { frame, programme, order, site } = props
  const { t, lang } = frame
  const item = programme.items.find(({ id }) => id === order.item)
  return (
    <Layout {...frame} noIndex>
      <h1>{frame.title}</h1>
      <Notice
        kind={order.state === 'released' ? 'warning' : 'success'}
        title={t(`handouts.order.state.${order.state}`)}
      />
      <Reference label={t('handouts.order.reference')} value={order.reference} />
      <SummaryList
        items={[
          {
            label: t('handouts.order.what'),
            value: t('handouts.order.pieces', {
              pieces: order.amount,
              unit: item ? say(item.unit, lang) : '',
              item: item ? say(item.title, lang) : order.item,
            }),
          },
          {
            label: t('handouts.order.price'),
            value: t('handouts.order.twd', { twd: order.price_twd }),
          },
          {
            label: t('handouts.order.payment'),
            value: order.paidAt ? t('handouts.order.paid') : order.payment,
          },
          { label: t('handouts.slip.site'), value: site?.name ?? order.siteId },
          { label: t('handouts.slip.address'), value: site?.address ?? '' },
          {
            label: t('handouts.order.by'),
            value: (
              <time datetime={machineMoment(order.collectBy)}>
                {sayMoment(order.collectBy, lang)}
              </time>
            ),
          },
        ]}
      />
      <p>{t('handouts.order.keep')}</p>
    </Layout>
  )
}

export function CollectPage(props: {
  frame: PageFrame
  programme: Programme
  site: PublicSite
  typed: string
  error: string | undefined
  collected: Order | null
}) {
  const { frame, programme, site, typed, error, collected } = props
  const { t, lang } = frame
  const item = programme.items.find(({ id }) => id === collected?.item)
  return (
    <Layout {...frame} noIndex>
      {error && <ErrorSummary t={t} errors={[{ href: '#reference', text: error }]} />}
      <h1>{frame.title}</h1>
      <p class="hint">{t('handouts.counter.where', { site: site.name, code: site.siteId })}</p>
      {collected && (
        <Notice kind="success" title={t('handouts.order.state.collected')}>
          <p class="hand-out-result">
            {t('handouts.counter.give', {
              pieces: collected.amount,
              unit: item ? say(item.unit, lang) : '',
              item: item ? say(item.title, lang) : collected.item,
            })}
          </p>
        </Notice>
      )}
      <form method="post" action={`/desk/supply/${programme.id}/orders`} novalidate>
        <Hidden name="site" value={site.siteId} />
        <TextField
          t={t}
          id="reference"
          label={t('handouts.order.reference')}
          value={typed}
          error={error}
          autocomplete="off"
          spellcheck={false}
        />
        <p class="buttons">
          <Button>{t('handouts.order.hand_over')}</Button>
        </p>
      </form>
    </Layout>
  )
}
