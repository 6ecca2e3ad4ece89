// Every route of voices for programs, put together; each file brings its own.

import { newApi } from '../../core/web.ts'
import { findingsApi } from './findings.ts'
import { ledgerApi } from './ledger.ts'
import { promiseApi } from './promise.ts'

export const api = newApi()

for (const routes of [findingsApi, promiseApi, ledgerApi]) api.route('/', routes)
