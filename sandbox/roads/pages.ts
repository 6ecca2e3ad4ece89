// How the road site draws: upper-case tags, rows of cells, no <label> anywhere, and no charset in
// the header, only in the page.

import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Asked } from '../faults.ts'
import { encode } from './big5.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export async function send(asked: Asked, page: Html, status: 200 | 404 = 200): Promise<Response> {
  return asked.body(encode(String(await page)), status, { 'content-type': 'text/html' })
}

export const page = (title: string, body: Html, errors: string[] = []): Html => html`<HTML>
<HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>道路臨時占用申請 - ${title}</TITLE>
<STYLE>BODY{font-family:細明體;font-size:12pt;margin:0}TD,TH{padding:3px 6px;border:1px solid #99a}TABLE{border-collapse:collapse}INPUT,SELECT{font-size:12pt;max-width:95%}</STYLE></HEAD>
<BODY BGCOLOR="#FFFFEE">
<CENTER><FONT SIZE="5" COLOR="#003399"><B>青水區公所　道路臨時占用線上申請</B></FONT><BR>
<FONT SIZE="2">（示範用虛構機關，請勿填寫真實個人資料）</FONT></CENTER><HR>
<A HREF="/roads/index.asp">首頁</A>｜<A HREF="/roads/apply.asp">線上申請</A>｜<A HREF="/roads/query.asp">案件查詢</A>｜<A HREF="/roads/cancel.asp">撤回申請</A><HR>
<H3>${title}</H3>
<DIV ID="errmsg">${errors.map((error) => html`<FONT COLOR="#FF0000">◎${kept(error)}</FONT><BR>`)}</DIV>
${body}
<HR><FONT SIZE="2">青水區公所建設課道路股　服務時間每日08:00至20:00</FONT>
</BODY></HTML>`

const STAR = html`<FONT COLOR="#FF0000">＊</FONT>`

export const field = (label: string, input: Html, isNeeded = true): Html =>
  html`<TR><TD NOWRAP>${isNeeded ? STAR : ''}${label}：</TD><TD>${input}</TD></TR>`

export const text = (name: string, value = '', size = 30): Html =>
  html`<INPUT TYPE="text" NAME="${name}" VALUE="${kept(value)}" SIZE="${size}">`

/** Option values are numbers by place in the list; the first is 0 and means nothing chosen. */
export const select = (name: string, options: string[], value = ''): Html =>
  html`<SELECT NAME="${name}"><OPTION VALUE="0">請選擇</OPTION>${options.map(
    (option, at) =>
      html`<OPTION VALUE="${at + 1}"${option === value ? raw(' SELECTED') : ''}>${option}</OPTION>`,
  )}</SELECT>`

export const chosen = (options: string[], posted: string | undefined): string =>
  options[Number(posted ?? 0) - 1] ?? ''

export const button = (name: string, words: string): Html =>
  html`<INPUT TYPE="submit" NAME="${name}" VALUE="${words}">`

export const facts = (rows: [string, string][]): Html =>
  html`<TABLE>${rows.map(([label, value]) => html`<TR><TD BGCOLOR="#DDE6F5">${label}</TD><TD>${kept(value)}</TD></TR>`)}</TABLE>`

/** What was posted as a number reference is printed as one. */
export function kept(value: string): Html {
  const escaped = value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  return raw(escaped.replace(/&amp;#(\d{2,7});/g, '&#$1;'))
}

const otherWords: [RegExp, string][] = [
  [/案號/g, '收件序號'],
  [/申請人姓名/g, '姓名或名稱'],
  [/占用起日/g, '起始日期'],
  [/路段/g, '區間'],
  [/位置圖/g, '圖面'],
  [/備註/g, '其他說明'],
  [/狀態/g, '進度'],
  [/送件完成|撤回完成/g, '作業完成'],
  [/ID="(errmsg|result)"/g, 'ID="d1"'],
  [/<(\/?)(TABLE|TR|TD|TH)\b/g, '<$1DIV'],
  [/NAME="tk"/g, 'NAME="tk2"'],
]

/** The same page after a redesign that nobody announced. */
export const redesign = (words: string): string =>
  otherWords.reduce((changed, [from, to]) => changed.replace(from, to), words)
