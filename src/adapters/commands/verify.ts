// `bin/yizhan adapter verify`: holds adapters against the contract, at stand-ins of its own.

import {
  type Call,
  type Command,
  requireArguments,
  takeFlag,
  WrongCall,
} from '../../core/commands.ts'
import { worldFor } from '../actions.ts'
import { countOf, reportOf } from '../conformance/report.ts'
import type { Finding } from '../conformance/schema.ts'
import { findStandIn } from '../conformance/stand-in.ts'
import { verifyAdapter } from '../conformance/verify.ts'
import type { Adapter } from '../contract.ts'
import { listAdapters } from '../load.ts'
import { isOpen } from '../rules.ts'
import { insertConformance } from '../store/wishes.ts'
import { adapterAt, isAddress, tokenOf } from './remote-url.ts'
import { isPretended, openWorkshop, type Workshop } from './workshop.ts'

export const verifyCommand: Command = {
  name: 'adapter verify',
  usage: '<adapter | url> | --all  [--json] [--keep]',
  summary: 'Hold an adapter against the contract; exit code 1 when something is broken',
  run: async (call) => {
    const args = [...call.args]
    const isJson = takeFlag(args, 'json')
    const isAll = takeFlag(args, 'all')
    const isKept = takeFlag(args, 'keep')
    const [name] = requireArguments(args, isAll ? 0 : 1)
    const remote = name && isAddress(name) ? await adapterAt(name, tokenOf(process.env)) : null
    const workshop = await openWorkshop(call)
    try {
      if (remote) return await verifyRemote(remote, workshop, call, isJson)
      const adapters = chosen(workshop, isAll ? null : (name ?? ''))
      let failed = 0
      for (const adapter of adapters) {
        const findings = await verifyOne(adapter, workshop, call, isJson)
        failed += countOf(findings).failed
        if (isKept) await keep(adapter, findings, call)
      }
      return failed === 0 ? 0 : 1
    } finally {
      await workshop.close()
    }
  },
}

/** In the city itself, whose lot pages show it as the acceptance. */
async function keep({ describe }: Adapter, findings: Finding[], call: Call): Promise<void> {
  const { db, clock } = await call.openStation()
  const report = findings.flatMap(({ check, ok, detail }) =>
    ok === null ? [] : [{ check, ok, detail }],
  )
  const { passed, failed } = countOf(findings)
  await insertConformance(db, describe.id, { ranAt: clock.now(), passed, failed, report })
}

/** @throws WrongCall naming the adapters there are */
function chosen({ station }: Workshop, name: string | null): Adapter[] {
  const all = listAdapters(station)
  if (name === null) return all
  const found = all.find(({ describe }) => describe.id === name)
  if (found) return [found]
  const ids = all.map(({ describe }) => describe.id).join(', ')
  throw new WrongCall(`The city has no adapter “${name}”. It has: ${ids}.`)
}

/** Somebody's service, wherever it runs: asked, and never filed at. */
async function verifyRemote(
  adapter: Adapter,
  { station }: Workshop,
  call: Call,
  isJson: boolean,
): Promise<number> {
  const { describe } = adapter
  const credentials = new Map([['token', tokenOf(process.env)]])
  const world = { ...(await worldFor(station, describe, station.clock.now())), credentials }
  const onFinding = (finding: Finding) => {
    if (isJson) call.tell(JSON.stringify(finding))
  }
  const readOnly = `${describe.hosts.join(', ')} may be live: nothing is filed there`
  const ground = { station, adapter, world, standIn: null }
  const findings = await verifyAdapter(ground, { readOnly, onFinding })
  if (!isJson) for (const line of reportOf(findings)) call.tell(line)
  return countOf(findings).failed === 0 ? 0 : 1
}

async function verifyOne(
  adapter: Adapter,
  workshop: Workshop,
  call: Call,
  isJson: boolean,
): Promise<Finding[]> {
  const onFinding = (finding: Finding) => {
    if (isJson) call.tell(JSON.stringify(finding))
  }
  const findings = await findingsOf(adapter, workshop, call, onFinding)
  if (!isJson) for (const line of [...reportOf(findings), '']) call.tell(line)
  return findings
}

async function findingsOf(
  adapter: Adapter,
  { station, sandboxUrl }: Workshop,
  call: Call,
  onFinding: (finding: Finding) => void,
): Promise<Finding[]> {
  const { describe } = adapter
  if (isPretended(adapter)) {
    const world = await worldFor(station, describe, station.clock.now())
    const standIn = await findStandIn(sandboxUrl, describe.agencies)
    return verifyAdapter({ station, adapter, world, standIn }, { onFinding })
  }
  // Only the city itself has the credentials of its agencies.
  const city = await call.openStation()
  const now = city.clock.now()
  const world = await worldFor(city, describe, now)
  const readOnly = isOpen(describe.openingHours, now)
    ? `${describe.hosts.join(', ')} is live: nothing is filed there`
    : `${describe.hosts.join(', ')} is live and closed now: nothing is asked there`
  const ground = { station: city, adapter, world, standIn: null }
  const only = isOpen(describe.openingHours, now)
    ? undefined
    : ({ needs }: { needs: string }) => needs !== 'agency'
  return verifyAdapter(ground, { readOnly, onFinding, ...(only ? { only } : {}) })
}
