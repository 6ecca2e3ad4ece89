// Everything an adapter file may use, and the only file of the program it imports. How to write one:
// docs/adapters.md.

export { z } from 'zod'
export type { LocalText, Problem } from '../core/errors.ts'
export type { Adapter, Call, Outcome, Reason, Withdrawal } from './contract.ts'
export * as agency from './kit/agency.ts'
export { tableBeside } from './kit/beside.ts'
export * as big5 from './kit/big5.ts'
export { type Boxing, byBox, nightFor, type Place, type Refusal, rowProblems } from './kit/boxes.ts'
export * as days from './kit/days.ts'
export * from './kit/makers.ts'
export * as pages from './kit/pages.ts'
export * as people from './kit/people.ts'
export { type Site, visitSite } from './kit/site.ts'
export * as tables from './kit/tables.ts'
export { words } from './kit/words.ts'
export * as xml from './kit/xml.ts'
