// Every page of voices, put together; each file brings its own routes.

import { newPages } from '../../core/web.ts'
import { deskLedgerPages } from './ledger/desk-routes.tsx'
import { ledgerPages } from './ledger/routes.tsx'
import { promisePages } from './promise-routes.tsx'
import { runPages } from './run-routes.tsx'
import { servedPages } from './served/routes.tsx'

export const pages = newPages()

for (const routes of [promisePages, runPages, ledgerPages, deskLedgerPages, servedPages])
  pages.route('/', routes)
