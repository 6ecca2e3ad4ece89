// The police stand-in as a whole: the exchange, and the pages of the officer who decides.

import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Asked, type Faults, guard, type SandboxEnv } from '../faults.ts'
import type { SeenFiling, Stand } from '../oracle.ts'
import {
  type Entry,
  findEntry,
  isStanding,
  listEntries,
  permitNumber,
  type Station,
  saveEntry,
} from './entries.ts'
import { addExchange, answer, ENDPOINT } from './exchange.ts'
import type { Person } from './rules.ts'

export function policeOffice(station: Station, faults: Faults): Stand {
  const app = new Hono<SandboxEnv>()
  app.use(
    guard(faults, {
      agencyOf: (asked) => (asked.req.path === ENDPOINT ? 'police' : null),
      occasionOf,
      maintenance: (asked) => answer(asked, { Code: 'E90', Message: '系統維護中' }),
      changeLayout: renameElements,
    }),
  )
  addExchange(app, station)
  addOfficer(app, station)
  return {
    app,
    agencies: ['police'],
    filings: () => listEntries(station).map(seen),
    forget: () => {},
  }
}

const seen = (entry: Entry): SeenFiling => ({
  number: entry.number,
  key: entry.application.applyKey,
  status: entry.status,
  standing: entry.status !== '已取消',
  filedAt: entry.filedAt,
  fields: { ...entry.application, permit: entry.permit, reason: entry.reason },
})

/** Byte for byte, since the answer is in Big5. */
const renameElements = (page: Buffer) =>
  new Uint8Array(
    Buffer.from(
      page.toString('latin1').replace(/(<\/?)(Code|ApplyNo|Status)>/g, '$1Re$2>'),
      'latin1',
    ),
  )

function occasionOf(asked: Asked) {
  const occasions = { Apply: 'file', Cancel: 'cancel', Query: 'query' } as const
  return occasions[asked.req.query('op') as keyof typeof occasions] ?? 'any'
}

function addOfficer(app: Hono<SandboxEnv>, station: Station): void {
  app.get('/police', (asked) => asked.redirect('/police/officer'))
  app.get('/police/officer', (asked) => asked.html(listPage(listEntries(station).reverse())))
  app.get('/police/officer/view', (asked) => {
    const entry = findEntry(station, asked.req.query('no') ?? '')
    return entry ? asked.html(viewPage(entry, '')) : asked.html(sheet(html`查無資料`), 404)
  })
  app.post('/police/officer/act', async (asked) => {
    const { no, action, reason } = await asked.req.parseBody()
    const entry = findEntry(station, String(no ?? ''))
    if (!entry) return asked.html(sheet(html`查無資料`), 404)
    const wrong = decide(station, entry, String(action ?? ''), String(reason ?? '').trim())
    if (wrong) return asked.html(viewPage(entry, wrong), 400)
    return asked.redirect(`/police/officer/view?no=${entry.number}`)
  })
}

/** Null when done, else why not. */
function decide(station: Station, entry: Entry, action: string, reason: string): string | null {
  if (!isStanding(entry)) return '本案已結案'
  if (action === 'reject') {
    if (reason === '') return '請填寫不予許可原因'
    saveEntry(station, { ...entry, status: '不予許可', reason })
    return null
  }
  if (action !== 'approve') return '請選擇審核結果'
  if (entry.status === '已許可') return '本案已許可'
  saveEntry(station, { ...entry, status: '已許可', permit: permitNumber(station), reason })
  return null
}

const sheet = (body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>入山申請審核</title><style>body{font:16px sans-serif;margin:1em;max-width:50em}header{background:#113a6b;color:#fff;padding:.6em}
li{margin:.5em 0}dt{font-weight:bold}dd{margin:0 0 .5em 1em;white-space:pre-wrap}button{font:inherit;padding:.5em 1em}.wrong{color:#b00}</style></head>
<body><header>警政署　入山申請審核作業</header>${body}</body></html>`

const listPage = (entries: Entry[]) =>
  sheet(
    html`<ul>${entries.map(
      ({ number, status, application }) =>
        html`<li><a href="/police/officer/view?no=${number}">${number}</a> ${application.entryDate} ${application.routeName} ${application.leader.name} <b>${status}</b></li>`,
    )}</ul>${entries.length === 0 ? '目前無案件' : ''}`,
  )

function viewPage(entry: Entry, wrong: string) {
  const { application } = entry
  const rows: [string, string][] = [
    ['申請號', entry.number],
    ['狀態', entry.status],
    ['入山許可證號', entry.permit],
    ['原因', entry.reason],
    ['隊名', application.teamName],
    ['路線', application.routeName],
    [
      '入山／出山',
      `${application.entryDate} ${application.entryPoint} → ${application.exitDate} ${application.exitPoint}`,
    ],
    ['管制區', application.areas.join('、')],
    ['副知警察局', application.bureaus.join('、')],
    ['計畫', application.plan],
    ['領隊', personLine(application.leader)],
    ...application.members.map((member, index): [string, string] => [
      `隊員${index + 1}`,
      personLine(member),
    ]),
    ['留守人', `${application.contact.name} ${application.contact.phone}`],
    ['介接鍵', application.applyKey],
  ]
  return sheet(
    html`<p class="wrong">${wrong}</p>${isStanding(entry) ? decisionForm(entry) : ''}
<dl>${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl><a href="/police/officer">回清單</a>`,
  )
}

const decisionForm = (entry: Entry) => html`<form method="post" action="/police/officer/act">
<input type="hidden" name="no" value="${entry.number}">
<p><label for="reason">原因</label><br><input id="reason" name="reason" size="30"></p>
<p><button name="action" value="approve">許可</button> <button name="action" value="reject">不予許可</button></p></form>`

const personLine = (person: Person): string => Object.values(person).filter(Boolean).join('　')
