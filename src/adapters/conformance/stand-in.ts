// The sandbox as the kit sees it: one agency's counts and switches over HTTP. Everything in it is
// forgotten between two checks, so it must be a sandbox of the kit's own, never a demo's.

import { Broken, type Seen, type StandIn } from './schema.ts'

/** Null when the sandbox knows none of the agencies. */
export async function findStandIn(url: string, agencies: string[]): Promise<StandIn | null> {
  const known = Object.keys(await ask<Record<string, unknown>>(url, '/oracle'))
  const ours = agencies.filter((agency) => known.includes(agency))
  return ours.length === 0 ? null : standIn(url, ours)
}

function standIn(url: string, agencies: string[]): StandIn {
  return {
    reset: async () => {
      await tell(url, '/reset', {})
    },
    fault: async (mode, more = {}) => {
      for (const agency of agencies) await tell(url, '/faults', { agency, mode, ...more })
    },
    filings: async () => {
      const lists = await Promise.all(
        agencies.map((agency) => ask<Seen[]>(url, `/oracle/${agency}`)),
      )
      return lists.flat()
    },
    received: async () => {
      const counts = await ask<Record<string, { received: number }>>(url, '/oracle')
      return agencies.reduce((sum, agency) => sum + (counts[agency]?.received ?? 0), 0)
    },
  }
}

async function ask<T>(url: string, path: string): Promise<T> {
  const answer = await fetch(url + path)
  if (!answer.ok) throw new Broken(`the sandbox answered ${answer.status} to ${path}`)
  return (await answer.json()) as T
}

async function tell(url: string, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Broken(`the sandbox answered ${answer.status} to ${path}`)
  await answer.arrayBuffer()
}
