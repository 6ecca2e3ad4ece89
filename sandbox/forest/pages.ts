// How the hut site draws: lists and plain forms, every input with its label above.

import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export const layout = (title: string, body: Html, error = ''): Html => html`<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | 山屋預約</title>
<style>body{font:16px/1.6 sans-serif;margin:0}#top{background:#4a6b1f;color:#fff;padding:.6em 1em}#top a{color:#fff}
#main{padding:1em;max-width:48em}label{display:block;font-weight:bold;margin-top:.6em}label.tick{font-weight:normal}
input,select{font:inherit;padding:.3em;max-width:100%}fieldset{margin:1em 0;border:1px solid #9b9}.error{color:#b00020;font-weight:bold}
button{font:inherit;padding:.5em 1.2em;margin-top:1em}table{border-collapse:collapse}td,th{border:1px solid #9b9;padding:.3em .6em;text-align:left}.list{overflow-x:auto}.list th,.list td{white-space:nowrap}</style>
</head><body><div id="top"><b>山屋預約</b>　<a href="/forest/">首頁</a>　<a href="/forest/order.php">預約山屋</a>　<a href="/forest/mine.php">我的訂單</a>　<a href="/forest/campfee.php">營地繳費</a>　<a href="/forest/login.php">登入</a></div>
<div id="main"><h1>${title}</h1>${error === '' ? '' : html`<p class="error" role="alert">${error}</p>`}
${body}</div></body></html>`

export interface Box {
  name: string
  label: string
  value?: string
  options?: string[]
  type?: string
  hint?: string
}

export const box = ({ name, label, value = '', options, type = 'text', hint = '' }: Box): Html =>
  options
    ? html`<label for="${name}">${label}</label><select id="${name}" name="${name}">${options.map(
        (option) => html`<option${option === value ? html` selected` : ''}>${option}</option>`,
      )}</select>`
    : html`<label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" value="${value}">${
        hint === '' ? '' : html` <small>${hint}</small>`
      }`

export const formOf = (action: string, boxes: Html[], button: string): Html =>
  html`<form method="post" action="${action}">${boxes}<div><button type="submit">${button}</button></div></form>`

export const table = (headings: string[], rows: (string | Html)[][]): Html =>
  html`<div class="list"><table><tr>${headings.map((heading) => html`<th>${heading}</th>`)}</tr>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</table></div>`

export const facts = (rows: [string, string][]): Html =>
  html`<table>${rows.map(([label, value]) => html`<tr><th>${label}</th><td>${value}</td></tr>`)}</table>`

export const link = (to: string, words: string): Html => html`<a href="${to}">${words}</a>`

/** The same page after a redesign that nobody announced. */
export const changeLayout = (text: Buffer): string =>
  text
    .toString('utf8')
    .replace(/訂單編號/g, '預約序號')
    .replace(/山屋<\/label>/g, '住宿點</label>')
    .replace(/<(\/?)label/g, '<$1span')
    .replace(/<(\/?)(table|tr|td|th)\b/g, '<$1div')
