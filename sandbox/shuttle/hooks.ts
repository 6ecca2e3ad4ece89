// News sent out to one address, signed as Standard Webhooks say. Like the real thing it is not
// tidy: it is sent again when nobody answers, some messages come twice and some come late.

import { createHmac, randomBytes } from 'node:crypto'
import type { SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'
import type { Hold } from './holds.ts'

export interface HookSetting {
  url: string
  /** Newest first; the second still signs after a rotation. `whsec_` and base64. */
  secrets: string[]
}

export interface Courier {
  store: Store
  clock: SandboxClock
  timers: Set<NodeJS.Timeout>
  /** Where news goes until somebody sets an address. */
  first: HookSetting | null
}

interface Message {
  id: string
  body: string
}

const RETRY_MS = [300, 1000, 3000]
const LATE_MS = 400
const TWICE_EVERY = 4
const LATE_EVERY = 5
const PATIENCE_MS = 5000

export const hookSetting = (courier: Courier): HookSetting | null =>
  courier.store.find<HookSetting>('shuttle hook', 'setting') ?? courier.first

export function setHook(courier: Courier, url: string, secret: string | null): HookSetting {
  const setting = { url, secrets: [secret ?? newSecret()] }
  courier.store.put('shuttle hook', 'setting', setting)
  return setting
}

/** From now on each message carries two signatures, until the next rotation or `PUT`. */
export function rotateHook(courier: Courier, secret: string | null): HookSetting | null {
  const setting = hookSetting(courier)
  if (!setting) return null
  const secrets = [secret ?? newSecret(), ...setting.secrets.slice(0, 1)]
  courier.store.put('shuttle hook', 'setting', { ...setting, secrets })
  return { ...setting, secrets }
}

export function tell(courier: Courier, hold: Hold): void {
  if (!hookSetting(courier)) return
  const number = courier.store.count('shuttle hooks sent')
  const body = JSON.stringify({
    type: `hold.${hold.state.toLowerCase()}`,
    timestamp: courier.clock.now().toISOString(),
    data: { hold_id: hold.id, external_ref: hold.wish.external_ref, state: hold.state },
  })
  const message = { id: `msg_${randomBytes(12).toString('hex')}`, body }
  later(courier, number % LATE_EVERY === 0 ? LATE_MS : 0, () => send(courier, message, 0))
  if (number % TWICE_EVERY === 0) later(courier, LATE_MS, () => send(courier, message, 0))
}

async function send(courier: Courier, message: Message, attempt: number): Promise<void> {
  const setting = hookSetting(courier)
  if (!setting) return
  const timestamp = String(Math.floor(courier.clock.now().getTime() / 1000))
  const signatures = setting.secrets.map((secret) => signature(secret, message, timestamp))
  const isTaken = await fetch(setting.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body: message.body,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).then(
    ({ ok }) => ok,
    () => false,
  )
  const wait = RETRY_MS[attempt]
  if (!isTaken && wait !== undefined) {
    later(courier, wait, () => send(courier, message, attempt + 1))
  }
}

function signature(secret: string, { id, body }: Message, timestamp: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

function later(courier: Courier, ms: number, work: () => Promise<void>): void {
  const timer = setTimeout(() => {
    courier.timers.delete(timer)
    work().catch((cause: unknown) => console.error(`Shuttle news not sent: ${String(cause)}`))
  }, ms)
  timer.unref()
  courier.timers.add(timer)
}

const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`
