// What the rest of supply may use of demand.

export { handedOut } from '../store/demand.ts'
export { demandApi } from './api.ts'
export { demandOf } from './demand.ts'
export { demandPages } from './pages.tsx'
