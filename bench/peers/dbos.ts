// The same work as a DBOS programme does it: one workflow a case, three steps, each settled by the
// same stand-in function. Its tables live in a database of their own on the same server.

import { DBOS } from '@dbos-inc/dbos-sdk'

/** Workflows settled per second, `together` of them under way at a time. */
export async function dbosPerSecond(options: {
  databaseUrl: string
  cases: number
  together: number
  settle: () => Promise<string>
}): Promise<number> {
  DBOS.setConfig({
    name: 'yizhan-bench',
    systemDatabaseUrl: options.databaseUrl,
    systemDatabasePoolSize: 20,
    logLevel: 'error',
  })
  const file = DBOS.registerWorkflow(
    async (input: string) => {
      const legs = ['first', 'second', 'third']
      return Promise.all(
        legs.map((name) =>
          DBOS.runStep(async () => `${input} ${await options.settle()}`, { name }),
        ),
      )
    },
    { name: 'file' },
  )
  await DBOS.launch()
  try {
    await inParallel(options.together, 50, () => file('warm'))
    const started = performance.now()
    await inParallel(options.together, options.cases, (index) => file(`case ${index}`))
    return (options.cases * 1000) / (performance.now() - started)
  } finally {
    await DBOS.shutdown()
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
