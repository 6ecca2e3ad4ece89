// Everything an adapter file may use, and the only file of the program it imports. How to write one:
// docs/adapters.md.

export { z } from 'zod'
export type { LocalText, Problem } from '../core/errors.ts'
export type { Adapter, Call, Input, Outcome, Reason, Withdrawal } from './contract.ts'
export * as agency from './kit/agency.ts'
export { fileBeside, tableBeside } from './kit/beside.ts'
export * as big5 from './kit/big5.ts'
export { type Boxing, byBox, nightFor, type Place, type Refusal, rowProblems } from './kit/boxes.ts'
export { type BrowserSite, visitInBrowser } from './kit/browser.ts'
export * as days from './kit/days.ts'
export * as fax from './kit/fax.ts'
export * as json from './kit/http/json.ts'
export * as oauth from './kit/http/oauth.ts'
export {
  type Filing,
  type OpenApiDefinition,
  openApiAdapter,
} from './kit/http/openapi/adapter.ts'
export * as soap from './kit/http/soap.ts'
export * as letters from './kit/letters.ts'
export * from './kit/makers.ts'
export * as pages from './kit/pages.ts'
export * as pdf from './kit/pdf.ts'
export * as people from './kit/people.ts'
export { type Site, visitSite } from './kit/site.ts'
export * as tables from './kit/tables.ts'
export { words } from './kit/words.ts'
export * as xml from './kit/xml.ts'
export { remoteAdapter } from './remote/adapter.ts'
