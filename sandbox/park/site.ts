// The old park site as a whole: one site, three parks.

import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Asked, type Faults, guard, type SandboxEnv } from '../faults.ts'
import type { Stand } from '../oracle.ts'
import { addCounter, findFields, listFields } from './counter.ts'
import { listFilings, type Office, receivedFields } from './filings.ts'
import { addOfficer } from './officer.ts'
import { changeLayout, notice, page, readForm } from './pages.ts'
import { type Park, parkByCode, parkByName, parkByNumber, parks } from './parks.ts'
import { findSession, type Sessions } from './sessions.ts'
import { addWizard, FINAL_PATH } from './wizard.ts'

export function parkSite(office: Office, faults: Faults): Stand {
  const app = new Hono<SandboxEnv>()
  const sessions: Sessions = new Map()
  app.use(
    guard(faults, {
      agencyOf: async (asked) => (await parkAsked(asked, sessions))?.agency ?? null,
      occasionOf,
      maintenance: (asked) => asked.html(notice('系統訊息', '系統維護中，請稍後再試')),
      changeLayout,
    }),
  )
  for (const path of ['/park', '/park/', '/park/default.aspx']) {
    app.get(path, (asked) => asked.html(home))
  }
  addWizard(app, office, sessions)
  addCounter(app, office, sessions)
  addOfficer(app, office)
  return {
    app,
    agencies: parks.map((park) => park.agency),
    filings: (agency) =>
      filingsOf(
        office,
        parks.find((park) => park.agency === agency),
      ),
    forget: () => sessions.clear(),
  }
}

function filingsOf(office: Office, park: Park | undefined) {
  if (!park) return []
  return listFilings(office)
    .filter((filing) => filing.park === park.code)
    .map((filing) => ({
      number: filing.number,
      key: filing.answers.remark ?? '',
      status: filing.state,
      standing: filing.state !== '已取消',
      filedAt: filing.filedAt,
      fields: receivedFields(park, filing),
    }))
}

const home = page(
  '首頁',
  html`<h3>線上申請</h3><ul>${parks.map(
    (park) =>
      html`<li><a href="/park/apply1.aspx?park=${park.code}">${park.name}國家公園入園申請</a></li>`,
  )}</ul>
<p>受理期間：入園日前2個月至前5日。服務時間：每日07:00至23:00。</p>
<p><font color="red">※請勿使用瀏覽器上一頁功能</font></p>`,
)

async function parkAsked(asked: Asked, sessions: Sessions): Promise<Park | undefined> {
  const { path } = asked.req
  if (path.startsWith('/park/officer')) return undefined
  const chosen = parkByCode(asked.req.query('park') ?? '')
  if (chosen) return chosen
  if (path.startsWith('/park/apply')) return findSession(sessions, asked)?.park ?? undefined
  if (asked.req.method !== 'POST') return undefined
  const style = parks[0] as Park
  const body = await asked.req.parseBody()
  if (path === '/park/myapp.aspx') return parkByName(readForm(style, listFields, body).park ?? '')
  if (path === '/park/amend2.aspx') {
    return parkByNumber(findSession(sessions, asked)?.answers.amending ?? '')
  }
  return parkByNumber(readForm(style, findFields, body).number ?? '')
}

function occasionOf(asked: Asked) {
  const { path, method } = asked.req
  if (method === 'POST' && path === FINAL_PATH) return 'file'
  if (method === 'POST' && path === '/park/cancel.aspx') return 'cancel'
  return path === '/park/query.aspx' || path === '/park/myapp.aspx' ? 'query' : 'any'
}
