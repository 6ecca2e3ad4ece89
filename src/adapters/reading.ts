// What only a reading needs beside the lane: how often a person may be asked about, and the papers
// that a stand-in makes for the demo city.

import { addDays, taipeiDay, taipeiMoment, taipeiTime } from '../core/clock.ts'
import type { Station } from '../core/station.ts'
import type { Description } from './contract.ts'
import { filledAddress } from './load.ts'
import type { Arguments, Operation } from './schema.ts'
import { countReading } from './store/readings.ts'

/**
 * Counts this asking about a person. When it comes to more than the agency's day allows, RFC 3339 of
 * the moment from which on it may be asked again. Whether the person exists makes no difference.
 */
export async function readLimit(
  station: Station,
  { id, reads }: Description,
  operation: Operation,
  args: unknown,
): Promise<string | null> {
  if (operation !== 'read' || !reads) return null
  const { subject } = args as Arguments['read']
  const today = taipeiDay(station.clock.now())
  // A tried birthday must not make another person of them.
  const [finds = ''] = Object.keys((reads.subject.properties ?? {}) as object)
  const asked = await countReading(station.db, {
    adapterId: id,
    subjectHash: station.secrets.hash(`adapters.reading ${id}`, String(subject[finds])),
    dayOn: today,
  })
  return asked > reads.perPersonADay ? taipeiTime(taipeiMoment(addDays(today, 1))) : null
}

const ADDRESS = 'http://{sandbox}/'
const PAPER_TIMEOUT_MS = 2_000

export const isDemoAddress = (demo: string): boolean => demo.startsWith(ADDRESS)

// Papers stay the same as long as the sandbox keeps its disk.
const papers = new WeakMap<Station['config'], Map<string, string>>()

/** A certificate of the stand-in; null outside a demo city, and while the stand-in does not answer. */
export async function demoPaper(
  { config }: Station,
  demo: string | undefined,
): Promise<string | null> {
  if (!config.sandbox || demo === undefined || !isDemoAddress(demo)) return null
  const known = papers.get(config) ?? new Map<string, string>()
  papers.set(config, known)
  const before = known.get(demo)
  if (before !== undefined) return before
  try {
    const signal = AbortSignal.timeout(PAPER_TIMEOUT_MS)
    const answer = await fetch(filledAddress(config, demo), { signal })
    if (!answer.ok) return null
    const paper = await answer.text()
    known.set(demo, paper)
    return paper
  } catch {
    return null
  }
}
