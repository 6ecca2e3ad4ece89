// Everything an adapter file may use, and the only file of the program it imports. How to write one:
// docs/adapters.md.

export { z } from 'zod'
export type { LocalText, Problem } from '../core/errors.ts'
export type { Adapter, Call, Input, Outcome, ReadAnswer, Reason, Withdrawal } from './contract.ts'
export { fileBeside, tableBeside } from './kit/beside.ts'
export { type BrowserSite, visitInBrowser } from './kit/browser.ts'
export {
  type Filing,
  type OpenApiDefinition,
  openApiAdapter,
} from './kit/http/openapi/adapter.ts'
export * as lists from './kit/lists/by-box.ts'
export * from './kit/makers.ts'
export * from './kit/means.ts'
export * as fax from './kit/post/fax.ts'
export * as letters from './kit/post/letters.ts'
export { type Asked, reading } from './kit/reading/reading.ts'
export { type Site, visitSite } from './kit/site.ts'
export { remoteAdapter } from './remote/adapter.ts'
