// The operator's own desk: holds, seats, and the switches for secrets and limits. No login, as all
// stand-ins.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Asked, SandboxEnv } from '../faults.ts'
import {
  acceptGroup,
  type Depot,
  findHold,
  type Hold,
  isLive,
  listHolds,
  saveHold,
} from './holds.ts'
import { type Courier, rotateHook, setHook } from './hooks.ts'
import { facts, layout, link } from './pages.ts'
import { addSecret, type Doorman } from './tokens.ts'

export function addOfficer(app: Hono<SandboxEnv>, depot: Depot): void {
  app.get('/shuttle/officer', (asked) => asked.html(listPage(listHolds(depot).reverse())))
  app.get('/shuttle/officer/view', (asked) => {
    const hold = findHold(depot, asked.req.query('no') ?? '')
    return hold ? asked.html(viewPage(hold, '')) : asked.html(layout('查無資料', html``), 404)
  })
  app.post('/shuttle/officer/act', async (asked) => {
    const { no, action, reason } = await asked.req.parseBody()
    const hold = findHold(depot, String(no ?? ''))
    if (!hold) return asked.html(layout('查無資料', html``), 404)
    const wrong = act(depot, hold, String(action ?? ''), String(reason ?? '').trim())
    if (wrong) return asked.html(viewPage(hold, wrong), 400)
    return asked.redirect(`/shuttle/officer/view?no=${hold.id}`)
  })
  app.post('/shuttle/officer/seats', async (asked) => {
    const { departure, seats } = await asked.req.parseBody()
    depot.store.put('shuttle seats', String(departure ?? ''), { seats: Number(seats ?? 0) })
    return asked.redirect('/shuttle/officer')
  })
}

export function addSwitches(app: Hono<SandboxEnv>, door: Doorman, courier: Courier): void {
  const on = (path: string, turn: (form: Record<string, string>) => void) =>
    app.post(`/shuttle/officer/${path}`, async (asked) => {
      turn(await formOf(asked))
      return asked.redirect('/shuttle/officer')
    })
  on('secret', ({ secret = '', end }) => addSecret(door, secret, end === 'old'))
  on('tokens', () => door.tokens.clear())
  on('limit', ({ per_minute }) =>
    door.store.put('shuttle rate', 'rate', { perMinute: Number(per_minute) }),
  )
  on('webhook', ({ url = '', secret }) => setHook(courier, url, secret ?? null))
  on('webhook/rotate', ({ secret }) => rotateHook(courier, secret ?? null))
}

async function formOf(asked: Asked): Promise<Record<string, string>> {
  const form = await asked.req.parseBody()
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)]))
}

/** Null when done, else why not. */
function act(depot: Depot, hold: Hold, action: string, reason: string): string | null {
  if (!isLive(hold)) return '本筆已結束'
  if (action === 'refuse') {
    if (reason === '') return '請填寫原因'
    saveHold(depot, hold, { state: 'REFUSED', reason, payBy: null })
    return null
  }
  if (action !== 'accept') return '請選擇'
  if (hold.state !== 'REVIEWING') return '本筆無須審核'
  acceptGroup(depot, hold)
  return null
}

const listPage = (holds: Hold[]) =>
  layout(
    '保留清單',
    html`<ul>${holds.map(
      ({ id, state, departure, wish }) =>
        html`<li><a href="/shuttle/officer/view?no=${id}">${id}</a> ${departure.day} ${departure.leaves} ${departure.from} → ${departure.to} ${wish.persons} 人 ${wish.contact.name} <b>${state}</b></li>`,
    )}</ul>${holds.length === 0 ? html`<p>目前沒有保留。</p>` : ''}`,
  )

function viewPage(hold: Hold, wrong: string) {
  const { wish, departure, back } = hold
  const rows: [string, string][] = [
    ['編號', hold.id],
    ['狀態', hold.state],
    ['外部編號', wish.external_ref],
    ['去程', departure.id],
    ['回程', back?.id ?? '無'],
    ['人數', String(wish.persons)],
    ['聯絡人', `${wish.contact.name} ${wish.contact.phone} ${wish.contact.email ?? ''}`],
    ['票號', hold.ticket ?? ''],
    ['原因', hold.reason ?? ''],
  ]
  return layout(
    hold.id,
    html`${facts(rows)}${isLive(hold) ? decisionForm(hold) : ''}${link('/shuttle/officer', '回清單')}`,
    wrong,
  )
}

const decisionForm = (hold: Hold) => html`<form method="post" action="/shuttle/officer/act">
<input type="hidden" name="no" value="${hold.id}"><label for="reason">原因</label><input id="reason" name="reason" size="30">
<div><button name="action" value="accept">同意團體</button> <button name="action" value="refuse">拒絕或停駛</button></div></form>`
