// What every request carries. `db`, `replica` and `now` are the station's, put here because nearly
// every page needs them and a page should read the time once.

import { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import type { Db } from './db.ts'
import { Failure } from './errors.ts'
import type { Language, Translate } from './i18n.ts'
import { problemsOf } from './problems.ts'
import type { Station } from './station.ts'

export interface Web {
  Variables: {
    station: Station
    db: Db
    /** For public lists and pages, on which nobody looks for what they did a moment ago. */
    replica: Db
    now: Date
    lang: Language
    t: Translate
    requestId: string
    /** Who is signed in; null for everyone else. Set by the people module's session middleware. */
    actor: Actor | null
  }
}

/** A signed-in person, as far as the rest of the program needs to know. */
export interface Actor {
  accountId: string
  name: string
  email: string
  /** See `people` for the list; 'resident' has no duties. */
  roles: string[]
  /** Desks this person works at. */
  desks: string[]
  agencyId: string | null
}

/** HTML routes of one module. */
export const newPages = () => new Hono<Web>()

/**
 * JSON routes of one module. Every field that does not validate becomes one entry of an RFC 9457
 * `errors` list; the words come in the reader's language at the edge.
 */
export const newApi = () =>
  new OpenAPIHono<Web>({
    defaultHook: (result) => {
      if (result.success) return
      throw new Failure('invalid', 'core.invalid', { problems: problemsOf(result.error) })
    },
  })
