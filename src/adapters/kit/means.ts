// What adapters write and read with, whatever their kind: each a small set of functions of one name.

export * as agency from './agency.ts'
export * as big5 from './big5.ts'
export * as days from './days.ts'
export * as json from './http/json.ts'
export * as oauth from './http/oauth.ts'
export * as soap from './http/soap.ts'
export * as tables from './lists/tables.ts'
export * as pages from './pages.ts'
export * as pdf from './pdf.ts'
export * as people from './people.ts'
export { words } from './words.ts'
export * as xml from './xml.ts'
