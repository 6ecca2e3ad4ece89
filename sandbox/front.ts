// The sandbox's own first page: what stands here and who may log in.

import { html } from 'hono/html'
import { taipei } from './clock.ts'

const stands = [
  ['國家公園入園申請系統', '/park/', '/park/officer'],
  ['警政署入山申請', '/police', '/police/officer'],
  ['山嵐產險團體保險（虛構）', '/insurer', '/insurer/officer'],
  ['道路臨時占用申請（虛構）', '/roads/', '/roads/officer'],
  ['林業署山屋預約', '/forest/', '/forest/officer'],
  ['登山口接駁車（虛構）', '/shuttle', '/shuttle/officer'],
  ['海端鄉公所登山通報', '/township', '/township/officer'],
  ['自然保留區管理站（只收電子郵件）', '/reserve/officer', '/reserve/officer'],
  ['登山口停車場預約', '/parking/', '/parking/officer'],
  ['戶籍資料查詢介接（虛構）', '/registry/mine', '/registry/officer'],
]

export const frontPage = (now: Date) => html`<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>示範用舊系統</title><style>body{font:16px/1.7 sans-serif;margin:1em auto;max-width:40em;padding:0 1em}</style></head>
<body><h1>示範用舊系統</h1>
<p>這裡是示範用的替身，不是真的機關網站。請勿填寫真實個人資料。</p>
<p>示範時間：${taipei(now).replace('T', ' ').slice(0, 16)}</p>
<ul>${stands.map(
  ([name, site, officer]) =>
    html`<li>${name}：<a href="${site}">民眾頁面</a>、<a href="${officer}">承辦人審核</a></li>`,
)}</ul>
<p>山屋示範帳號：A123456789，密碼 forest-demo。承辦人頁面不需登入。</p>
<p>收件數：<a href="/oracle">/oracle</a></p></body></html>`
