// The five pages of an application. What is filed is filed by the post of the last one.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Asked, SandboxEnv } from '../faults.ts'
import { answeredRows } from './answered.ts'
import { fileApplication, type Office, roomErrors } from './filings.ts'
import {
  type Answers,
  consentFields,
  dayFields,
  type Field,
  peopleFields,
  routeFields,
} from './forms.ts'
import { form, type Html, notice, page, readForm, red, twoColumns } from './pages.ts'
import { type Park, parkByCode } from './parks.ts'
import { fieldErrors, isOpenHour, peopleErrors, reminders, routeErrors } from './rules.ts'
import {
  findSession,
  giveToken,
  type Session,
  type Sessions,
  startSession,
  takeToken,
} from './sessions.ts'

interface Step {
  number: number
  title: string
  fields(park: Park, answers: Answers, day: number): Field[]
  errors(office: Office, park: Park, answers: Answers): string[]
}

const steps: Step[] = [
  {
    number: 1,
    title: '步驟1 選擇路線',
    fields: routeFields,
    errors: (office, park, answers) => [
      ...routeErrors(park, answers, office.clock.now()),
      ...roomErrors(office, park, answers),
    ],
  },
  { number: 2, title: '步驟2 行程規劃', fields: dayFields, errors: () => [] },
  {
    number: 3,
    title: '步驟3 人員資料',
    fields: peopleFields,
    errors: (_office, park, answers) => peopleErrors(park, answers),
  },
  { number: 4, title: '步驟4 同意事項', fields: consentFields, errors: () => [] },
]

export const FINAL_PATH = '/park/apply5.aspx'

export function addWizard(app: Hono<SandboxEnv>, office: Office, sessions: Sessions): void {
  app.use('/park/:page{apply[1-5]\\.aspx|amend2?\\.aspx}', async (asked, next) => {
    if (isOpenHour(office.clock.now())) return next()
    return asked.html(notice('非服務時間', '線上申請服務時間為每日07:00至23:00'))
  })
  app.get('/park/apply1.aspx', (asked) => {
    const park = parkByCode(asked.req.query('park') ?? '')
    if (!park) return asked.html(notice('系統訊息', '請由首頁選擇國家公園'))
    return asked.html(stepPage(steps[0] as Step, startSession(sessions, asked, park), park))
  })
  for (const step of steps) {
    const path = `/park/apply${step.number}.aspx`
    if (step.number > 1) {
      app.get(path, (asked) => {
        const session = findSession(sessions, asked)
        if (!session?.park || session.reached < step.number) return asked.html(expired)
        return asked.html(stepPage(step, session, session.park))
      })
    }
    app.post(path, (asked) => postStep(asked, step, office, sessions))
  }
  app.get(FINAL_PATH, (asked) => {
    const session = findSession(sessions, asked)
    if (!session?.park || session.reached < 5) return asked.html(expired)
    return asked.html(confirmPage(session, session.park))
  })
  app.post(FINAL_PATH, (asked) => postFinal(asked, office, sessions))
}

export const expired = notice('系統訊息', '連線逾時，請由首頁重新開始')
export const spent = notice('系統訊息', '頁面已失效，請勿重複送出或使用上一頁')

async function postStep(asked: Asked, step: Step, office: Office, sessions: Sessions) {
  const body = await asked.req.parseBody()
  const session = findSession(sessions, asked)
  if (!session) return asked.html(expired)
  if (!takeToken(session, body)) return asked.html(spent)
  const { park } = session
  if (!park || session.reached < step.number) return asked.html(expired)
  const given = readStep(step, session, park, body)
  const answers = { ...session.answers, ...given }
  const fields = step.fields(park, answers, session.day)
  const wrong = fieldErrors(fields, answers)
  const errors = wrong.length > 0 ? wrong : step.errors(office, park, answers)
  session.answers = answers
  if (errors.length > 0) return asked.html(stepPage(step, session, park, errors))
  return asked.redirect(nextPage(step, session))
}

function readStep(
  step: Step,
  session: Session,
  park: Park,
  body: Record<string, unknown>,
): Answers {
  const given = readForm(park, step.fields(park, session.answers, session.day), body)
  if (step.number !== 3 || given['leader.same'] !== 'on') return given
  const copied = Object.entries(given)
    .filter(([key]) => key.startsWith('applicant.') && key !== 'applicant.consent')
    .map(([key, value]) => [key.replace('applicant', 'leader'), value])
  return { ...given, ...Object.fromEntries(copied) }
}

function nextPage(step: Step, session: Session): string {
  if (step.number === 2 && session.day < Number(session.answers.days)) {
    session.day += 1
    return '/park/apply2.aspx'
  }
  if (step.number === 1) session.day = 1
  session.reached = step.number + 1
  return `/park/apply${step.number + 1}.aspx`
}

function stepPage(step: Step, session: Session, park: Park, errors: string[] = []): Html {
  const { answers, day } = session
  const heading =
    step.number === 2 ? `第 ${day} 天／共 ${answers.days ?? ''} 天` : `${park.name}國家公園`
  const fields = step.fields(park, answers, day)
  const action = `apply${step.number}.aspx`
  return page(
    step.title,
    html`<h3>${step.title}</h3><h4>${heading}</h4>${red(errors)}
${form(park, { action, token: giveToken(session), button: '下一步', fields, answers })}`,
  )
}

const TITLE_5 = '步驟5 確認送出'

function confirmPage(session: Session, park: Park): Html {
  const { answers } = session
  const rows: [string, string][] = [['國家公園', park.name], ...answeredRows(park, answers)]
  return page(
    TITLE_5,
    html`<h3>${TITLE_5}</h3>
${reminders(park, answers).map((text) => html`<p><font color="blue">提醒：${text}</font></p>`)}
${twoColumns(rows)}
${form(park, { action: 'apply5.aspx', token: giveToken(session), button: '送出申請', fields: [], answers })}`,
  )
}

async function postFinal(asked: Asked, office: Office, sessions: Sessions) {
  const body = await asked.req.parseBody()
  const session = findSession(sessions, asked)
  if (!session) return asked.html(expired)
  if (!takeToken(session, body)) return asked.html(spent)
  const { park, answers } = session
  if (!park || session.reached < 5) return asked.html(expired)
  const errors = asked.get('pretendDuplicate')
    ? ['重複送件，請勿重複申請']
    : steps.flatMap((step) => step.errors(office, park, answers))
  const filing = office.store.together(() => {
    office.store.count(`${park.agency} received`)
    return errors.length === 0 ? fileApplication(office, park, answers) : null
  })
  if (!filing) return asked.html(page('申請失敗', html`<h3>申請失敗</h3>${red(errors)}`))
  session.reached = 1
  return asked.html(
    page(
      '申請完成',
      html`<h3>申請完成</h3><p>申請編號：<span id="lblNo">${filing.number}</span></p>
<p>您的申請已受理，目前狀態：${filing.state}。請記下申請編號以便查詢。</p>`,
    ),
  )
}
