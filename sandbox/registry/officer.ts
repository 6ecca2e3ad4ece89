// Pages on this machine alone: the clerk who changes a record, and the person who looks up who asked
// about them (a real register shows that to its people too).

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { SandboxEnv } from '../faults.ts'
import { findPerson, listPeople, type Person, savePerson } from './people.ts'
import { dayOfRoc, listQueries, PURPOSES, type Query, type Station } from './rules.ts'

export function addOfficer(app: Hono<SandboxEnv>, station: Station): void {
  const { store } = station
  app.get('/registry', (asked) => asked.redirect('/registry/officer'))
  app.get('/registry/officer', (asked) => asked.html(listPage(listPeople(store))))
  app.get('/registry/officer/view', (asked) => {
    const person = findPerson(store, asked.req.query('id') ?? '')
    return person ? asked.html(viewPage(person, '')) : asked.html(sheet(html`查無資料`), 404)
  })
  app.post('/registry/officer/act', async (asked) => {
    const form = await asked.req.parseBody()
    const of = (name: string) => String(form[name] ?? '').trim()
    const person = findPerson(store, of('id'))
    if (!person) return asked.html(sheet(html`查無資料`), 404)
    const changed = {
      ...person,
      name: of('name') || person.name,
      address: of('address') || person.address,
      addressSince: of('since') || person.addressSince,
      spouse: form.spouse === undefined ? person.spouse : relative(of('spouse')),
    }
    if (!dayOfRoc(changed.addressSince)) return asked.html(viewPage(person, '日期格式錯誤'), 400)
    savePerson(store, changed)
    return asked.redirect(`/registry/officer/view?id=${person.idNo}`)
  })
  app.get('/registry/mine', (asked) => asked.html(minePage(null)))
  app.post('/registry/mine', async (asked) => {
    const form = await asked.req.parseBody()
    const person = findPerson(store, String(form.id ?? ''))
    if (person?.birth !== String(form.birth ?? '')) return asked.html(minePage([]))
    return asked.html(minePage(listQueries(station).filter((one) => one.idNo === person.idNo)))
  })
}

/** `姓名 身分證` */
function relative(text: string) {
  const [name = '', idNo = ''] = text.split(/\s+/)
  return name === '' ? null : { name, idNo }
}

const sheet = (body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>戶籍資料查詢介接（虛構）</title><style>body{font:16px sans-serif;margin:1em;max-width:50em}header{background:#5b1a1a;color:#fff;padding:.6em}
li{margin:.5em 0}input{font:inherit}button{font:inherit;padding:.5em 1em}.wrong{color:#b00}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3em}</style></head>
<body><header>戶籍資料查詢介接（虛構的示範系統）</header>${body}</body></html>`

const listPage = (people: Person[]) =>
  sheet(
    html`<ul>${people.map(
      ({ idNo, name, address }) =>
        html`<li><a href="/registry/officer/view?id=${idNo}">${idNo}</a> ${name} ${address}</li>`,
    )}</ul><p><a href="/registry/mine">民眾：誰查過我</a></p>`,
  )

const viewPage = (person: Person, wrong: string) =>
  sheet(html`<p class="wrong">${wrong}</p><form method="post" action="/registry/officer/act">
<input type="hidden" name="id" value="${person.idNo}"><p>${person.idNo}　${person.birth}</p>
${[
  ['name', '姓名', person.name],
  ['address', '戶籍地址', person.address],
  ['since', '遷入日期', person.addressSince],
  [
    'spouse',
    '配偶（姓名 身分證）',
    person.spouse ? `${person.spouse.name} ${person.spouse.idNo}` : '',
  ],
].map(
  ([name, label, value]) =>
    html`<p><label for="${name}">${label}</label><br><input id="${name}" name="${name}" value="${value}" size="40"></p>`,
)}
<button>儲存</button></form><a href="/registry/officer">回清單</a>`)

const minePage = (queries: Query[] | null) =>
  sheet(html`<h1>誰查過我</h1><form method="post" action="/registry/mine">
<p><label for="id">身分證字號</label> <input id="id" name="id"></p>
<p><label for="birth">生日（民國年月日，7 碼）</label> <input id="birth" name="birth"></p><button>查</button></form>
${queries === null ? '' : queries.length === 0 ? html`<p>沒有紀錄</p>` : queryTable(queries)}`)

const queryTable = (queries: Query[]) =>
  html`<table><tr><th>時間</th><th>機關</th><th>目的</th><th>欄位</th><th>同意書編號</th><th>結果</th></tr>${queries.map(
    ({ at, org, purpose, fields, consent, code }) =>
      html`<tr><td>${at.replace('T', ' ')}</td><td>${org}</td><td>${PURPOSES[purpose]?.title ?? purpose}</td><td>${fields.join('、')}</td><td>${consent}</td><td>${code}</td></tr>`,
  )}</table>`
