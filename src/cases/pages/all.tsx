// Every page of cases, in one set of routes; and the tour that a demo city shows at home.

import { newPages } from '../../core/web.ts'
import type { HomePart } from '../../journeys/index.ts'
import { demoPages, Tour } from './demo.tsx'
import { deskPages } from './desk-routes.tsx'
import { draftPages } from './draft-routes.tsx'
import { statusPages } from './status-routes.tsx'

export const pages = newPages()
  .route('/', draftPages)
  .route('/', statusPages)
  .route('/', deskPages)
  .route('/', demoPages)

/** The tour stands on the home page of a demo city only. */
export const tourAtHome: HomePart = (c) => {
  const { t, station } = c.var
  if (!station.config.sandbox) return null
  return (
    <section class="tour-part">
      <h2>{t('cases.tour.title')}</h2>
      <Tour t={t} sandboxUrl={`http://localhost:${station.config.sandboxPort}`} />
    </section>
  )
}
