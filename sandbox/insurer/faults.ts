// Trouble of this company's own, beside the sandbox's faults: of its two doors and of its nights.

import type { Asked } from '../faults.ts'

export const boxModes = [
  'cut_put',
  'auth_refused',
  'disk_full',
  'host_key',
  'no_ack',
  'ack_in_two',
  'ack_line_missing',
  'ack_spaces',
] as const
export type BoxMode = (typeof boxModes)[number]

/** How often each still happens; null is until switched off. */
export type BoxFaults = Map<BoxMode, number | null>

export function happens(faults: BoxFaults, mode: BoxMode): boolean {
  const times = faults.get(mode)
  if (times === undefined || times === 0) return false
  if (times !== null) faults.set(mode, times - 1)
  return true
}

export async function setBoxFault(asked: Asked, faults: BoxFaults): Promise<Response> {
  const wish = (await asked.req.json().catch(() => ({}))) as { mode?: string; times?: number }
  const mode = boxModes.find((one) => one === wish.mode)
  if (wish.mode === 'none') faults.clear()
  else if (mode) faults.set(mode, typeof wish.times === 'number' ? wish.times : null)
  else return asked.json({ error: `mode unknown; modes: none ${boxModes.join(' ')}` }, 400)
  return asked.json(Object.fromEntries(faults))
}
