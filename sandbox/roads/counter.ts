// After filing: the list that finds a case by number or remark, one case, and its withdrawal.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { dayOf } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import { readPairs } from './big5.ts'
import { type Case, findCase, listCases, type Office, saveCase } from './cases.ts'
import { button, chosen, facts, field, type Html, kept, page, select, send, text } from './pages.ts'
import { fromRoc, REASONS } from './rules.ts'
import {
  findSession,
  giveToken,
  openSession,
  type Session,
  type Sessions,
  takeToken,
} from './sessions.ts'
import { readBody } from './wizard.ts'

const A_PAGE = 10
export const CANCEL_PATH = '/roads/cancel.asp'

export function addCounter(app: Hono<SandboxEnv>, office: Office, sessions: Sessions): void {
  app.get('/roads/query.asp', (asked) =>
    asked.redirect(`/roads/list.asp${new URL(asked.req.url).search}`),
  )
  app.get('/roads/list.asp', (asked) => send(asked, listPage(asked, office)))
  app.get('/roads/view.asp', (asked) => {
    const found = findCase(office, asked.req.query('no') ?? '')
    return send(asked, found ? viewPage(found) : page('案件內容', html``, ['查無案件']))
  })
  app.get(CANCEL_PATH, (asked) => {
    const session = findSession(sessions, asked) ?? openSession(sessions, asked)
    return send(asked, cancelPage(session, { number: asked.req.query('no') ?? '' }, []))
  })
  app.post(CANCEL_PATH, async (asked) => {
    const session = findSession(sessions, asked)
    const texts = (await readBody(asked))?.texts ?? {}
    if (!session || !takeToken(session, texts.tk)) {
      return send(asked, page('系統訊息', html``, ['連線逾時，請重新操作']))
    }
    const { t1: number = '', t2: idNo = '', t3: more = '' } = texts
    const reason = chosen(REASONS, texts.s1)
    const found = findCase(office, number)
    const error = cancelError(office, found, { idNo, reason, more })
    if (!found || error) return send(asked, cancelPage(session, { number, more }, [error ?? '']))
    saveCase(office, {
      ...found,
      state: '已撤回',
      reason: more === '' ? reason : `${reason}：${more}`,
    })
    return send(
      asked,
      page('撤回完成', html`<DIV ID="result">案號：<B>${found.number}</B>　狀態：已撤回</DIV>`),
    )
  })
}

interface Wish {
  idNo: string
  reason: string
  more: string
}

function cancelError(
  office: Office,
  found: Case | null,
  { idNo, reason, more }: Wish,
): string | null {
  if (!found || found.answers.idNo !== idNo.toUpperCase()) return '查無案件或證號不符'
  if (found.state === '已撤回') return '本案已撤回'
  if (found.state === '駁回') return '本案已結案，不得撤回'
  if (dayOf(office.clock.now()) >= (fromRoc(found.answers.from ?? '') ?? ''))
    return '已逾占用起日，不得撤回'
  if (reason === '') return '撤回原因未填'
  if (reason === '其他' && more === '') return '選其他者，請填補充說明'
  return [...more].length > 60 ? '補充說明過長(限60字)' : null
}

/** By the whole number, or by a part of the remark; newest first. */
function listPage(asked: Asked, office: Office): Html {
  const query = readPairs(new URL(asked.req.url).search.slice(1))
  const wanted = query.q ?? ''
  const at = Math.max(1, Number(query.p ?? 1) || 1)
  const form = html`<FORM METHOD="GET" ACTION="list.asp">案號或備註：${text('q', wanted, 40)} ${button('b9', '查詢')}</FORM>`
  if (wanted === '') return page('案件查詢', form)
  if ([...wanted].length < 4) return page('案件查詢', form, ['請輸入4個字以上'])
  const found = listCases(office)
    .filter(
      (one) => one.number === wanted.toUpperCase() || (one.answers.remark ?? '').includes(wanted),
    )
    .reverse()
  if (found.length === 0) return page('案件查詢', form, ['查無案件'])
  const pages = Math.ceil(found.length / A_PAGE)
  const shown = found.slice((at - 1) * A_PAGE, at * A_PAGE)
  return page(
    '案件查詢',
    html`${form}<TABLE ID="result"><TR><TH>案號</TH><TH>申請人</TH><TH>地點</TH><TH>占用起日</TH><TH>狀態</TH><TH>備註</TH></TR>${shown.map(row)}</TABLE>
<P>共${found.length}筆　第${at}頁／共${pages}頁 ${at < pages ? html`<A HREF="list.asp?q=${encodeURIComponent(wanted)}&p=${at + 1}">下一頁</A>` : ''}</P>`,
  )
}

const row = ({ number, state, answers }: Case): Html =>
  html`<TR><TD><A HREF="view.asp?no=${number}">${number}</A></TD><TD>${kept(masked(answers.name ?? ''))}</TD><TD>${answers.area}${answers.road}${answers.section}</TD><TD>${answers.from}</TD><TD>${state}</TD><TD>${kept(answers.remark ?? '')}</TD></TR>`

const masked = (name: string): string => {
  const [first = '', ...rest] = [...name]
  return rest.length === 0 ? first : `${first}○${rest.slice(1).join('')}`
}

const viewPage = ({ number, state, answers, permit, reason }: Case): Html =>
  page(
    '案件內容',
    facts([
      ['案號', number],
      ['狀態', state],
      ['許可文號', permit],
      ['說明', reason],
      ['申請人', masked(answers.name ?? '')],
      ['占用事由', answers.purpose ?? ''],
      ['地點', `${answers.area}${answers.road}${answers.section}`],
      ['期間', `${answers.from}至${answers.until}`],
      ['備註', answers.remark ?? ''],
    ]),
  )

const cancelPage = (
  session: Session,
  form: { number: string; more?: string },
  errors: string[],
): Html =>
  page(
    '撤回申請',
    html`<FORM METHOD="POST" ACTION="cancel.asp"><INPUT TYPE="hidden" NAME="tk" VALUE="${giveToken(session)}"><TABLE>
${field('案號', text('t1', form.number, 14))}
${field('申請人證號', text('t2', '', 12))}
${field('撤回原因', select('s1', REASONS))}
${field('補充說明', text('t3', form.more, 50), false)}
</TABLE>${button('b9', '確認撤回')}</FORM>`,
    errors,
  )
