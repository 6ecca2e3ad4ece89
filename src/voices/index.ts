// What the rest of the program may use of voices.

import type { ModuleParts } from '../core/parts.ts'
import { loadServices } from './services.ts'

export type { Service } from './schema/service.ts'
export { findService, getService, listServices } from './services.ts'

export const module: ModuleParts = { name: 'voices', start: loadServices }
