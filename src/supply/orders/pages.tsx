// Routes of ordering ahead. The form tells a stranger no more of a card than that it cannot order now.

import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { say, sayMessage } from '../../core/i18n.ts'
import { problemsOf } from '../../core/problems.ts'
import { newPages, type Web } from '../../core/web.ts'
import { keeper } from '../access.ts'
import { frameOf } from '../frame.ts'
import { ChooseSitePage } from '../handout/choose-site.tsx'
import { officerAt } from '../handout/counter.ts'
import { perHome, perMinute } from '../handout/limits.ts'
import { dependsOnAge } from '../handout/quota.ts'
import { currentWindow } from '../handout/settings.ts'
import { getProgramme } from '../programmes.ts'
import { type Order, OrderRequest } from '../schema/orders.ts'
import { countOrdered } from '../store/orders.ts'
import { findSite } from '../store/sites.ts'
import { collectOrder, getOrder, placeOrder } from './orders.ts'
import { CollectPage, OrderFormPage, type OrderFormProps, OrderPage } from './views.tsx'

export const pages = newPages()

const FORM = '/supply/:programme/order'

pages.get(FORM, allow(everyone), async (c) =>
  c.html(await formPage(c, { typed: { site: c.req.query('site') ?? '' } })),
)

pages.post(FORM, allow(everyone), perHome, async (c) => {
  const { key = '', ...typed } = await textsOf(c)
  const clientKey = /^[0-9a-f-]{36}$/.test(key) ? key : randomUUID()
  const programmeId = c.req.param('programme')
  const filled = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))
  // What a card's owner typed stays but the card: the next person at this screen must not read it.
  const kept = { ...typed, card: '' }
  try {
    const read = OrderRequest.safeParse({ card: '', site: '', ...filled })
    if (!read.success) {
      throw new Failure('invalid', 'core.invalid', { problems: problemsOf(read.error) })
    }
    const request = read.data
    const placed = await placeOrder(c.var.station, { programmeId, request, clientKey, by: 'page' })
    if (placed.ok) return c.redirect(`/supply/${programmeId}/orders/${placed.order.reference}`, 303)
    const isAsked = placed.refusal.reason === 'needs_birth_year'
    const refused = c.var.t(
      isAsked ? 'handouts.refused.needs_birth_year' : 'handouts.order.not_now',
    )
    return c.html(await formPage(c, { typed: kept, refused }), 409)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    if (failure.kind === 'conflict') {
      const refused = c.var.t(failure.messageKey)
      return c.html(await formPage(c, { typed: kept, refused }), 409)
    }
    if (failure.kind !== 'invalid') throw failure
    const errors = errorsOf(c, failure)
    return c.html(await formPage(c, { typed, errors, clientKey }), 422)
  }
})

pages.get('/supply/:programme/orders/:reference', allow(everyone), async (c) => {
  const { station, db } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const order = await getOrder(station, programme.id, c.req.param('reference'))
  const site = await findSite(db, programme.id, order.siteId)
  const frame = frameOf(c, { title: titleOf(c, 'handouts.order.yours') })
  return c.html(<OrderPage {...{ frame, programme, order, site }} />)
})

const DESK = '/desk/supply/:programme/orders'

pages.get(DESK, allow(keeper), async (c) => {
  const site = c.req.query('site')?.trim() ?? ''
  if (site !== '') return c.html(await collectPage(c, site, {}))
  const frame = frameOf(c, { title: titleOf(c, 'handouts.order.collect_title') })
  return c.html(<ChooseSitePage frame={frame} action={c.req.path} typed="" error={undefined} />)
})

pages.post(DESK, allow(keeper), perMinute, async (c) => {
  const { site = '', reference = '' } = await textsOf(c)
  const { counter } = await officerAt(c, site)
  try {
    const collected = await collectOrder(c.var.station, counter, reference)
    return c.html(await collectPage(c, site, { collected }))
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const error = c.var.t(failure.messageKey)
    return c.html(await collectPage(c, site, { typed: reference, error }), 422)
  }
})

async function formPage(c: Context<Web>, shown: Partial<OrderFormProps>) {
  const { station, db, now } = c.var
  const programme = getProgramme(station, c.req.param('programme') ?? '')
  const window = currentWindow(station, programme.id, now)
  const hasError = Object.keys(shown.errors ?? {}).length > 0
  const ordered = window ? await countOrdered(db, programme.id, window.id) : 0
  return (
    <OrderFormPage
      frame={frameOf(c, { title: titleOf(c, 'handouts.order.title'), hasError })}
      programme={programme}
      window={window}
      left={window ? window.capacity - ordered : 0}
      typed={{}}
      errors={{}}
      refused={null}
      isBirthYearAsked={await dependsOnAge(station, programme.id, now)}
      clientKey={randomUUID()}
      now={now}
      {...shown}
    />
  )
}

async function collectPage(
  c: Context<Web>,
  siteId: string,
  shown: { typed?: string; error?: string; collected?: Order },
) {
  const { site, counter } = await officerAt(c, siteId)
  const title = titleOf(c, 'handouts.order.collect_title')
  return (
    <CollectPage
      frame={frameOf(c, { title, hasError: shown.error !== undefined })}
      programme={getProgramme(c.var.station, counter.programmeId)}
      site={site}
      typed={shown.typed ?? ''}
      error={shown.error}
      collected={shown.collected ?? null}
    />
  )
}

function titleOf(c: Context<Web>, key: string): string {
  const { title } = getProgramme(c.var.station, c.req.param('programme') ?? '')
  return c.var.t(key, { programme: say(title, c.var.lang) })
}

const errorsOf = (c: Context<Web>, { problems }: Failure): Record<string, string> =>
  Object.fromEntries(
    problems.map(({ pointer, message }) => [
      pointer.slice(1),
      sayMessage(message, c.var.lang, c.var.t),
    ]),
  )

const textsOf = async (c: Context<Web>): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value).trim()]),
  )
