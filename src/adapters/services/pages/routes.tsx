// Routes of the pages of services and of the gateway's clients.

import type { Context } from 'hono'
import { allow, everyone } from '../../../core/access.ts'
import { Failure } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say } from '../../../core/i18n.ts'
import { newPages, type Web } from '../../../core/web.ts'
import { findAgency, lead } from '../../../people/index.ts'
import { getAdapter, listAdapters } from '../../load.ts'
import { listClients } from '../../store/clients.ts'
import { endClient, issueClient } from '../clients.ts'
import { findLots } from '../lots.ts'
import { ApiPage } from './api-page.tsx'
import { ClientsPage, NOTHING_TYPED, type TypedClient } from './clients.tsx'
import { ServicesPage } from './list.tsx'
import { LotPage } from './lot.tsx'
import { listServices } from './view.ts'
import { errorsOf, typedIn, wishPages } from './wish-routes.tsx'
import type { Errors } from './wishes.tsx'

export const servicePages = newPages()
// Their paths come before `/services/:id`.
servicePages.route('/', wishPages)

servicePages.get('/services', allow(everyone), async (c) => {
  const { station, t } = c.var
  return c.html(
    <ServicesPage
      frame={frameOf(c, { title: t('adapters.services_title'), wide: true })}
      services={await listServices(station)}
      takesWishes={findLots(station) !== null}
      isLead={lead(c)}
    />,
  )
})

servicePages.get('/services/clients', allow(lead), async (c) =>
  c.html(await clientsPage(c, { typed: NOTHING_TYPED, errors: {}, token: null })),
)

servicePages.post('/services/clients', allow(lead), async (c) => {
  const typed = await typedClient(c)
  try {
    const { token } = await issueClient(c.var.station, typed)
    // No redirect: the token stands on this answer and nowhere else.
    return c.html(await clientsPage(c, { typed: NOTHING_TYPED, errors: {}, token }))
  } catch (failure) {
    const errors = errorsOf(c, failure)
    return c.html(await clientsPage(c, { typed, errors, token: null }), 422)
  }
})

servicePages.post('/services/clients/:clientId/end', allow(lead), async (c) => {
  await endClient(c.var.station, c.req.param('clientId'))
  return c.redirect('/services/clients', 303)
})

servicePages.get('/services/:id', allow(everyone), async (c) => {
  const { station } = c.var
  const service = (await listServices(station)).find(({ id }) => id === c.req.param('id'))
  if (!service) throw new Failure('not_found', 'adapters.not_found')
  return c.html(
    <LotPage
      frame={frameOf(c, { title: say(service.title, c.var.lang) })}
      service={service}
      thresholds={findLots(station)?.thresholds ?? null}
      baseUrl={station.config.baseUrl}
      nameOf={(id) => findAgency(station, id)?.name ?? { 'zh-TW': id, en: id }}
    />,
  )
})

servicePages.get('/services/:id/api', allow(everyone), (c) => {
  const { station, t, lang, now } = c.var
  const adapter = getAdapter(station, c.req.param('id'))
  const title = t('adapters.api_title', { service: say(adapter.describe.title, lang) })
  return c.html(
    <ApiPage
      frame={frameOf(c, { title })}
      adapter={adapter}
      baseUrl={station.config.baseUrl}
      now={now}
    />,
  )
})

interface Filled {
  typed: TypedClient
  errors: Errors
  token: string | null
}

async function clientsPage(c: Context<Web>, filled: Filled) {
  const { station, t, db } = c.var
  const hasError = Object.keys(filled.errors).length > 0
  const services = listAdapters(station).filter(({ describe }) => describe.kind !== 'desk')
  return (
    <ClientsPage
      frame={frameOf(c, {
        title: t('adapters.clients_title'),
        hasError,
        noIndex: true,
        wide: true,
      })}
      clients={await listClients(db)}
      services={services.map(({ describe: { id, title } }) => ({ id, title }))}
      {...filled}
    />
  )
}

async function typedClient(c: Context<Web>): Promise<TypedClient> {
  const form = await c.req.parseBody()
  const texts = await typedIn(c, ['name', 'contact', 'perMinute', 'perDay'])
  const { name = '', contact = '', perMinute = '', perDay = '' } = texts
  const adapterIds = Object.keys(form)
    .filter((field) => field.startsWith('adapterIds.'))
    .map((field) => field.slice('adapterIds.'.length))
  return { name, contact, perMinute, perDay, adapterIds, isNamed: form.isNamed === 'yes' }
}
