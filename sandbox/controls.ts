// The switches of the sandbox itself: the clock, the faults, a fresh start.

import type { Hono } from 'hono'
import { type SandboxClock, taipei } from './clock.ts'
import {
  type Asked,
  defaultOccasion,
  type Faults,
  type Mode,
  modes,
  occasions,
  type SandboxEnv,
} from './faults.ts'
import type { Stand } from './oracle.ts'
import type { Store } from './store.ts'

export interface Controls {
  store: Store
  clock: SandboxClock
  faults: Faults
  stands: Stand[]
  listener: { url: string; token: string } | null
}

const SLOW_MS = 5000
const MINUTE_MS = 60_000

export function addControls(app: Hono<SandboxEnv>, controls: Controls): void {
  const { clock, faults, store, stands } = controls
  app.get('/clock', (asked) => asked.json({ at: taipei(clock.now()) }))
  app.post('/clock', (asked) => moveClock(asked, controls))
  app.get('/faults', (asked) => asked.json(Object.fromEntries(faults)))
  app.post('/faults', (asked) => setFault(asked, controls))
  app.post('/reset', (asked) => {
    store.empty()
    clock.restart()
    faults.clear()
    for (const stand of stands) stand.forget()
    return asked.json({ at: taipei(clock.now()) })
  })
}

async function moveClock(asked: Asked, { clock, listener }: Controls) {
  const wish = await readJson(asked)
  const minutes = wish.advanceMinutes
  const to =
    typeof minutes === 'number'
      ? new Date(clock.now().getTime() + minutes * MINUTE_MS)
      : new Date(String(wish.at))
  if (Number.isNaN(to.getTime())) {
    return asked.json({ error: 'send { "at": "<RFC 3339>" } or { "advanceMinutes": n }' }, 400)
  }
  clock.move(to)
  const at = taipei(to)
  if (listener) {
    const authorization = `Bearer ${listener.token}`
    if (asked.req.header('authorization') !== authorization) {
      await tellListener(listener.url, authorization, at)
    }
  }
  return asked.json({ at })
}

/** The clock has moved here in any case; a listener that is away only misses it. */
async function tellListener(url: string, authorization: string, at: string): Promise<void> {
  const headers = { authorization, 'content-type': 'application/json' }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ at }) })
    if (!answer.ok) console.error(`The clock's listener answered ${answer.status}`)
  } catch (cause) {
    console.error(`The clock's listener did not answer: ${String(cause)}`)
  }
}

async function setFault(asked: Asked, { faults, stands }: Controls) {
  const wish = await readJson(asked)
  const agency = String(wish.agency)
  const mode = modes.find((one) => one === wish.mode)
  if (!stands.some((stand) => stand.agencies.includes(agency)) || !mode) {
    return asked.json({ error: `agency or mode unknown; modes: ${modes.join(' ')}` }, 400)
  }
  if (mode === 'none') faults.delete(agency)
  else faults.set(agency, faultFrom(mode, wish))
  return asked.json(Object.fromEntries(faults))
}

const faultFrom = (mode: Mode, wish: Record<string, unknown>) => ({
  mode,
  on: occasions.find((one) => one === wish.on) ?? defaultOccasion(mode),
  times: typeof wish.times === 'number' ? wish.times : null,
  delayMs: typeof wish.delayMs === 'number' ? wish.delayMs : SLOW_MS,
})

async function readJson(asked: Asked): Promise<Record<string, unknown>> {
  const read: unknown = await asked.req.json().catch(() => null)
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
}
