// Ordering a hut: nights, then people, then the last click.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { plusDays, realDay } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import { findVisit, type Visit, type Visits } from './accounts.ts'
import { findHut, huts, isInWindow } from './huts.ts'
import { type Branch, type Draft, type Guest, type Night, placeOrder } from './orders.ts'
import { box, facts, formOf, type Html, layout, link, table } from './pages.ts'

export const NONE = '不住'
export const FINAL_PATH = '/forest/confirm.php'
const MOST_NIGHTS = 3
const MOST_GUESTS = 12

export function addOrdering(app: Hono<SandboxEnv>, branch: Branch, visits: Visits): void {
  for (const path of ['order', 'people', 'confirm']) {
    app.use(`/forest/${path}.php`, async (asked, next) => {
      if (!findVisit(visits, asked)) return asked.redirect('/forest/login.php?why=1')
      return next()
    })
  }
  const visitOf = (asked: Asked) => findVisit(visits, asked) as Visit
  app.get('/forest/order.php', (asked) => asked.html(orderPage({}, '')))
  app.post('/forest/order.php', async (asked) => {
    const form = texts(await asked.req.parseBody())
    const draft = readDraft(form, branch.clock.now())
    if (typeof draft === 'string') return asked.html(orderPage(form, draft))
    visitOf(asked).draft = draft
    return asked.redirect('/forest/people.php')
  })
  app.get('/forest/people.php', (asked) => {
    const { draft } = visitOf(asked)
    if (!draft) return asked.redirect('/forest/order.php')
    return asked.html(peoplePage('people.php', draft.count, guestTexts(draft.guests), ''))
  })
  app.post('/forest/people.php', async (asked) => {
    const visit = visitOf(asked)
    if (!visit.draft) return asked.redirect('/forest/order.php')
    const form = texts(await asked.req.parseBody())
    const guests = readGuests(form, visit.draft.count)
    if (typeof guests === 'string') {
      return asked.html(peoplePage('people.php', visit.draft.count, form, guests))
    }
    visit.draft = { ...visit.draft, guests }
    return asked.redirect(FINAL_PATH)
  })
  app.get(FINAL_PATH, (asked) => {
    const { draft } = visitOf(asked)
    return draft?.guests[0]
      ? asked.html(confirmPage(draft, ''))
      : asked.redirect('/forest/order.php')
  })
  app.post(FINAL_PATH, (asked) => postFinal(asked, branch, visitOf(asked)))
}

async function postFinal(asked: Asked, branch: Branch, visit: Visit) {
  const { draft } = visit
  if (!draft?.guests[0]) return asked.redirect('/forest/mine.php')
  const form = texts(await asked.req.parseBody())
  if (form.agree === undefined) return asked.html(confirmPage(draft, '請勾選同意'))
  const refusal = asked.get('pretendDuplicate')
    ? '重複送件'
    : windowError(draft, branch.clock.now())
  const order = branch.store.together(() => {
    branch.store.count('forestry received')
    return refusal === '' ? placeOrder(branch, visit.account, draft) : null
  })
  if (!order) return asked.html(confirmPage(draft, refusal))
  visit.draft = null
  return asked.html(
    layout(
      '預約完成',
      html`<p>訂單編號：<strong id="no">${order.number}</strong></p><p>狀態：${order.state}。抽籤日：${order.drawOn} 10:00。</p>
${link(`/forest/view.php?no=${order.number}`, '查看訂單')}`,
    ),
  )
}

const windowError = (draft: Draft, now: Date): string =>
  isInWindow(draft.nights[0]?.night ?? '', now) ? '' : '不在受理期間(第一晚前2個月至7日)'

/** The draft, or what is wrong with the form. */
function readDraft(form: Record<string, string>, now: Date): Draft | string {
  const first = dayIn(form.first)
  if (!first) return '「第一晚日期」格式錯誤'
  const nights: Night[] = []
  for (let index = 0; index < MOST_NIGHTS; index++) {
    const hut = form[`hut${index + 1}`] ?? NONE
    if (hut === NONE) break
    if (!findHut(hut)) return '請選擇山屋'
    nights.push({ night: plusDays(first, index), hut })
  }
  if (nights.length === 0) return '請選擇山屋'
  const count = Number(form.count)
  if (!Number.isInteger(count) || count < 1 || count > MOST_GUESTS) return '人數錯誤'
  const remark = form.remark ?? ''
  if ([...remark].length > 50) return '「備註」格式錯誤'
  const draft = { nights, count, remark, guests: [] }
  return windowError(draft, now) || draft
}

const guestBoxes: [keyof Guest, string][] = [
  ['name', '姓名'],
  ['id', '身分證字號'],
  ['birthday', '生日'],
  ['phone', '電話'],
  ['emergencyName', '緊急聯絡人'],
  ['emergencyPhone', '緊急聯絡電話'],
]

/** The guests, or what is wrong with the form. Phone numbers are needed of the leader only. */
export function readGuests(form: Record<string, string>, count: number): Guest[] | string {
  const guests: Guest[] = []
  for (let index = 1; index <= count; index++) {
    const value = (key: keyof Guest) => form[`${key}${index}`] ?? ''
    const who = index === 1 ? '領隊' : `隊員${index - 1}`
    for (const [key, label] of guestBoxes) {
      const needed = index === 1 || ['name', 'id', 'birthday'].includes(key)
      if (needed && value(key) === '') return `「${who}${label}」未填寫`
    }
    const id = value('id').toUpperCase()
    if (!/^[A-Z0-9]{6,20}$/.test(id)) return `「${who}身分證字號」格式錯誤`
    if (!dayIn(value('birthday'))) return `「${who}生日」格式錯誤`
    if (guests.some((guest) => guest.id === id)) return '身分證字號重複'
    guests.push({
      name: value('name'),
      id,
      birthday: value('birthday'),
      phone: value('phone'),
      emergencyName: value('emergencyName'),
      emergencyPhone: value('emergencyPhone'),
    })
  }
  return guests
}

export const guestTexts = (guests: Guest[]): Record<string, string> =>
  Object.fromEntries(
    guests.flatMap((guest, index) => guestBoxes.map(([key]) => [`${key}${index + 1}`, guest[key]])),
  )

export const texts = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value.trim()]] : [],
    ),
  )

function orderPage(form: Record<string, string>, error: string): Html {
  const names = huts.map((hut) => hut.name)
  return layout(
    '預約山屋',
    formOf(
      'order.php',
      [
        box({ name: 'first', label: '第一晚日期', value: form.first ?? '', hint: '例 2026-12-05' }),
        box({ name: 'hut1', label: '第1晚山屋', value: form.hut1 ?? '', options: names }),
        box({
          name: 'hut2',
          label: '第2晚山屋',
          value: form.hut2 ?? NONE,
          options: [NONE, ...names],
        }),
        box({
          name: 'hut3',
          label: '第3晚山屋',
          value: form.hut3 ?? NONE,
          options: [NONE, ...names],
        }),
        box({ name: 'count', label: '人數', value: form.count ?? '', hint: '含領隊，最多12人' }),
        box({ name: 'remark', label: '備註', value: form.remark ?? '', hint: '50字以內' }),
      ],
      '下一步',
    ),
    error,
  )
}

export const peoplePage = (
  action: string,
  count: number,
  form: Record<string, string>,
  error: string,
): Html =>
  layout(
    '住宿名單',
    formOf(
      action,
      Array.from({ length: count }, (_, index) => {
        const who = index === 0 ? '領隊' : `隊員${index}`
        const hint = (key: string) => (key === 'birthday' ? '例 1986-03-02' : '')
        return html`<fieldset><legend>${who}</legend>${guestBoxes.map(([key, label]) => {
          const name = `${key}${index + 1}`
          return box({ name, label: `${who}${label}`, value: form[name] ?? '', hint: hint(key) })
        })}</fieldset>`
      }),
      '下一步',
    ),
    error,
  )

const confirmPage = (draft: Draft, error: string): Html =>
  layout(
    '確認訂單',
    html`${table(
      ['日期', '山屋'],
      draft.nights.map(({ night, hut }) => [night, hut]),
    )}
${facts([
  ['人數', String(draft.count)],
  ['備註', draft.remark],
])}
${guestTable(draft.guests)}
${formOf('confirm.php', [html`<label class="tick"><input type="checkbox" name="agree" value="1"> 我已閱讀並同意山屋管理規定</label>`], '送出訂單')}`,
    error,
  )

export const guestTable = (guests: Guest[]): Html =>
  table(
    guestBoxes.map(([, label]) => label),
    guests.map((guest) => guestBoxes.map(([key]) => guest[key])),
  )

const dayIn = (text: string | undefined): string | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '')
  return parts ? realDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) : null
}
