// The four pages of an application. The second posts back to itself: the button pressed says
// whether roads are to be filled in, sections, or whether to go on.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { hourOf } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import { type Body, readPairs, readParts } from './big5.ts'
import { fileCase, findCase, type Office } from './cases.ts'
import { button, chosen, facts, field, type Html, page, select, send, text } from './pages.ts'
import { areas, roadsOf, sectionsOf } from './places.ts'
import {
  conflictWith,
  fileErrors,
  HOURS,
  KINDS,
  PURPOSES,
  placeErrors,
  timeErrors,
  whoErrors,
} from './rules.ts'
import {
  findSession,
  giveToken,
  openSession,
  type Session,
  type Sessions,
  takeToken,
} from './sessions.ts'

export const FINAL_PATH = '/roads/save.asp'
const MOST_BYTES = 4 * 1024 * 1024
const steps = ['apply', 'place', 'files', 'confirm']

export function addWizard(app: Hono<SandboxEnv>, office: Office, sessions: Sessions): void {
  app.get('/roads/apply.asp', (asked) => {
    if (isClosed(office)) return closed(asked)
    return send(asked, whoPage(openSession(sessions, asked), []))
  })
  for (const [at, name] of steps.entries()) {
    if (at === 0) continue
    app.get(`/roads/${name}.asp`, (asked) => {
      const session = findSession(sessions, asked)
      if (isClosed(office)) return closed(asked)
      if (!session || session.reached < at + 1) return lost(asked)
      return send(asked, draw(session, at + 1, []))
    })
  }
  app.post('/roads/apply.asp', step(office, sessions, takeWho))
  app.post('/roads/place.asp', step(office, sessions, takePlace))
  app.post('/roads/files.asp', step(office, sessions, takeFiles))
  app.post(FINAL_PATH, step(office, sessions, save))
  app.get('/roads/done.asp', (asked) => {
    const session = findSession(sessions, asked)
    const kept = findCase(office, asked.req.query('no') ?? '')
    if (!kept || session?.answers.done !== kept.number) return lost(asked)
    return send(
      asked,
      page(
        '送件完成',
        html`<DIV ID="result">案號：<B>${kept.number}</B></DIV><P>請記下案號，以便查詢。承辦人將於5個工作天內審查。</P>`,
      ),
    )
  })
}

interface Step {
  asked: Asked
  office: Office
  session: Session
  body: Body
}

/** What every post has in common: hours, size, session, token. */
const step =
  (office: Office, sessions: Sessions, take: (step: Step) => Promise<Response> | Response) =>
  async (asked: Asked): Promise<Response> => {
    if (asked.req.path === FINAL_PATH) office.store.count('road-office received')
    if (isClosed(office)) return closed(asked)
    const body = await readBody(asked)
    if (!body) return send(asked, page('系統訊息', html``, ['上傳資料過大或不完整']))
    const session = findSession(sessions, asked)
    if (!session) return lost(asked)
    if (!takeToken(session, body.texts.tk)) {
      return send(asked, page('系統訊息', html``, ['請勿重複送出或使用上一頁']))
    }
    return take({ asked, office, session, body })
  }

export async function readBody(asked: Asked): Promise<Body | null> {
  const bytes = Buffer.from(await asked.req.arrayBuffer())
  if (bytes.length > MOST_BYTES) return null
  const type = asked.req.header('content-type') ?? ''
  if (type.toLowerCase().startsWith('multipart/form-data')) return readParts(type, bytes)
  return { texts: readPairs(bytes.toString('latin1')), files: {} }
}

function takeWho({ asked, session, body: { texts } }: Step) {
  Object.assign(session.answers, {
    kind: chosen(KINDS, texts.s1),
    name: texts.t1 ?? '',
    idNo: (texts.t2 ?? '').toUpperCase(),
    phone: texts.t3 ?? '',
    address: texts.t4 ?? '',
    purpose: chosen(PURPOSES, texts.s2),
    agreed: texts.c1 ?? '',
  })
  const errors = whoErrors(session.answers)
  if (errors.length > 0) return send(asked, whoPage(session, errors))
  return goTo(asked, session, 2)
}

function takePlace({ asked, session, body: { texts } }: Step) {
  const { answers } = session
  const area = chosen(areas, texts.s1)
  const road = area === answers.area ? chosen(roadsOf(area), texts.s2) : ''
  const section =
    road !== '' && road === answers.road ? chosen(sectionsOf(area, road), texts.s3) : ''
  Object.assign(answers, { area, road, section, spot: texts.t1 ?? '' })
  if (texts.b1 !== undefined || texts.b2 !== undefined) return send(asked, placePage(session, []))
  const errors = placeErrors(answers)
  if (errors.length > 0) return send(asked, placePage(session, errors))
  return goTo(asked, session, 3)
}

function takeFiles({ asked, office, session, body }: Step) {
  const { texts, files } = body
  Object.assign(session.answers, {
    from: texts.t1 ?? '',
    until: texts.t2 ?? '',
    hours: chosen(HOURS, texts.s1),
    size: texts.t3 ?? '',
    remark: texts.t4 ?? '',
  })
  const errors = [...timeErrors(session.answers, office.clock.now()), ...fileErrors(body)]
  if (errors.length > 0) return send(asked, filesPage(session, errors))
  if (conflictWith(office, session.answers)) {
    return send(asked, filesPage(session, ['該路段於所填期間已有核准之占用']))
  }
  Object.assign(session.files, files)
  return goTo(asked, session, 4)
}

function save({ asked, office, session, body }: Step) {
  if (session.reached < 4) return lost(asked)
  if (asked.get('pretendDuplicate')) {
    return send(asked, page('系統訊息', html``, ['本案已送件，請勿重複申請']))
  }
  if (body.texts.c1 !== 'Y') return send(asked, confirmPage(session, ['請勾選確認']))
  const { f1, f2 } = session.files
  if (!f1 || !f2) return lost(asked)
  const { agreed: _, ...answers } = session.answers
  const kept = fileCase(office, answers, { map: f1, consent: f2 })
  Object.assign(session, { answers: { done: kept.number }, files: {}, reached: 1 })
  return asked.redirect(`/roads/done.asp?no=${kept.number}`)
}

function goTo(asked: Asked, session: Session, reached: number): Response {
  session.reached = Math.max(session.reached, reached)
  return asked.redirect(`/roads/${steps[reached - 1]}.asp`)
}

export function isClosed(office: Office): boolean {
  const hour = hourOf(office.clock.now())
  return hour < '08:00' || hour >= '20:00'
}

const closed = (asked: Asked) =>
  send(asked, page('系統訊息', html``, ['非受理時間，線上申請每日08:00至20:00']))

const lost = (asked: Asked) =>
  send(
    asked,
    page('系統訊息', html`<A HREF="/roads/apply.asp">重新申請</A>`, ['連線逾時，請重新申請']),
  )

const draw = (session: Session, at: number, errors: string[]): Html =>
  ([whoPage, placePage, filesPage, confirmPage][at - 1] ?? whoPage)(session, errors)

const hidden = (session: Session): Html =>
  html`<INPUT TYPE="hidden" NAME="tk" VALUE="${giveToken(session)}">`

const whoPage = (session: Session, errors: string[]): Html => {
  const { answers } = session
  return page(
    '第一頁：申請人',
    html`<P>注意事項：占用道路應留設1.5公尺以上通道，不得影響消防救災。</P>
<FORM METHOD="POST" ACTION="apply.asp">${hidden(session)}<TABLE>
${field('申請人類別', select('s1', KINDS, answers.kind))}
${field('申請人姓名', text('t1', answers.name))}
${field('證號', html`${text('t2', answers.idNo, 12)} 個人填身分證字號，其餘填統一編號`)}
${field('聯絡電話', text('t3', answers.phone, 14))}
${field('通訊地址', text('t4', answers.address, 50))}
${field('占用事由', select('s2', PURPOSES, answers.purpose))}
</TABLE><P><INPUT TYPE="checkbox" NAME="c1" VALUE="Y">已閱讀並同意注意事項</P>${button('b9', '下一頁')}</FORM>`,
    errors,
  )
}

const placePage = (session: Session, errors: string[]): Html => {
  const { area = '', road = '', section = '', spot } = session.answers
  return page(
    '第二頁：地點',
    html`<FORM METHOD="POST" ACTION="place.asp">${hidden(session)}<TABLE>
${field('行政區', html`${select('s1', areas, area)} ${button('b1', '讀取路名')}`)}
${field('路名', html`${select('s2', roadsOf(area), road)} ${button('b2', '讀取路段')}`)}
${field('路段', select('s3', sectionsOf(area, road), section))}
${field('位置說明', text('t1', spot, 40), false)}
</TABLE>${button('b9', '下一頁')}</FORM>`,
    errors,
  )
}

const filesPage = (session: Session, errors: string[]): Html => {
  const { from, until, hours, size, remark } = session.answers
  return page(
    '第三頁：期間與附件',
    html`<FORM METHOD="POST" ACTION="files.asp" ENCTYPE="multipart/form-data">${hidden(session)}<TABLE>
${field('占用起日', text('t1', from, 10))}
${field('占用迄日', text('t2', until, 10))}
${field('時段', select('s1', HOURS, hours))}
${field('占用面積', html`${text('t3', size, 4)} 平方公尺`)}
${field('備註', text('t4', remark, 40), false)}
${field('位置圖', html`<INPUT TYPE="file" NAME="f1"> PDF、JPG、PNG，2MB以下`)}
${field('同意書', html`<INPUT TYPE="file" NAME="f2"> PDF，1MB以下`)}
</TABLE>${button('b9', '下一頁')}</FORM>`,
    errors,
  )
}

const confirmPage = (session: Session, errors: string[]): Html => {
  const { answers, files } = session
  const rows: [string, string][] = [
    ['申請人姓名', answers.name ?? ''],
    ['證號', answers.idNo ?? ''],
    ['占用事由', answers.purpose ?? ''],
    ['地點', `${answers.area}${answers.road}${answers.section}　${answers.spot ?? ''}`],
    ['期間', `${answers.from}至${answers.until}　${answers.hours}`],
    ['占用面積', `${answers.size}平方公尺`],
    ['備註', answers.remark ?? ''],
    ['位置圖', files.f1?.name ?? ''],
    ['同意書', files.f2?.name ?? ''],
  ]
  return page(
    '第四頁：確認',
    html`${facts(rows)}<FORM METHOD="POST" ACTION="save.asp">${hidden(session)}
<P><INPUT TYPE="checkbox" NAME="c1" VALUE="Y">以上資料確認無誤</P>${button('b9', '確認送件')}</FORM>`,
    errors,
  )
}
