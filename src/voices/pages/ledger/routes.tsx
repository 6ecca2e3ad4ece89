// The public pages of the time ledger.

import { allow, everyone, staff } from '../../../core/access.ts'
import { frameOf } from '../../../core/frame.ts'
import { say } from '../../../core/i18n.ts'
import { newPages } from '../../../core/web.ts'
import { readAccount, readOwnAccount } from '../../actions/ledger-read.ts'
import { groupName } from '../../group-names.ts'
import { getService, listServices } from '../../services.ts'
import { AccountPage } from './account-view.tsx'
import { LedgersPage } from './list-view.tsx'

export const ledgerPages = newPages()

ledgerPages.get('/ledger', allow(everyone), async (c) => {
  const { station, replica, t, lang } = c.var
  const services = await Promise.all(
    listServices(station).map(async (service) => {
      const { groups } = await readAccount(station, replica, service)
      const moved = groups.filter((group) => group.moved !== null).length
      return { id: service.id, name: say(service.name, lang), moved }
    }),
  )
  return c.html(
    <LedgersPage
      frame={frameOf(c, { title: t('voices.ledger.title') })}
      services={services}
      isStaff={await staff(c)}
      own={await readOwnAccount(station, replica)}
      groupName={(id) => groupName(station, id, lang)}
    />,
  )
})

ledgerPages.get('/ledger/:service', allow(everyone), async (c) => {
  const { station, replica, t, lang } = c.var
  const service = getService(station, c.req.param('service'))
  const title = t('voices.ledger.title_of', { service: say(service.name, lang) })
  return c.html(
    <AccountPage
      frame={frameOf(c, { title })}
      serviceId={service.id}
      account={await readAccount(station, replica, service)}
      groupName={(id) => groupName(station, id, lang)}
    />,
  )
})
