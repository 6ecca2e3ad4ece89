// The park officer's pages: all that was received, and the decision.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { dayOf, moment, plusDays } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import { answeredRows } from './answered.ts'
import {
  campNights,
  type Filing,
  findFiling,
  isClosed,
  listFilings,
  type Office,
  permitNumber,
  saveFiling,
} from './filings.ts'
import { correctable } from './forms.ts'
import { type Html, page, red, twoColumns } from './pages.ts'
import { type Park, parkByNumber } from './parks.ts'
import { toRoc } from './roc.ts'

const HOUR_MS = 3_600_000
const PAY_DAYS = 3
const CAMP_FEE_TWD = 400

export function addOfficer(app: Hono<SandboxEnv>, office: Office): void {
  app.get('/park/officer', (asked) => asked.html(listPage(listFilings(office).reverse())))
  app.get('/park/officer/view', (asked) => {
    const filing = findFiling(office, asked.req.query('no') ?? '')
    return filing ? asked.html(viewPage(filing, [])) : asked.html(missing, 404)
  })
  app.post('/park/officer/act', (asked) => postAct(asked, office))
}

const missing = page('審核作業', html`<font color="red">查無資料</font>`)

async function postAct(asked: Asked, office: Office) {
  const form = await asked.req.formData()
  const filing = findFiling(office, String(form.get('no') ?? ''))
  const park = parkByNumber(filing?.number ?? '')
  if (!filing || !park) return asked.html(missing, 404)
  const decision = {
    action: String(form.get('action') ?? ''),
    reason: String(form.get('reason') ?? '').trim(),
    labels: form.getAll('field').map(String),
  }
  const decided = office.store.together(() => decide(office, park, filing, decision))
  if (typeof decided === 'string') return asked.html(viewPage(filing, [decided]), 400)
  saveFiling(office, decided)
  return asked.redirect(`/park/officer/view?no=${encodeURIComponent(filing.number)}`)
}

interface Decision {
  action: string
  reason: string
  labels: string[]
}

/** The filing as decided, or why that cannot be. */
function decide(office: Office, park: Park, filing: Filing, decision: Decision): Filing | string {
  if (isClosed(filing)) return '本案已結案'
  const { action, reason } = decision
  if (action === 'approve') return approve(office, park, { ...filing, reason, returned: [] })
  if (action === 'paid') {
    if (filing.state !== '待繳費(林務系統)') return '本案無須繳費'
    return { ...filing, state: '核准', permit: permitNumber(office, park) }
  }
  if (action !== 'reject' && action !== 'return') return '請選擇審核結果'
  if (reason === '') return '請填寫原因'
  if (action === 'reject') return { ...filing, state: '不予許可', reason }
  return returnFiling(office, park, filing, decision)
}

function approve(office: Office, park: Park, filing: Filing): Filing | string {
  if (filing.state !== '審核中') return '本案非審核中'
  const nights = park.code === 'Y' ? campNights(filing.entry, filing.answers) : []
  if (nights.length === 0) {
    return { ...filing, state: '核准', permit: permitNumber(office, park) }
  }
  const number = office.store.count('camp fee number')
  const payCode = `CF${String(number).padStart(6, '0')}`
  const payBy = moment(plusDays(dayOf(office.clock.now()), PAY_DAYS), '23:59').toISOString()
  const fee = {
    code: payCode,
    park: filing.number,
    nights,
    amountTwd: CAMP_FEE_TWD * filing.persons * nights.length,
    payBy,
    paidAt: null,
  }
  office.store.put('camp fee', payCode, fee)
  return { ...filing, state: '待繳費(林務系統)', payCode, payBy }
}

function returnFiling(
  office: Office,
  park: Park,
  filing: Filing,
  decision: Decision,
): Filing | string {
  if (filing.state !== '審核中') return '本案非審核中'
  const returned = correctable(park, filing.answers)
    .filter((field) => decision.labels.includes(field.label))
    .map((field) => field.key)
  if (returned.length === 0) return '請選擇補正欄位'
  const correctBy =
    park.correctionHours === null
      ? null
      : new Date(office.clock.now().getTime() + park.correctionHours * HOUR_MS).toISOString()
  return { ...filing, state: '退回補正', reason: decision.reason, returned, correctBy }
}

const listPage = (filings: Filing[]): Html =>
  page(
    '審核作業',
    html`<h3>審核作業</h3><table border="1"><tr><th>申請編號</th><th>路線</th><th>入園日期</th><th>人數</th><th>狀態</th></tr>${filings.map(
      (filing) =>
        html`<tr><td><a href="/park/officer/view?no=${encodeURIComponent(filing.number)}">${filing.number}</a></td><td>${filing.answers.route}</td><td>${toRoc(filing.entry)}</td><td>${filing.persons}</td><td>${filing.state}</td></tr>`,
    )}</table>${filings.length === 0 ? '目前無案件' : ''}`,
  )

function viewPage(filing: Filing, errors: string[]): Html {
  const park = parkByNumber(filing.number) as Park
  const { answers } = filing
  const rows: [string, string][] = [
    ['申請編號', filing.number],
    ['狀態', filing.state],
    ['許可證號', filing.permit],
    ['說明', filing.reason],
    ...answeredRows(park, answers),
  ]
  return page(
    '審核作業',
    html`<h3>審核作業</h3>${red(errors)}${isClosed(filing) ? '' : decisionForm(park, filing)}${twoColumns(rows)}
<p><a href="/park/officer">回清單</a></p>`,
  )
}

const decisionForm = (park: Park, filing: Filing): Html => html`
<form method="post" action="/park/officer/act"><input type="hidden" name="no" value="${filing.number}">
<p><label for="reason">原因</label><br><textarea id="reason" name="reason" rows="3" cols="30"></textarea></p>
<p><label for="field">補正欄位(可複選)</label><br><select id="field" name="field" multiple size="6">${correctable(
  park,
  filing.answers,
).map((field) => html`<option>${field.label}</option>`)}</select></p>
<p><button name="action" value="approve">核准</button> <button name="action" value="return">退回補正</button>
<button name="action" value="reject">不予許可</button>${
  filing.state === '待繳費(林務系統)'
    ? html` <button name="action" value="paid">已繳費</button>`
    : ''
}</p></form>`
