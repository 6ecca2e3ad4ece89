// The road office's site as a whole. Foreign like the others: it imports nothing of src.

import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Asked, type Faults, guard, type SandboxEnv } from '../faults.ts'
import type { Stand } from '../oracle.ts'
import { decode, encode } from './big5.ts'
import { type Case, isStanding, listCases, type Office } from './cases.ts'
import { addCounter, CANCEL_PATH } from './counter.ts'
import { addOfficer } from './officer.ts'
import { page, redesign, send } from './pages.ts'
import type { Sessions } from './sessions.ts'
import { addWizard, FINAL_PATH } from './wizard.ts'

export function roadSite(office: Office, faults: Faults): Stand {
  const app = new Hono<SandboxEnv>()
  const sessions: Sessions = new Map()
  app.use(
    guard(faults, {
      agencyOf: (asked) => (/^\/roads\/(?!officer)/.test(asked.req.path) ? 'road-office' : null),
      occasionOf,
      maintenance: (asked) => send(asked, page('系統訊息', html``, ['系統維護中，請稍後再試'])),
      changeLayout: (bytes) => encode(redesign(decode(bytes))),
    }),
  )
  for (const path of ['/roads', '/roads/']) {
    app.get(path, (asked) => asked.redirect('/roads/index.asp'))
  }
  app.get('/roads/index.asp', (asked) => send(asked, home))
  addWizard(app, office, sessions)
  addCounter(app, office, sessions)
  addOfficer(app, office)
  return {
    app,
    agencies: ['road-office'],
    filings: () => listCases(office).map(seen),
    forget: () => sessions.clear(),
  }
}

const seen = (kept: Case) => ({
  number: kept.number,
  key: kept.answers.remark ?? '',
  status: kept.state,
  standing: isStanding(kept),
  filedAt: kept.filedAt,
  fields: {
    ...kept.answers,
    map: kept.map,
    consent: kept.consent,
    permit: kept.permit,
    reason: kept.reason,
  },
})

function occasionOf(asked: Asked) {
  const { path, method } = asked.req
  if (method === 'POST' && path === FINAL_PATH) return 'file'
  if (method === 'POST' && path === CANCEL_PATH) return 'cancel'
  return /^\/roads\/(list|view|query)\.asp$/.test(path) ? 'query' : 'any'
}

const home = page(
  '首頁',
  html`<UL><LI><A HREF="/roads/apply.asp">線上申請</A>（每日08:00至20:00）<LI><A HREF="/roads/query.asp">案件查詢</A>（全日）<LI><A HREF="/roads/cancel.asp">撤回申請</A>（全日）</UL>
<P><FONT COLOR="#FF0000">※占用起日前7日須完成申請，逾期請洽臨櫃。</FONT></P>`,
)
