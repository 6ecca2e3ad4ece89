// 林業署山屋預約: accounts and a draw, and no way in for machines. A robot in a browser signs in with the
// city's account and orders; the desk of `forest-huts-desk.ts` takes over when it cannot.
// Source: sandbox/README.md, section 3.

import {
  agency,
  type BrowserSite,
  browserAdapter,
  type Call,
  type Outcome,
  pages,
  people,
  visitInBrowser,
  type Withdrawal,
  words,
} from '../../../src/adapters/kit.ts'
import { check, example, Order, SITE } from './forest-huts/order.ts'

const ENGLISH = {
  不在受理期間: 'Orders are taken from two months to seven days before the first night',
  請選擇山屋: 'Please choose a hut',
  身分證字號重複: 'The same ID number stands in the list twice',
  未抽中: 'The draw was lost',
  逾期未繳款: 'It was not paid in time, and the beds are free again',
  目前狀態無法取消: 'It cannot be cancelled as it stands now',
}
const LOGIN = { title: '登入', fields: ['身分證字號', '密碼'], button: '登入' }
const NIGHTS = ['第1晚山屋', '第2晚山屋', '第3晚山屋']
const GUEST = ['姓名', '身分證字號', '生日', '電話', '緊急聯絡人', '緊急聯絡電話']
const AGREED = '我已閱讀並同意山屋管理規定'
const WITHDRAWN = words('訂單已取消', 'The order was cancelled')

async function signedIn(call: Call): Promise<BrowserSite> {
  const site = visitInBrowser(call)
  const account = { 身分證字號: call.credential('account'), 密碼: call.credential('password') }
  await site.signIn(`${SITE}/login.php`, account, LOGIN)
  return site
}

const messageOn = (page: pages.Page): string => pages.textAt(page, '.error')

/** A refusal stands above the form. */
function expectTaken(page: pages.Page): pages.Page {
  const message = messageOn(page)
  if (message !== '') throw new agency.AgencyRefusal([message])
  return page
}

/** Whoever names nobody to call is reached through the leader's person, or the one at home. */
function guestsOf({ leader, members, contact }: Order): [string, string][] {
  return [leader, ...members].flatMap((person, at) => {
    const who = at === 0 ? '領隊' : `隊員${at}`
    const texts = [
      person.name,
      people.idOf(person),
      person.birth,
      people.mobileOf(person),
      person.emergency_name || leader.emergency_name || contact?.name || '',
      person.emergency_phone || leader.emergency_phone || contact?.phone || '',
    ]
    return GUEST.map((label, field): [string, string] => [`${who}${label}`, texts[field] ?? ''])
  })
}

async function submit(key: string, order: Order, call: Call): Promise<Outcome> {
  const site = await signedIn(call)
  // The site takes the same order twice without a word.
  const number = await findByKey(site, key)
  if (number !== null) return { kind: 'accepted', reference: number }
  try {
    return await fillAndSend(site, key, order)
  } catch (refusal) {
    if (!(refusal instanceof agency.AgencyRefusal)) throw refusal
    const reasons = agency.reasons(refusal.lines, ENGLISH)
    return { kind: 'rejected', reasons }
  }
}

async function fillAndSend(site: BrowserSite, key: string, order: Order): Promise<Outcome> {
  const [first] = order.nights
  const huts = NIGHTS.map((label, at): [string, string] => [
    label,
    order.nights[at]?.lodging ?? '不住',
  ])
  const trip = { 第一晚日期: first?.on ?? '', 人數: String(order.people), 備註: key }
  const guests = guestsOf(order)

  let page = await site.open(`${SITE}/order.php`)
  page = expectTaken(
    await site.press(
      page,
      { ...trip, ...Object.fromEntries(huts) },
      { title: '預約山屋', fields: ['第一晚日期', ...NIGHTS, '人數', '備註'], button: '下一步' },
    ),
  )
  page = expectTaken(
    await site.press(page, Object.fromEntries(guests), {
      title: '住宿名單',
      fields: guests.map(([label]) => label),
      button: '下一步',
    }),
  )
  pages.expectShown(page, { 人數: trip.人數, 備註: key })
  expectGuests(page, guests)
  const last = { title: '確認訂單', fields: [AGREED], button: '送出訂單' }
  page = await site.pressLast(page, { [AGREED]: true }, last)
  const reference = /訂單編號：\s*(F\d{8}-\d+)/.exec(page.$('body').text())?.[1]
  if (reference) return { kind: 'accepted', reference }
  // It says that it has this order; whose, only its list can tell.
  if (messageOn(page).includes('重複送件')) return { kind: 'unknown', cause: 'called_duplicate' }
  expectTaken(page)
  throw new agency.ChangedLayout(['no number and no message after the last click'])
}

/** Every name stands on the last page as we wrote it. */
function expectGuests(page: pages.Page, guests: [string, string][]): void {
  const shown = page.$('td').text()
  const lost = guests.filter(([, text]) => !shown.includes(text))
  if (lost.length > 0) throw new agency.AgencyTrouble('not_shown_as_written')
}

const LIST = ['訂單編號', '第一晚', '山屋', '人數', '狀態', '備註']

/** The site's number of the order that carries our key; one that stands before a cancelled one. */
async function findByKey(site: BrowserSite, key: string): Promise<string | null> {
  const page = await site.open(`${SITE}/mine.php?q=${encodeURIComponent(key)}`, {
    title: '我的訂單',
    fields: ['編號或備註'],
    button: '查詢',
  })
  const named = page.$('th').slice(0, LIST.length).toArray()
  if (named.map((head) => page.$(head).text().trim()).join() !== LIST.join()) {
    throw new agency.ChangedLayout(['the list of orders has other columns'])
  }
  const ours = page
    .$('table')
    .toArray()
    .flatMap((_, at) => pages.tableRows(page, `table:eq(${at})`))
    .filter(({ 備註 }) => 備註 === key)
  const standing = ours.find(({ 狀態 }) => 狀態 !== '已取消') ?? ours[0]
  return standing?.訂單編號 ?? null
}

type By = { key: string } | { reference: string }

async function lookup(by: By, _order: Order, call: Call): Promise<Outcome | null> {
  const site = await signedIn(call)
  const number = 'reference' in by ? by.reference : await findByKey(site, by.key)
  if (number === null) return null
  const page = await view(site, number)
  if (messageOn(page) === '查無訂單') return null
  call.keep({ label: 'answer', mediaType: 'text/html', body: page.html })
  return outcomeOf(number, pages.tablePairs(page))
}

const view = (site: BrowserSite, number: string): Promise<pages.Page> =>
  site.open(`${SITE}/view.php?no=${encodeURIComponent(number)}`, { title: '訂單' })

/** `2026-11-26 23:59` */
const moment = (text: string): string => `${text.replace(' ', 'T')}:00+08:00`

function outcomeOf(reference: string, facts: Record<string, string>): Outcome {
  const { 狀態: state = '', 說明: reason = '', 繳款期限: payBy = '', 抽籤時間: draw = '' } = facts
  const because = agency.reasons([reason || state], ENGLISH)
  if (facts.訂單編號 !== reference) throw new agency.ChangedLayout(['another order, or none'])
  switch (state) {
    case '申請中':
      return {
        kind: 'pending',
        reference,
        until: moment(draw),
        note: words('等待抽籤', 'Waiting for the draw'),
      }
    case '已抽中未繳款':
      return { ...toPay(facts.金額 ?? ''), reference, by: moment(payBy) }
    case '已抽中已繳款':
    case '已使用':
      return { kind: 'approved', reference, number: facts.床位證號 ?? '' }
    case '已取消':
      return { kind: 'rejected', reference, reasons: [{ text: WITHDRAWN }], isWithdrawn: true }
    case '未抽中':
    case '逾期未繳款':
    case '已退件':
      return { kind: 'rejected', reference, reasons: because }
    default:
      throw new agency.ChangedLayout([`a state we do not know: “${state}”`])
  }
}

/** The order stands in the city's account, so it is paid at the city's desk. */
const toPay = (amount: string): Outcome & { kind: 'needs' } => ({
  kind: 'needs',
  what: 'payment',
  reasons: [
    {
      text: words(
        `抽中了。請在期限前繳 ${amount}，逾期床位就會釋出。`,
        `The draw is won. Please pay ${amount} in time, or the beds are given away.`,
      ),
    },
  ],
  where: words(
    '聯合服務中心山屋代訂櫃台，04-22289111。',
    'The hut desk of the joint service centre, 04-22289111.',
  ),
})

async function withdraw(reference: string, _order: Order, call: Call): Promise<Withdrawal> {
  const site = await signedIn(call)
  const stateOn = (page: pages.Page) => pages.tablePairs(page).狀態 ?? ''
  const before = await view(site, reference)
  if (stateOn(before) === '已取消') return { kind: 'withdrawn' }
  if (before.$(`a[href*="cancel.php"]`).length === 0) {
    const why = messageOn(before) || '目前狀態無法取消'
    return { kind: 'refused', reasons: agency.reasons([why], ENGLISH) }
  }
  const shape = { title: '取消訂單', fields: ['取消原因'], button: '確定取消' }
  const page = await site.open(`${SITE}/cancel.php?no=${encodeURIComponent(reference)}`, shape)
  const after = await site.pressLast(page, { 取消原因: '申請人撤回' }, shape)
  if (stateOn(after) === '已取消') return { kind: 'withdrawn' }
  const why = messageOn(after)
  if (why === '') throw new agency.ChangedLayout(['no message after cancelling'])
  return { kind: 'refused', reasons: agency.reasons([why], ENGLISH) }
}

async function health(call: Call) {
  await visitInBrowser(call).open(`${SITE}/`, { title: '山屋預約' })
  await signedIn(call)
  return { ok: true, detail: 'signed in' }
}

export const adapter = browserAdapter({
  describe: {
    id: 'forest-huts',
    agencies: ['forestry'],
    title: words('林業署山屋', 'Forest huts'),
    semantics: {
      idempotent: false,
      lookup: 'key',
      withdraw: true,
      correct: false,
      settlesAfterSeconds: 20,
    },
    openingHours: null,
    limits: { timeoutMs: 60_000, concurrency: 2, perMinute: 60, maxResponseBytes: 1_000_000 },
    hosts: ['{sandbox}'],
    fallbacks: ['forest-huts-desk'],
    credentials: [
      {
        name: 'account',
        title: words('山屋系統的市府帳號', 'The city’s account in the hut system'),
        demo: 'A123456789',
      },
      { name: 'password', title: words('帳號的密碼', 'Its password'), demo: 'forest-demo' },
    ],
  },
  input: Order,
  check,
  submit,
  lookup,
  withdraw,
  health,
  example,
})
