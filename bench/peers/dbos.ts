// The same work as a DBOS programme does it: one workflow a case, three steps, each settled by the
// same stand-in function. Its tables live in a database of their own on the same server.

import { DBOS } from '@dbos-inc/dbos-sdk'

export interface Dbos {
  /** Workflows settled per second, `together` of them under way at a time. */
  perSecond(options: {
    cases: number
    together: number
    settle: () => Promise<string>
  }): Promise<number>
  close(): Promise<void>
}

export async function openDbos(databaseUrl: string): Promise<Dbos> {
  let settle: () => Promise<string> = async () => ''
  DBOS.setConfig({
    name: 'yizhan-bench',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: 20,
    logLevel: 'error',
  })
  const file = DBOS.registerWorkflow(
    async (input: string) => {
      const legs = ['first', 'second', 'third']
      return Promise.all(
        legs.map((name) => DBOS.runStep(async () => `${input} ${await settle()}`, { name })),
      )
    },
    { name: 'file' },
  )
  await DBOS.launch()
  return {
    async perSecond({ cases, together, ...how }) {
      settle = how.settle
      await inParallel(together, 20, () => file('warm'))
      const started = performance.now()
      await inParallel(together, cases, (index) => file(`case ${index}`))
      return (cases * 1000) / (performance.now() - started)
    },
    close: () => DBOS.shutdown(),
  }
}

/** Calls `work` `count` times, at most `together` at once. */
export async function inParallel(
  together: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) {
      const index = next
      next += 1
      await work(index)
    }
  }
  await Promise.all(Array.from({ length: together }, lane))
}
