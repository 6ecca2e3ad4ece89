// How the operator's few pages look.

import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export const layout = (title: string, body: Html, error = ''): Html => html`<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - 登山口接駁車</title>
<style>body{font:16px/1.6 sans-serif;margin:0}header{background:#7a3b00;color:#fff;padding:.6em 1em}main{padding:1em;max-width:46em}
label{display:block;font-weight:bold;margin-top:.6em}input{font:inherit;padding:.3em;max-width:100%}button{font:inherit;padding:.5em 1.2em;margin-top:.6em}
th,td{border:1px solid #c9a;padding:.3em .6em;text-align:left}table{border-collapse:collapse}div.wide{overflow-x:auto}.error{color:#b00020;font-weight:bold}</style>
</head><body><header><b>登山口接駁車</b>（虛構業者，示範用）</header>
<main><h1>${title}</h1>${error === '' ? '' : html`<p class="error" role="alert">${error}</p>`}
${body}</main></body></html>`

export const facts = (rows: [string, string][]): Html =>
  html`<div class="wide"><table>${rows.map(([label, value]) => html`<tr><th>${label}</th><td>${value}</td></tr>`)}</table></div>`

export const link = (to: string, words: string): Html => html`<p><a href="${to}">${words}</a></p>`
