// The desk of the road office: the list, one case, and what an officer may do with it.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Asked, SandboxEnv } from '../faults.ts'
import {
  type Case,
  findCase,
  isOpen,
  listCases,
  nextPermit,
  type Office,
  saveCase,
} from './cases.ts'
import { button, facts, field, type Html, page, send, text } from './pages.ts'
import { readBody } from './wizard.ts'

export function addOfficer(app: Hono<SandboxEnv>, office: Office): void {
  app.get('/roads/officer', (asked) => send(asked, listPage(listCases(office).reverse())))
  app.get('/roads/officer/view', (asked) => {
    const found = findCase(office, asked.req.query('no') ?? '')
    return found ? send(asked, viewPage(found, [])) : unknown(asked)
  })
  app.get('/roads/officer/file', (asked) => {
    const id = `${asked.req.query('no')} ${asked.req.query('which')}`
    const kept = office.store.find<{ base64: string }>('roads attachment', id)
    if (!kept) return unknown(asked)
    return new Response(new Uint8Array(Buffer.from(kept.base64, 'base64')), {
      headers: { 'content-type': 'application/octet-stream' },
    })
  })
  app.post('/roads/officer/act', async (asked) => {
    const {
      no = '',
      action = '',
      reason = '',
      look,
      approve,
      reject,
    } = (await readBody(asked))?.texts ?? {}
    const found = findCase(office, no)
    if (!found) return unknown(asked)
    const wish = action || (look && 'look') || (approve && 'approve') || (reject && 'reject') || ''
    const error = decide(office, found, wish, reason)
    if (error) return send(asked, viewPage(found, [error]))
    return asked.redirect(`/roads/officer/view?no=${found.number}`)
  })
}

const unknown = (asked: Asked) => send(asked, page('系統訊息', html``, ['查無案件']), 404)

/** Null when done, else why not. */
function decide(office: Office, found: Case, action: string, reason: string): string | null {
  if (!isOpen(found)) return '本案已結案'
  if (action === 'look') saveCase(office, { ...found, state: '會勘中', reason })
  else if (action === 'approve') {
    saveCase(office, { ...found, state: '核准', permit: nextPermit(office), reason })
  } else if (action !== 'reject') return '請選擇'
  else if (reason === '') return '駁回須填說明'
  else saveCase(office, { ...found, state: '駁回', reason })
  return null
}

const listPage = (cases: Case[]): Html =>
  page(
    '承辦清單',
    html`<TABLE><TR><TH>案號</TH><TH>申請人</TH><TH>占用起日</TH><TH>狀態</TH></TR>${cases.map(
      ({ number, state, answers }) =>
        html`<TR><TD><A HREF="/roads/officer/view?no=${number}">${number}</A></TD><TD>${answers.name}</TD><TD>${answers.from}</TD><TD>${state}</TD></TR>`,
    )}</TABLE>`,
  )

function viewPage(found: Case, errors: string[]): Html {
  const { number, state, answers, permit, reason, map, consent } = found
  const file = (which: string, name: string) =>
    html`<A HREF="/roads/officer/file?no=${number}&which=${which}">${name}</A>　`
  return page(
    `承辦 ${number}`,
    html`${facts([
      ['案號', number],
      ['狀態', state],
      ['許可文號', permit],
      ['說明', reason],
      ...Object.entries(answers),
    ])}<P>${file('map', map.name)}${file('consent', consent.name)}</P>${
      isOpen(found)
        ? html`<FORM METHOD="POST" ACTION="/roads/officer/act"><INPUT TYPE="hidden" NAME="no" VALUE="${number}"><TABLE>${field('說明', text('reason'), false)}</TABLE>
${button('look', '會勘')} ${button('approve', '核准')} ${button('reject', '駁回')}</FORM>`
        : ''
    }`,
    errors,
  )
}
