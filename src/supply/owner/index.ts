// What the rest of supply may use of sites' owners and of reports.

import type { JobDefinition } from '../../core/jobs.ts'
import { newPages } from '../../core/web.ts'
import { forgetNetworks } from '../store/reports.ts'
import { deskPages } from './desk-routes.tsx'
import { reportPages } from './report-routes.tsx'
import { sitePages } from './site-routes.tsx'

export { listReports } from '../store/reports.ts'
export { ownerApi } from './api.ts'
export { Disagreement, ReportForm } from './disagreement.tsx'
export { loadSites } from './sites-file.ts'

export const ownerPages = newPages()
for (const routes of [sitePages, deskPages, reportPages]) ownerPages.route('/', routes)

const TWO_DAYS_MS = 2 * 24 * 3600_000

export const ownerJobs: JobDefinition[] = [
  {
    name: 'supply.forget_networks',
    everySeconds: 3600,
    async handle({ db, clock }) {
      await forgetNetworks(db, new Date(clock.now().getTime() - TWO_DAYS_MS))
    },
  },
]
