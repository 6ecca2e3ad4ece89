// What a module hands to app.ts and main.ts through its index. All parts are optional.

import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import type { Command } from './commands.ts'
import type { Listener } from './events.ts'
import type { JobDefinition } from './jobs.ts'
import type { Quick } from './quick.ts'
import type { Station } from './station.ts'
import type { Web } from './web.ts'

export interface ModuleParts {
  name: string
  pages?: Hono<Web>
  api?: OpenAPIHono<Web>
  /** Public answers that stand ready in memory. */
  quick?: Quick
  jobs?: JobDefinition[]
  listeners?: Listener[]
  /** What `bin/yizhan` can do with it. */
  commands?: Command[]
  /** Loads and checks the city's data, seeds the demo. Failing stops the start with its message. */
  start?(station: Station): Promise<void>
  /** Reads the city's files again. Gives the mistakes; with any, what runs stays as it is. */
  reload?(station: Station): Promise<string[]>
}
