// What arrived, and how often: the counts and lists that tests compare with what should have been
// filed. No real agency has such a page.

import type { Hono } from 'hono'
import type { SandboxEnv } from './faults.ts'
import type { Store } from './store.ts'

export interface SeenFiling {
  number: string
  key: string
  status: string
  /** Not withdrawn by the applicant. */
  standing: boolean
  filedAt: string
  fields: Record<string, unknown>
}

/** A stand-in as the sandbox sees it. It counts its own `<agency> received` and `duplicates`. */
export interface Stand {
  app: Hono<SandboxEnv>
  agencies: string[]
  filings(agency: string): SeenFiling[]
  /** Ends all sessions. */
  forget(): void
}

export function addOracle(app: Hono<SandboxEnv>, store: Store, stands: Stand[]): void {
  const count = (stand: Stand, agency: string) => {
    const filings = stand.filings(agency)
    return {
      received: store.count(`${agency} received`, 0),
      filed: filings.filter((filing) => filing.standing).length,
      withdrawn: filings.filter((filing) => !filing.standing).length,
      duplicates: store.count(`${agency} duplicates`, 0),
    }
  }
  app.get('/oracle', (asked) =>
    asked.json(
      Object.fromEntries(
        stands.flatMap((stand) =>
          stand.agencies.map((agency) => [agency, count(stand, agency)] as const),
        ),
      ),
    ),
  )
  app.get('/oracle/:agency', (asked) => {
    const agency = asked.req.param('agency')
    const stand = stands.find((one) => one.agencies.includes(agency))
    return stand ? asked.json(stand.filings(agency)) : asked.json({ error: 'no such agency' }, 404)
  })
}
