// For the test beside an adapter: the whole contract in one line. A sandbox and a station of its own.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../sandbox/start.ts'
import { worldFor } from '../src/adapters/actions.ts'
import { groupOf } from '../src/adapters/conformance/checks.ts'
import type { Finding, Group } from '../src/adapters/conformance/schema.ts'
import { findStandIn } from '../src/adapters/conformance/stand-in.ts'
import { verifyAdapter } from '../src/adapters/conformance/verify.ts'
import type { Adapter } from '../src/adapters/contract.ts'
import { newStation } from './world.ts'

/** What of the contract is broken, as `check: detail`; of some sections only, when they are named. */
export async function brokenChecks(adapter: Adapter, groups?: Group[]): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-adapter-'))
  const sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
  const station = await newStation({ sandboxUrl: sandbox.url })
  try {
    const world = await worldFor(station, adapter.describe, station.clock.now())
    const standIn = await findStandIn(sandbox.url, adapter.describe.agencies)
    const only = groups
      ? { only: ({ name }: { name: string }) => groups.includes(groupOf({ name })) }
      : {}
    const findings = await verifyAdapter({ station, adapter, world, standIn }, only)
    return broken(findings, groups === undefined && standIn === null)
  } finally {
    await station.close()
    await sandbox.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Without its stand-in nothing was tried: that is not green. */
function broken(findings: Finding[], isUntried: boolean): string[] {
  const lines = findings
    .filter(({ ok }) => ok === false)
    .map(({ check, detail }) => `${check}: ${detail}`)
  const isDesk = findings.some(({ kind }) => kind === 'desk')
  return isUntried && !isDesk ? ['no stand-in knows its agency', ...lines] : lines
}
