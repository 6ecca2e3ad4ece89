// What stands before every call: the bearer's token and scope, and how many calls a minute.

import type { Hono } from 'hono'
import type { Asked, SandboxEnv } from '../faults.ts'
import { API } from './api.ts'
import type { Courier } from './hooks.ts'
import { hookSetting, rotateHook, setHook } from './hooks.ts'
import { problem } from './problems.ts'
import { type Doorman, whyNot } from './tokens.ts'

const WINDOW_MS = 60_000
export const PER_MINUTE = 6000

export interface Rate {
  windowMs: number
  asked: number
}

export function addGate(app: Hono<SandboxEnv>, door: Doorman, rate: Rate): void {
  app.use(`${API}/*`, async (asked, next) => {
    const wait = secondsToWait(door, rate)
    if (wait > 0) {
      const headers = { 'retry-after': String(wait) }
      return problem(asked, { code: 'too-many-requests', detail: `請於 ${wait} 秒後再試` }, headers)
    }
    if (asked.req.path === `${API}/health`) return next()
    const refused = refusal(door, asked, scopeOf(asked))
    return refused ?? next()
  })
}

/** The address for news, kept outside the versioned interface for reasons nobody remembers. */
export function addHookSetting(app: Hono<SandboxEnv>, door: Doorman, courier: Courier): void {
  app.put('/shuttle/webhook', async (asked) => {
    const refused = refusal(door, asked, 'webhooks')
    if (refused) return refused
    const wish = await readJson(asked)
    const url = String(wish.url ?? '')
    if (!URL.canParse(url)) {
      const errors = [{ pointer: '/url', detail: '網址格式有誤' }]
      return problem(asked, { code: 'invalid', detail: '請修正欄位後再送', errors })
    }
    return asked.json(shown(setHook(courier, url, secretIn(wish))))
  })
  app.post('/shuttle/webhook/rotate', async (asked) => {
    const refused = refusal(door, asked, 'webhooks')
    if (refused) return refused
    const setting = rotateHook(courier, secretIn(await readJson(asked)))
    return setting ? asked.json(shown(setting)) : noHook(asked)
  })
  app.get('/shuttle/webhook', (asked) => {
    const refused = refusal(door, asked, 'webhooks')
    if (refused) return refused
    const setting = hookSetting(courier)
    return setting ? asked.json({ url: setting.url }) : noHook(asked)
  })
}

const shown = ({ url, secrets }: { url: string; secrets: string[] }) => ({
  url,
  secret: secrets[0],
})
const noHook = (asked: Asked) => problem(asked, { code: 'not-found', detail: '尚未設定網址' })
const secretIn = (wish: Record<string, unknown>) =>
  typeof wish.secret === 'string' && wish.secret.startsWith('whsec_') ? wish.secret : null

const scopeOf = ({ req }: Asked) => (req.path === `${API}/departures` ? 'departures' : 'holds')

function refusal(door: Doorman, asked: Asked, scope: string): Response | null {
  const why = whyNot(door, asked, scope)
  if (why === 'unauthorized') {
    const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
    return problem(asked, { code: 'unauthorized', detail: '請重新取得 access token' }, headers)
  }
  return why === 'scope' ? problem(asked, { code: 'scope', detail: `需要權限 ${scope}` }) : null
}

/** Real minutes, not the demo's: it protects a real machine. */
function secondsToWait(door: Doorman, rate: Rate): number {
  const perMinute = door.store.find<{ perMinute: number }>('shuttle rate', 'rate')?.perMinute
  const nowMs = Date.now()
  if (nowMs - rate.windowMs >= WINDOW_MS) {
    rate.windowMs = nowMs
    rate.asked = 0
  }
  rate.asked += 1
  if (rate.asked <= (perMinute ?? PER_MINUTE)) return 0
  return Math.ceil((rate.windowMs + WINDOW_MS - nowMs) / 1000)
}

async function readJson(asked: Asked): Promise<Record<string, unknown>> {
  const read: unknown = await asked.req.json().catch(() => null)
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
}
