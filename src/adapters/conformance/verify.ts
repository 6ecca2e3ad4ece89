// Holds one adapter against the whole contract. Where nothing may be filed it runs the checks that
// only read, and says of the others why they were left out.

import { inOneLine } from '../../core/one-line.ts'
import { type Ground, openWorkbench } from './bench.ts'
import { CHECKS, groupOf } from './checks.ts'
import { heldElsewhere } from './later.ts'
import { Broken, type Check, type Finding, type Group, type Workbench } from './schema.ts'

export interface VerifyOptions {
  /** Of the live agency: nothing is filed there. Its words stand in the report. */
  readOnly?: string
  only?: (check: Check) => boolean
  /** Told as each check ends. */
  onFinding?: (finding: Finding) => void
}

export async function verifyAdapter(
  ground: Ground,
  options: VerifyOptions = {},
): Promise<Finding[]> {
  const bench = openWorkbench(ground)
  const { id, kind } = ground.adapter.describe
  const findings: Finding[] = []
  for (const check of CHECKS) {
    if (options.only && !options.only(check)) continue
    const left = whyLeftOut(check, ground, options)
    const finding =
      left === null
        ? { adapter: id, kind, check: check.name, ...(await held(check, bench, ground)) }
        : { adapter: id, kind, check: check.name, ok: null, detail: left }
    findings.push(finding)
    options.onFinding?.(finding)
  }
  await ground.standIn?.reset()
  return findings
}

function whyLeftOut(check: Check, { adapter, standIn }: Ground, { readOnly }: VerifyOptions) {
  const skipped = check.skips?.(adapter) ?? null
  if (skipped !== null) return skipped
  const elsewhere = heldElsewhere(adapter.describe.kind, check, groupOf(check))
  if (elsewhere !== null) return elsewhere
  if (onlyAnswers(adapter) && !OF_ANSWERING.includes(groupOf(check))) return 'it files nothing'
  if (check.needs === 'stand-in' && readOnly !== undefined) return readOnly
  if (check.needs === 'stand-in' && !standIn) return 'no stand-in knows this agency'
  if (check.needs === 'agency' && !standIn && readOnly === undefined && !isDesk(adapter)) {
    return 'no stand-in knows this agency'
  }
  return null
}

/** Of an adapter that reads what an agency knows, and has nothing to file. */
const OF_ANSWERING: Group[] = ['describe', 'health', 'read']
const onlyAnswers = ({ describe, example }: Ground['adapter']): boolean =>
  describe.reads !== undefined && example === undefined

const isDesk = ({ describe }: Ground['adapter']) => describe.kind === 'desk'

async function held(check: Check, bench: Workbench, { standIn }: Ground) {
  try {
    if (check.needs === 'stand-in' || check.needs === 'agency') await standIn?.reset()
    const detail = await check.run(bench)
    return { ok: true, detail: detail ?? '' }
  } catch (error) {
    const detail = error instanceof Broken ? error.message : `it fell over: ${inOneLine(error)}`
    return { ok: false, detail }
  }
}
