// The shuttle operator as a whole: an interface with tokens, a page to pay on, news sent out. The
// operator and its buses are invented.

import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Asked, type Faults, guard, type SandboxEnv } from '../faults.ts'
import type { SeenFiling, Stand } from '../oracle.ts'
import { API, addApi } from './api.ts'
import { addGate, addHookSetting } from './gate.ts'
import { type Depot, type Hold, listHolds, loadHolds, passTime } from './holds.ts'
import { type Courier, tell } from './hooks.ts'
import { addOfficer, addSwitches } from './officer.ts'
import { layout, link } from './pages.ts'
import { addPayment } from './pay.ts'
import { problem } from './problems.ts'
import { addTokenDoor, type Doorman } from './tokens.ts'

const AGENCY = 'trail-shuttle'
const DOCUMENT = new URL('openapi.json', import.meta.url)
const TICK_MS = 500

/** As the demo city knows it. */
const FIRST_HOOK_SECRET = 'whsec_c2h1dHRsZSBvZiB0aGUgZGVtbyBjaXR5'

interface Ground extends Pick<Depot, 'store' | 'clock'> {
  /** Where news goes from the start; null: nowhere until `PUT /shuttle/webhook`. */
  hookUrl: string | null
}

export function shuttleOffice({ hookUrl, ...ground }: Ground, faults: Faults) {
  const first = hookUrl === null ? null : { url: hookUrl, secrets: [FIRST_HOOK_SECRET] }
  const courier: Courier = { ...ground, timers: new Set(), first }
  const holds = loadHolds(ground.store)
  const depot: Depot = { ...ground, holds, told: (hold) => tell(courier, hold) }
  const door: Doorman = { ...ground, tokens: new Map() }
  const app = new Hono<SandboxEnv>()
  app.use(guard(faults, manners))
  app.use('/shuttle/*', (_, next) => {
    passTime(depot)
    return next()
  })
  addFront(app)
  addTokenDoor(app, door)
  addGate(app, door, { windowMs: 0, asked: 0 })
  addApi(app, depot)
  addHookSetting(app, door, courier)
  addPayment(app, depot)
  addOfficer(app, depot)
  addSwitches(app, door, courier)
  const tick = setInterval(() => passTime(depot), TICK_MS).unref()
  return {
    app,
    agencies: [AGENCY],
    filings: () => {
      passTime(depot)
      return listHolds(depot).map(seen)
    },
    // Tokens stay good: they are the door's, not the office's.
    forget: () => holds.clear(),
    close: () => {
      clearInterval(tick)
      for (const timer of courier.timers) clearTimeout(timer)
    },
  } satisfies Stand & { close(): void }
}

const manners = {
  agencyOf: ({ req }: Asked) =>
    req.path.startsWith(API) || req.path === '/shuttle/oauth/token' ? AGENCY : null,
  occasionOf: ({ req }: Asked) => {
    if (!req.path.startsWith(`${API}/holds`)) return 'any' as const
    const occasions = { POST: 'file', DELETE: 'cancel', GET: 'query' } as const
    return occasions[req.method as keyof typeof occasions] ?? ('any' as const)
  },
  maintenance: (asked: Asked) =>
    problem(
      asked,
      { code: 'maintenance', detail: '系統維護中，請稍後再試' },
      { 'retry-after': '600' },
    ),
  changeLayout: (page: Buffer) =>
    page
      .toString('utf8')
      .replaceAll('"hold_id"', '"holdId"')
      .replaceAll('"state"', '"status_code"')
      .replaceAll('"access_token"', '"accessToken"'),
}

function addFront(app: Hono<SandboxEnv>): void {
  app.get('/shuttle', (asked) =>
    asked.html(
      layout(
        '首頁',
        html`<p>往各登山口的接駁車。由機關入口網或合作平台訂位。</p>${link('/shuttle/openapi.json', '介接文件')}${link('/shuttle/officer', '業者管理')}`,
      ),
    ),
  )
  app.get('/shuttle/openapi.json', (asked) => {
    const text = readFileSync(DOCUMENT, 'utf8')
    return asked.body(text.replaceAll('{origin}', new URL(asked.req.url).origin), 200, {
      'content-type': 'application/json',
    })
  })
}

const seen = (hold: Hold): SeenFiling => ({
  number: hold.id,
  key: hold.wish.external_ref,
  status: hold.state,
  standing: hold.state !== 'CANCELLED',
  filedAt: hold.heldAt,
  fields: { ...hold.wish, ticket: hold.ticket, pay_code: hold.payCode },
})
