// The hut site as a whole. Every request first holds the draws that are due.

import { Hono } from 'hono'
import { html } from 'hono/html'
import { dayOf, plusDays } from '../clock.ts'
import { type Asked, type Faults, guard, type SandboxEnv } from '../faults.ts'
import type { SeenFiling, Stand } from '../oracle.ts'
import {
  addAccount,
  findAccount,
  isPassword,
  logIn,
  logOut,
  openDemoAccount,
  type Visits,
} from './accounts.ts'
import { addCampFee } from './campfee.ts'
import { findHut, huts } from './huts.ts'
import { addMine } from './mine.ts'
import { addOfficer } from './officer.ts'
import { addOrdering, FINAL_PATH, texts } from './ordering.ts'
import {
  type Branch,
  bedsLeft,
  bedsOn,
  listOrders,
  type Order,
  settle,
  sleepsIn,
} from './orders.ts'
import { box, changeLayout, formOf, type Html, layout, link, table } from './pages.ts'

export function hutsSite(branch: Branch, faults: Faults): Stand {
  const app = new Hono<SandboxEnv>()
  const visits: Visits = new Map()
  app.use(
    guard(faults, {
      agencyOf: (asked) => (/^\/forest(\/(?!officer)|$)/.test(asked.req.path) ? 'forestry' : null),
      occasionOf,
      maintenance: (asked) => asked.html(layout('系統訊息', html``, '系統維護中')),
      changeLayout,
    }),
  )
  app.use('/forest/*', async (_asked, next) => {
    settle(branch)
    await next()
  })
  for (const path of ['/forest', '/forest/', '/forest/index.php']) {
    app.get(path, (asked) => asked.html(home))
  }
  addDoor(app, branch, visits)
  addBeds(app, branch)
  addOrdering(app, branch, visits)
  addMine(app, branch, visits)
  addCampFee(app, branch)
  addOfficer(app, branch)
  const filings = () => {
    settle(branch)
    return listOrders(branch).map(seen)
  }
  return { app, agencies: ['forestry'], filings, forget: () => visits.clear() }
}

const seen = ({ number, remark, state, filedAt, ...fields }: Order): SeenFiling => ({
  number,
  key: remark,
  status: state,
  standing: state !== '已取消',
  filedAt,
  fields: { ...fields, remark },
})

function occasionOf(asked: Asked) {
  const { path, method } = asked.req
  if (method === 'POST' && path === FINAL_PATH) return 'file'
  if (method === 'POST' && path === '/forest/cancel.php') return 'cancel'
  return path === '/forest/mine.php' || path === '/forest/view.php' ? 'query' : 'any'
}

const home = layout(
  '山屋預約',
  html`${table(
    ['山屋', '床位', '每人每晚'],
    huts.map((hut) => [
      link(`/forest/beds.php?hut=${encodeURIComponent(hut.name)}`, hut.name),
      String(hut.beds),
      `NT$${hut.feeTwd}`,
    ]),
  )}
<ul><li>第一晚前2個月開放，至第一晚前7日截止。</li><li>第一晚前1個月上午10時抽籤；其後之訂單於次日上午10時抽籤。各晚須全數抽中。</li>
<li>嘉明湖山屋、向陽山屋餘額每日上午10時再抽，至第一晚前4日。</li><li>抽中後3日內繳款，逾期視同放棄。</li></ul>
<p>${link('/forest/register.php', '註冊')}　${link('/forest/login.php', '登入')}　${link('/forest/order.php', '預約山屋')}</p>`,
)

function addDoor(app: Hono<SandboxEnv>, branch: Branch, visits: Visits): void {
  app.get('/forest/login.php', (asked) =>
    asked.html(loginPage(asked.req.query('why') ? '請先登入' : '')),
  )
  app.post('/forest/login.php', async (asked) => {
    openDemoAccount(branch)
    const { id = '', password = '' } = texts(await asked.req.parseBody())
    const account = findAccount(branch, id)
    if (!account || !isPassword(account, password)) return asked.html(loginPage('帳號或密碼錯誤'))
    logIn(visits, asked, account)
    return asked.redirect('/forest/mine.php')
  })
  app.get('/forest/logout.php', (asked) => {
    logOut(visits, asked)
    return asked.redirect('/forest/')
  })
  app.get('/forest/register.php', (asked) => asked.html(registerPage({}, '')))
  app.post('/forest/register.php', async (asked) => {
    openDemoAccount(branch)
    const form = texts(await asked.req.parseBody())
    const { id = '', password = '', name = '', phone = '', email = '' } = form
    const wrong = registerError(branch, form)
    if (wrong !== '') return asked.html(registerPage(form, wrong))
    addAccount(branch, { id: id.toUpperCase(), name, phone, email }, password)
    return asked.redirect('/forest/login.php')
  })
}

function registerError(branch: Branch, form: Record<string, string>): string {
  if (!/^[A-Za-z0-9]{6,20}$/.test(form.id ?? '')) return '「身分證字號」格式錯誤'
  if ((form.password ?? '').length < 8) return '「密碼」格式錯誤'
  if (!form.name) return '「姓名」未填寫'
  return findAccount(branch, form.id ?? '') ? '此帳號已註冊' : ''
}

const loginPage = (error: string): Html =>
  layout(
    '登入',
    html`${formOf(
      'login.php',
      [
        box({ name: 'id', label: '身分證字號' }),
        box({ name: 'password', label: '密碼', type: 'password' }),
      ],
      '登入',
    )}${link('/forest/register.php', '註冊新帳號')}`,
    error,
  )

const registerPage = (form: Record<string, string>, error: string): Html =>
  layout(
    '註冊',
    formOf(
      'register.php',
      [
        box({ name: 'id', label: '身分證字號', value: form.id ?? '' }),
        box({ name: 'password', label: '密碼', type: 'password', hint: '8碼以上' }),
        box({ name: 'name', label: '姓名', value: form.name ?? '' }),
        box({ name: 'phone', label: '電話', value: form.phone ?? '' }),
        box({ name: 'email', label: '電子郵件', value: form.email ?? '' }),
      ],
      '註冊',
    ),
    error,
  )

const SHOWN_NIGHTS = 14

function addBeds(app: Hono<SandboxEnv>, branch: Branch): void {
  app.get('/forest/beds.php', (asked) => {
    const hut = findHut(asked.req.query('hut') ?? '') ?? huts[0]
    if (!hut) return asked.notFound()
    const asksFrom = asked.req.query('from') ?? ''
    const from = Number.isNaN(Date.parse(asksFrom))
      ? dayOf(branch.clock.now())
      : asksFrom.slice(0, 10)
    const nights = Array.from({ length: SHOWN_NIGHTS }, (_, index) => plusDays(from, index))
    const orders = listOrders(branch).filter((order) => order.state === '申請中')
    const asking = (night: string) =>
      orders
        .filter((order) => sleepsIn(order, hut.name, night))
        .reduce((sum, order) => sum + order.count, 0)
    const rows = nights.map((night) => [
      night,
      String(bedsOn(branch, hut.name, night)),
      String(bedsLeft(branch, hut.name, night)),
      String(asking(night)),
    ])
    return asked.html(layout(hut.name, table(['日期', '床位數', '剩餘數量', '現在申請數'], rows)))
  })
}
