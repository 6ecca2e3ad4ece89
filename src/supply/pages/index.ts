// What the rest of supply may use of the residents' pages.

export { addWay, type Way } from './addresses.ts'
export { pages } from './routes.tsx'
