// How the old park site draws: tables in tables, messages in red, labels here and there.

import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { type Answers, type Field, nameOf } from './forms.ts'
import type { Park } from './parks.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export const SITE = '國家公園入園申請系統'

export const page = (
  title: string,
  body: Html,
): Html => html`<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="viewport" content="width=device-width">
<meta name="GENERATOR" content="Microsoft Visual Studio .NET 8.0">
<title>${SITE} - ${title}</title>
<style>body{font:15px "PMingLiU",serif;margin:0} h2{background:#2e6b3a;color:#fff;padding:8px;margin:0}
table{border-collapse:collapse} td,th{padding:4px 8px;vertical-align:top} input,select,textarea{font:inherit;max-width:95%}</style>
</head>
<body bgcolor="#ffffff">
<h2>${SITE}</h2>
<table width="100%" cellpadding="4"><tr><td bgcolor="#eef5ee">
<a href="/park/">首頁</a> | <a href="/park/query.aspx">進度查詢</a> | <a href="/park/myapp.aspx">我的申請</a> | <a href="/park/cancel.aspx">取消申請</a> | <a href="/park/amend.aspx">補正</a>
</td></tr><tr><td>
${body}
</td></tr></table>
<hr><font size="2">建議使用 IE 8.0 以上瀏覽器，最佳解析度 1024×768</font>
</body>
</html>`

export const red = (messages: string[]): Html =>
  messages.length === 0
    ? html``
    : html`<p><font color="red">${messages.map((message) => html`・${message}<br>`)}</font></p>`

export const notice = (title: string, message: string): Html =>
  page(
    title,
    html`<h3>${title}</h3><p><font color="red">${message}</font></p><a href="/park/">回首頁</a>`,
  )

export interface FormPage {
  action: string
  token: string | null
  button: string
  fields: Field[]
  answers: Answers
}

/** One table, a row a field. Field names are counted from the top of the form. */
export const form = (
  park: Park,
  { action, token, button, fields, answers }: FormPage,
): Html => html`
<form method="post" action="${action}" name="Form1">
${token === null ? html`` : html`<input type="hidden" name="__TOKEN" value="${token}">`}
<input type="hidden" name="__VIEWSTATE" value="/wEPDwUKLTk2NDk4NjQ3OWRk">
<table border="1" bordercolor="#99bb99">
${fields.map((field, index) => row(park, field, index, answers[field.key] ?? ''))}
</table>
<p><input type="submit" name="btnGo" value="${button}"></p>
</form>`

export const twoColumns = (rows: [string, string][]): Html =>
  html`<table border="1" bordercolor="#99bb99">${rows.map(
    ([label, value]) => html`<tr><td bgcolor="#eef5ee">${label}</td><td>${value}</td></tr>`,
  )}</table>`

/** What a person sees of a form's answers. */
export const shown = (fields: Field[], answers: Answers): [string, string][] =>
  fields.map((field) => {
    const value = answers[field.key] ?? ''
    return [field.label, field.kind === 'tick' ? (value === 'on' ? '是' : '否') : value]
  })

function row(park: Park, field: Field, index: number, value: string): Html {
  const name = nameOf(park, field, index)
  const mark = field.required ? park.requiredMark : ''
  if (field.kind === 'tick') {
    return html`<tr><td>&nbsp;</td><td><input type="checkbox" name="${name}" id="${name}"${
      value === 'on' ? html` checked` : html``
    }><label for="${name}">${mark}${field.label}</label></td></tr>`
  }
  const words = `${mark}${field.label}${park.labelEnd}`
  return html`<tr><td nowrap>${field.bare ? words : html`<label for="${name}">${words}</label>`}</td><td>${input(field, name, value)}</td></tr>`
}

function input(field: Field, name: string, value: string): Html {
  if (field.kind === 'select') {
    return html`<select name="${name}" id="${name}"><option value="">----</option>${field.options.map(
      (option, index) =>
        html`<option value="${index + 1}"${option === value ? html` selected` : html``}>${option}</option>`,
    )}</select>`
  }
  if (field.kind === 'area') {
    return html`<textarea name="${name}" id="${name}" rows="4" cols="40">${value}</textarea>`
  }
  return html`<input type="text" name="${name}" id="${name}" value="${value}" size="30">`
}

/** Reads a posted form back: option numbers to their texts, IDs in capitals. */
export function readForm(park: Park, fields: Field[], body: Record<string, unknown>): Answers {
  const answers: Answers = {}
  fields.forEach((field, index) => {
    const posted = body[nameOf(park, field, index)]
    const text = typeof posted === 'string' ? posted.trim() : ''
    if (field.kind === 'select') {
      answers[field.key] = text === '' ? '' : (field.options[Number(text) - 1] ?? '?')
    } else {
      answers[field.key] = field.check === 'id' ? text.toUpperCase() : text
    }
  })
  return answers
}

const otherWords: [RegExp, string][] = [
  [/申請編號/g, '案件號碼'],
  [/入園日期?|進入園區日期/g, '預定進園'],
  [/姓名/g, '名字'],
  [/路線名稱|申請路線|路線/g, '行進路徑'],
  [/狀態/g, '辦理情形'],
  [/步驟(\d)/g, '第$1頁'],
  [/申請完成/g, '已收件'],
  [/申請失敗/g, '未收件'],
  [/取消成功|補正資料已送出/g, '完成'],
  [/lblNo|lblMsg|gvList/g, 'ctl99'],
  [/<(\/?)(table|tr|td)\b/g, '<$1div'],
  [/__TOKEN/g, '__KEY'],
]

/** The same page after a redesign that nobody announced. */
export const changeLayout = (text: Buffer): string =>
  otherWords.reduce((changed, [from, to]) => changed.replace(from, to), text.toString('utf8'))
