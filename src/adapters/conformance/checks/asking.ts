// Small questions that many checks ask.

import type { Adapter, Outcome } from '../../contract.ts'
import type { Run } from '../../gateway/run.ts'
import { hold, type Seen, type Workbench } from '../schema.ts'

/** Kinds that reach their agency by HTTP requests of their own: a stranger may answer them. */
export const byWeb = ({ describe }: Adapter): string | null =>
  ['http', 'html-form', 'browser', 'remote'].includes(describe.kind)
    ? null
    : `a ${describe.kind} asks no web server`

export const machine = ({ describe }: Adapter): string | null =>
  describe.kind === 'desk' ? 'a desk is a person; no robot calls it' : null

export const looksUpByKey = (adapter: Adapter): string | null =>
  machine(adapter) ??
  (adapter.describe.semantics.lookup === 'key' ? null : 'it cannot find a filing by our key')

export const looksUp = (adapter: Adapter): string | null =>
  machine(adapter) ??
  (adapter.describe.semantics.lookup === 'none' ? 'it declares no lookup' : null)

export const withdraws = (adapter: Adapter): string | null =>
  machine(adapter) ?? (adapter.describe.semantics.withdraw ? null : 'it declares no withdrawal')

/** The filings of one key that stand, by the agency's own books. */
export async function standing({ standIn }: Workbench, key?: string): Promise<Seen[]> {
  const filings = await standIn.filings()
  return filings.filter((one) => one.standing && (key === undefined || one.key.includes(key)))
}

export async function holdsExactly(bench: Workbench, count: number): Promise<void> {
  const there = await standing(bench)
  hold(there.length === count, `the agency holds ${there.length} filings, not ${count}`)
}

type Told = Pick<Run<'submit'> | Run<'lookup'> | Run<'withdraw'>, 'result' | 'cause'>

export const kindOf = ({ result }: Pick<Told, 'result'>): string =>
  result === null ? 'not there' : result.kind

/** `accepted`, `pending`, `approved`, `needs` with a number: it stands at the agency. */
export function isThere(outcome: Outcome | null): outcome is Outcome & { reference: string } {
  return (
    outcome !== null &&
    ['accepted', 'pending', 'approved', 'needs'].includes(outcome.kind) &&
    'reference' in outcome &&
    outcome.reference !== undefined
  )
}

/** @throws Broken with what came instead */
export function holdKind(run: Told, wanted: string[]) {
  const kind = kindOf(run)
  hold(
    wanted.includes(kind),
    `it came to “${kind}”${run.cause ? ` (${run.cause})` : ''}, not ${wanted.join(' or ')}`,
  )
}

export const lookupByKey = (bench: Workbench, key: string) =>
  bench.run('lookup', { by: { key }, input: bench.input() })

export const lookupByReference = (bench: Workbench, reference: string) =>
  bench.run('lookup', { by: { reference }, input: bench.input() })

/** Every object and list in it refuses to be changed. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}
