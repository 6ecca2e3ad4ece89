// Checks by which a later module can stop an earlier one from publishing a version. The result is
// kept with the version; a gate that the city switched off is named there, with the reason.

import type { MODULES } from '../modules.ts'
import type { City } from './city.ts'
import type { Db } from './db.ts'
import type { LocalText } from './errors.ts'
import type { Station } from './station.ts'

export interface Subject {
  /** `journey`, `ration`, … */
  what: string
  id: string
  version: number
  /** SHA-256 of what is to be published, and that itself, as its module knows it. */
  digest?: string
  content?: unknown
}

export interface Gate {
  id: string
  what: string
  /** Whose gate it is: a city that switches the module off has switched it off. */
  module?: (typeof MODULES)[number]
  title: LocalText
  /** Empty findings: it may pass. */
  check(station: Station, db: Db, subject: Subject): Promise<LocalText[]>
}

export interface GateResult {
  gate: string
  state: 'passed' | 'failed' | 'off'
  /** What it found; of a gate that is off, why. */
  findings: LocalText[]
  /** Who switched it off. */
  offBy: string | null
  ranAt: Date
}

const gates = new Map<string, Gate>()

/** Called once by a module's index. */
export function registerGate(gate: Gate): void {
  gates.set(gate.id, gate)
}

export const findGate = (id: string): Gate | null => gates.get(id) ?? null

/** Runs every gate for such a version and keeps what each said. */
export async function runGates(station: Station, tx: Db, subject: Subject): Promise<GateResult[]> {
  const results: GateResult[] = []
  for (const gate of gates.values()) {
    if (gate.what !== subject.what) continue
    const result = await runGate(station, tx, gate, subject)
    await keepResult(tx, subject, result)
    results.push(result)
  }
  return results
}

export const mayPass = (results: GateResult[]): boolean =>
  results.every((result) => result.state !== 'failed')

export async function listGateResults(db: Db, subject: Subject): Promise<GateResult[]> {
  const rows = await db
    .selectFrom('core.gate_results')
    .select(['gate', 'state', 'findings', 'off_by as offBy', 'ran_at as ranAt'])
    .where('what', '=', subject.what)
    .where('id', '=', subject.id)
    .where('version', '=', subject.version)
    .orderBy('gate')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    gate: row.gate,
    state: row.state as GateResult['state'],
    findings: row.findings as LocalText[],
    offBy: row.offBy,
    ranAt: row.ranAt,
  }))
}

async function runGate(
  station: Station,
  tx: Db,
  gate: Gate,
  subject: Subject,
): Promise<GateResult> {
  const ranAt = station.clock.now()
  const off = switchedOff(station.city, gate)
  if (off) return { gate: gate.id, state: 'off', findings: [off.reason], offBy: off.by, ranAt }
  const findings = await gate.check(station, tx, subject)
  const state = findings.length === 0 ? 'passed' : 'failed'
  return { gate: gate.id, state, findings, offBy: null, ranAt }
}

function switchedOff(city: City, { id, module }: Gate): { reason: LocalText; by: string } | null {
  const off = city.gatesOff.find((one) => one.gate === id)
  if (off) return off
  return module && city.modulesOff.includes(module)
    ? { reason: WITHOUT_MODULE, by: city.operator['zh-TW'] }
    : null
}

const WITHOUT_MODULE: LocalText = {
  'zh-TW': '這個城市沒有使用這一關所屬的模組',
  en: 'This city does not use the module to which this gate belongs',
}

async function keepResult(tx: Db, { what, id, version }: Subject, result: GateResult) {
  const kept = {
    state: result.state,
    findings: JSON.stringify(result.findings),
    off_by: result.offBy,
    ran_at: result.ranAt,
  }
  await tx
    .insertInto('core.gate_results')
    .values({ what, id, version, gate: result.gate, ...kept })
    .onConflict((conflict) => conflict.columns(['what', 'id', 'version', 'gate']).doUpdateSet(kept))
    .execute()
}
