// What the desk's pages show of voices: one key to tell of somebody not served, whatever is open.

import type { DeskPart } from '../../../cases/index.ts'
import { servicesNear } from '../../rules/access.ts'
import { listServices } from '../../services.ts'

export const deskLinks: DeskPart = (c, { journeyId }) => {
  const { t, actor, station } = c.var
  // A city without this module shows nothing of it.
  if (station.city.modulesOff.includes('voices')) return null
  const services = servicesNear(actor, listServices(station))
  const service = services.find(({ journey }) => journey === journeyId) ?? services[0]
  const about = service ? `?service=${service.id}` : ''
  return (
    <section>
      <h2>{t('voices.desk.title')}</h2>
      <ul>
        <li>
          <a href={`/voices/new${about}`} accesskey="v">
            {t('voices.desk.tell')}
          </a>
        </li>
        <li>
          <a href={`/voices/day${about}`}>{t('voices.day.link')}</a>
        </li>
        {journeyId === null && (
          <>
            <li>
              <a href="/desk/voices">{t('voices.sorting.title')}</a>
            </li>
            <li>
              <a href="/rounds">{t('voices.round.list_title')}</a>
            </li>
            <li>
              <a href="/desk/ledger">{t('voices.service.ledger')}</a>
            </li>
            <li>
              <a href="/desk/served">{t('voices.service.served')}</a>
            </li>
            <li>
              <a href="/desk/calls">{t('voices.desk.calls')}</a>
            </li>
          </>
        )}
      </ul>
    </section>
  )
}
