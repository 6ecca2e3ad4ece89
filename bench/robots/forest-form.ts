// The hut site by a robot without a browser: the same steps as `cities/taichung/adapters/forest-huts.ts`,
// so that both can be measured on the same site.

import { example, Order, SITE } from '../../cities/taichung/adapters/forest-huts/order.ts'
import {
  agency,
  type Call,
  formAdapter,
  type Outcome,
  pages,
  people,
  visitSite,
  words,
} from '../../src/adapters/kit.ts'

const NIGHTS = ['第1晚山屋', '第2晚山屋', '第3晚山屋']
const AGREED = '我已閱讀並同意山屋管理規定'

async function submit(key: string, order: Order, call: Call): Promise<Outcome> {
  const site = visitSite(call)
  const account = { 身分證字號: call.credential('account'), 密碼: call.credential('password') }
  const login = { title: '登入', fields: ['身分證字號', '密碼'], button: '登入' }
  await site.signIn(`${SITE}/login.php`, account, login)
  const mine = await site.open(`${SITE}/mine.php?q=${key}`, { title: '我的訂單' })
  if (mine.$('td').text().includes(key)) throw new agency.AgencyTrouble('there_already')

  const huts = NIGHTS.map((label, at) => [label, order.nights[at]?.lodging ?? '不住'])
  const trip = { 第一晚日期: order.nights[0]?.on ?? '', 人數: String(order.people), 備註: key }
  const guests = guestsOf(order)
  let page = await site.open(`${SITE}/order.php`)
  page = await site.press(
    page,
    { ...trip, ...Object.fromEntries(huts) },
    { title: '預約山屋', fields: ['第一晚日期', ...NIGHTS, '人數', '備註'], button: '下一步' },
  )
  page = await site.press(page, guests, {
    title: '住宿名單',
    fields: Object.keys(guests),
    button: '下一步',
  })
  pages.expectShown(page, { 人數: trip.人數, 備註: key })
  const last = { title: '確認訂單', fields: [AGREED], warnings: [], button: '送出訂單' }
  page = await site.pressLast(page, { [AGREED]: true }, last)
  const reference = /訂單編號：\s*(F\d{8}-\d+)/.exec(page.$('body').text())?.[1]
  if (!reference) throw new agency.ChangedLayout(['no number after the last click'])
  return { kind: 'accepted', reference }
}

const guestsOf = ({ leader, members }: Order): Record<string, string> =>
  Object.fromEntries(
    [leader, ...members].flatMap((person, at) => {
      const who = at === 0 ? '領隊' : `隊員${at}`
      return [
        [`${who}姓名`, person.name],
        [`${who}身分證字號`, people.idOf(person)],
        [`${who}生日`, person.birth],
        [`${who}電話`, people.mobileOf(person)],
        [`${who}緊急聯絡人`, person.emergency_name ?? ''],
        [`${who}緊急聯絡電話`, person.emergency_phone ?? ''],
      ]
    }),
  )

export const forestForm = formAdapter({
  describe: {
    id: 'forest-form',
    agencies: ['forestry'],
    title: words('林業署山屋', 'Forest huts'),
    semantics: { idempotent: false, lookup: 'none', withdraw: false, correct: false },
    openingHours: null,
    limits: { timeoutMs: 60_000, concurrency: 4, perMinute: 600, maxResponseBytes: 1_000_000 },
    hosts: ['{sandbox}'],
  },
  input: Order,
  submit,
  health: async () => ({ ok: true, detail: 'of the bench' }),
  example,
})
