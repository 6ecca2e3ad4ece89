// Every page of cases, in one set of routes; and what the home page shows of them.

import { newPages } from '../../core/web.ts'
import type { HomePart } from '../../journeys/index.ts'
import { demoPages, Tour } from './demo.tsx'
import { deskPages } from './desk/routes.tsx'
import { draftPages } from './draft-routes.tsx'
import { readPages } from './reads/routes.tsx'
import { statusPages } from './status-routes.tsx'

export const pages = newPages()
  .route('/', draftPages)
  .route('/', readPages)
  .route('/', statusPages)
  .route('/', deskPages)
  .route('/', demoPages)

/** Where to find a case again; in a demo city also the tour. */
export const atHome: HomePart = (c) => {
  const { t, station } = c.var
  return (
    <>
      <section>
        <h2>{t('cases.find_title')}</h2>
        <p>
          <a href="/cases/search">{t('cases.find_at_home')}</a>
        </p>
      </section>
      {station.config.sandbox && (
        <section class="tour-part">
          <h2>{t('cases.tour.title')}</h2>
          <Tour t={t} sandboxUrl={`http://localhost:${station.config.sandboxPort}`} />
        </section>
      )}
    </>
  )
}
