// What an applicant may do after filing: look it up, list, cancel, correct.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { dayOf } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import {
  type Filing,
  findFilingOf,
  idsOf,
  isClosed,
  listFilings,
  type Office,
  saveFiling,
} from './filings.ts'
import { correctable, type Field } from './forms.ts'
import { form, type Html, page, readForm, red, twoColumns } from './pages.ts'
import { type Park, parkByName, parkByNumber, parks } from './parks.ts'
import { fromRoc, toRoc, toRocTime } from './roc.ts'
import { fieldErrors, peopleErrors, routeErrors } from './rules.ts'
import {
  findSession,
  giveToken,
  type Session,
  type Sessions,
  startSession,
  takeToken,
} from './sessions.ts'
import { expired, spent } from './wizard.ts'

const plain = { required: true, options: [], max: 200, check: 'none' as const, bare: false }
const numberField: Field = { ...plain, key: 'number', label: '申請編號', kind: 'text' }
const idField: Field = { ...plain, key: 'id', label: '證號', kind: 'text', check: 'id' }
const entryField: Field = { ...plain, key: 'entry', label: '入園日期', kind: 'text', bare: true }
const whyField: Field = { ...plain, key: 'why', label: '取消原因', kind: 'text', required: false }
const noteField: Field = { ...plain, key: 'note', label: '補正說明', kind: 'text', required: false }
const parkField: Field = {
  ...plain,
  key: 'park',
  label: '國家公園',
  kind: 'select',
  options: parks.map((park) => park.name),
}
/** Pages outside an application look like 玉山's. */
const style = parks[0] as Park

export const findFields = [numberField, idField]
export const listFields = [parkField, idField, entryField]

export function addCounter(app: Hono<SandboxEnv>, office: Office, sessions: Sessions): void {
  app.get('/park/query.aspx', (asked) => asked.html(askPage('進度查詢', 'query.aspx', findFields)))
  app.post('/park/query.aspx', async (asked) => {
    const filing = await filingAsked(asked, office)
    if (!filing) return asked.html(askPage('進度查詢', 'query.aspx', findFields, ['查無資料']))
    return asked.html(page('進度查詢', html`<h3>進度查詢</h3>${twoColumns(progressOf(filing))}`))
  })
  app.get('/park/myapp.aspx', (asked) => asked.html(askPage('我的申請', 'myapp.aspx', listFields)))
  app.post('/park/myapp.aspx', (asked) => postList(asked, office))
  for (const path of ['/park/cancel.aspx', '/park/amend.aspx'] as const) {
    app.get(path, (asked) => {
      const session = findSession(sessions, asked) ?? startSession(sessions, asked, null)
      return asked.html(path === '/park/cancel.aspx' ? cancelPage(session) : amendPage(session))
    })
  }
  app.post('/park/cancel.aspx', (asked) => postCancel(asked, office, sessions))
  app.post('/park/amend.aspx', (asked) => postAmend(asked, office, sessions))
  app.post('/park/amend2.aspx', (asked) => postAmended(asked, office, sessions))
}

const askPage = (title: string, action: string, fields: Field[], errors: string[] = []): Html =>
  page(
    title,
    html`<h3>${title}</h3>${red(errors)}${form(style, { action, token: null, button: '查詢', fields, answers: {} })}`,
  )

const cancelPage = (session: Session, errors: string[] = []): Html =>
  tokenPage('取消申請', 'cancel.aspx', [numberField, idField, whyField], session, errors)

const amendPage = (session: Session, errors: string[] = []): Html =>
  tokenPage('補正', 'amend.aspx', findFields, session, errors)

function tokenPage(
  title: string,
  action: string,
  fields: Field[],
  session: Session,
  errors: string[],
) {
  const token = giveToken(session)
  return page(
    title,
    html`<h3>${title}</h3>${red(errors)}${form(style, { action, token, button: '確定', fields, answers: {} })}`,
  )
}

async function filingAsked(asked: Asked, office: Office): Promise<Filing | null> {
  const { number = '', id = '' } = readForm(style, findFields, await asked.req.parseBody())
  return findFilingOf(office, number, id)
}

async function postList(asked: Asked, office: Office) {
  const answers = readForm(style, listFields, await asked.req.parseBody())
  const park = parkByName(answers.park ?? '')
  const entry = fromRoc(answers.entry ?? '')
  const found = listFilings(office).filter(
    (filing) =>
      filing.park === park?.code &&
      filing.entry === entry &&
      idsOf(filing).includes(answers.id ?? ''),
  )
  if (found.length === 0)
    return asked.html(askPage('我的申請', 'myapp.aspx', listFields, ['查無資料']))
  const cells = (filing: Filing) => [
    filing.number,
    filing.answers.route ?? '',
    toRoc(filing.entry),
    filing.state,
    filing.answers.remark ?? '',
  ]
  return asked.html(
    page(
      '我的申請',
      html`<h3>我的申請</h3><table id="gvList" border="1"><tr>${[
        '申請編號',
        '路線',
        '入園日期',
        '狀態',
        '備註',
      ].map(
        (heading) => html`<th>${heading}</th>`,
      )}</tr>${found.map((filing) => html`<tr>${cells(filing).map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table>`,
    ),
  )
}

function progressOf(filing: Filing): [string, string][] {
  const park = parkByNumber(filing.number) as Park
  const { answers } = filing
  const time = (at: string | null) => (at === null ? '' : toRocTime(new Date(at)))
  const labels = correctable(park, answers).filter((field) => filing.returned.includes(field.key))
  return [
    ['申請編號', filing.number],
    ['國家公園', park.name],
    ['路線', answers.route ?? ''],
    ['隊伍名稱', answers.teamName ?? ''],
    ['入園日期', toRoc(filing.entry)],
    ['天數', answers.days ?? ''],
    ['領隊', answers['leader.name'] ?? ''],
    ['人數', String(filing.persons)],
    ['狀態', filing.state],
    ['許可證號', filing.permit],
    ['說明', filing.reason],
    ['補正欄位', labels.map((field) => field.label).join('、')],
    ['補正期限', time(filing.correctBy)],
    ['繳費代碼', filing.payCode],
    ['繳費期限', time(filing.payBy)],
    ['備註', answers.remark ?? ''],
  ]
}

async function postCancel(asked: Asked, office: Office, sessions: Sessions) {
  const body = await asked.req.parseBody()
  const session = findSession(sessions, asked)
  if (!session) return asked.html(expired)
  if (!takeToken(session, body)) return asked.html(spent)
  const filing = await filingAsked(asked, office)
  const refusal = refusalToCancel(filing, dayOf(office.clock.now()))
  if (!filing || refusal) return asked.html(cancelPage(session, [refusal ?? '查無資料']))
  const { why = '' } = readForm(style, [numberField, idField, whyField], body)
  saveFiling(office, { ...filing, state: '已取消', reason: why })
  return asked.html(done('取消申請', '取消成功'))
}

function refusalToCancel(filing: Filing | null, today: string): string | null {
  if (!filing) return '查無資料'
  if (filing.state === '已取消') return '本案業已取消'
  if (isClosed(filing)) return '本案已結案，無法取消'
  return today >= filing.entry ? '入園當日起不得取消' : null
}

async function postAmend(asked: Asked, office: Office, sessions: Sessions) {
  const body = await asked.req.parseBody()
  const session = findSession(sessions, asked)
  if (!session) return asked.html(expired)
  if (!takeToken(session, body)) return asked.html(spent)
  const filing = await filingAsked(asked, office)
  if (!filing) return asked.html(amendPage(session, ['查無資料']))
  if (filing.state !== '退回補正') return asked.html(amendPage(session, ['本案目前無須補正']))
  session.answers = { amending: filing.number }
  return asked.html(returnedPage(session, filing, []))
}

function returnedPage(session: Session, filing: Filing, errors: string[]): Html {
  const park = parkByNumber(filing.number) as Park
  const token = giveToken(session)
  const fields = [...returnedFields(park, filing), noteField]
  const { answers } = filing
  return page(
    '補正',
    html`<h3>補正</h3><p>申請編號：${filing.number}</p><p>退回原因：${filing.reason}</p>${red(errors)}
${form(park, { action: 'amend2.aspx', token, button: '送出補正', fields, answers })}`,
  )
}

const returnedFields = (park: Park, filing: Filing): Field[] =>
  correctable(park, filing.answers).filter((field) => filing.returned.includes(field.key))

async function postAmended(asked: Asked, office: Office, sessions: Sessions) {
  const body = await asked.req.parseBody()
  const session = findSession(sessions, asked)
  if (!session) return asked.html(expired)
  if (!takeToken(session, body)) return asked.html(spent)
  const filing = listFilings(office).find((one) => one.number === session.answers.amending)
  const park = parkByNumber(filing?.number ?? '')
  if (filing?.state !== '退回補正' || !park)
    return asked.html(amendPage(session, ['本案目前無須補正']))
  const fields = returnedFields(park, filing)
  const { note = '', ...given } = readForm(park, [...fields, noteField], body)
  const answers = { ...filing.answers, ...given }
  const moved = 'entry' in given ? routeErrors(park, answers, office.clock.now()) : []
  const wrong = [...fieldErrors(fields, answers), ...moved, ...peopleErrors(park, answers)]
  if (wrong.length > 0) return asked.html(returnedPage(session, { ...filing, answers }, wrong))
  const entry = fromRoc(answers.entry ?? '') ?? filing.entry
  const back = { state: '審核中', returned: [], correctBy: null, reason: note } as const
  saveFiling(office, { ...filing, ...back, returned: [], answers, entry })
  return asked.html(done('補正', '補正資料已送出'))
}

const done = (title: string, message: string): Html =>
  page(title, html`<h3>${title}</h3><p><span id="lblMsg">${message}</span></p>`)
