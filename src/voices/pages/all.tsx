// Every page of voices, put together; each file brings its own routes.

import { newPages } from '../../core/web.ts'
import { demoPages } from './finding/demo-routes.tsx'
import { deskPages } from './finding/desk-routes.tsx'
import { findingPages } from './finding/public-routes.tsx'
import { deskLedgerPages } from './ledger/desk-routes.tsx'
import { ledgerPages } from './ledger/routes.tsx'
import { promisePages } from './promise-routes.tsx'
import { receiptPages } from './report/receipt-routes.tsx'
import { reportPages } from './report/routes.tsx'
import { runPages } from './run-routes.tsx'
import { servedPages } from './served/routes.tsx'

export const pages = newPages()

for (const routes of [
  reportPages,
  receiptPages,
  findingPages,
  deskPages,
  demoPages,
  promisePages,
  runPages,
  ledgerPages,
  deskLedgerPages,
  servedPages,
])
  pages.route('/', routes)
