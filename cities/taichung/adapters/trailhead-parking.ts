// 向陽登山口停車場預約, invented: a site that is empty without script, without accounts. A robot in a
// browser goes through its wizard. Source: sandbox/parking/README.md.

import {
  agency,
  type BrowserSite,
  browserAdapter,
  type Call,
  days,
  type Outcome,
  type Problem,
  pages,
  people,
  visitInBrowser,
  type Withdrawal,
  words,
  z,
} from '../../../src/adapters/kit.ts'

const SITE = 'http://{sandbox}/parking'
const KINDS = { car: '小型車', bus: '中型巴士', motorcycle: '機車' }
const LOTS = { near: '第一停車場（登山口旁）', far: '第二停車場（遊樂區內）' }
const OPENS_DAYS = 60
const MAX_DAYS = 10
const AGREED = '我已閱讀並同意停車場使用規定'
const COLUMNS = ['預約編號', '入場日期', '天數', '車牌', '狀態', '說明', '備註']
const ENGLISH = {
  入場日期不在受理期間: 'Places are booked from tomorrow until 60 days ahead',
  車牌格式錯誤: 'The number plate has another form',
  目前狀態無法取消: 'It cannot be cancelled as it stands now',
  入場日起無法取消: 'It cannot be cancelled from the day of arrival on',
}

const text = z.string().trim()
const Booking = z.strictObject({
  startOn: z.iso.date(),
  days: z.int().min(1).max(MAX_DAYS),
  vehicle: z.enum(['car', 'bus', 'motorcycle']),
  lot: z.enum(['near', 'far']).optional(),
  plate: text.regex(/^[A-Za-z0-9]{2,4}-?[A-Za-z0-9]{2,4}$/),
  applicant: people.Person,
})
type Booking = z.output<typeof Booking>

/** Buses stand far from the trail only, motorcycles near it only. */
const lotOf = ({ vehicle, lot }: Booking): keyof typeof LOTS =>
  vehicle === 'bus' ? 'far' : vehicle === 'motorcycle' ? 'near' : (lot ?? 'near')

function check(booking: Booking, now: Date): Problem[] {
  const { startOn, lot, applicant } = booking
  const today = days.taipeiDay(now)
  return [
    startOn <= today || startOn > days.addDays(today, OPENS_DAYS)
      ? people.block(
          '/startOn',
          '停車位從明天起、60 天內可以預約。',
          'Places are booked from tomorrow until 60 days ahead.',
        )
      : [],
    lot !== undefined && lot !== lotOf(booking)
      ? people.block('/lot', '這種車不能停那一區。', 'This kind of vehicle cannot stand there.')
      : [],
    /^09\d{8}$/.test(people.mobileOf(applicant))
      ? []
      : people.block('/applicant/phone', '要填行動電話。', 'A mobile number is needed.'),
  ].flat()
}

const visit = (call: Call): BrowserSite =>
  visitInBrowser(call, {
    troubles: { 連線逾時: 'session_lost', 系統回應異常: 'half_page' },
  })

/** What the wizard objects to stands in a dialog. */
function expectTaken(page: pages.Page): pages.Page {
  const heading = pages.textAt(page, '.panel h3')
  if (!/^(資料有誤|預約未成立)$/.test(heading)) return page
  throw new agency.AgencyRefusal([pages.textAt(page, '.panel p')])
}

async function submit(key: string, booking: Booking, call: Call): Promise<Outcome> {
  const site = visit(call)
  // The office takes the same booking twice without a word.
  const before = await findOurs(site, { key }, booking)
  if (before) return { kind: 'accepted', reference: before.預約編號 ?? '' }
  try {
    return await fillAndSend(site, key, booking)
  } catch (refusal) {
    if (!(refusal instanceof agency.AgencyRefusal)) throw refusal
    return { kind: 'rejected', reasons: agency.reasons(refusal.lines, ENGLISH) }
  }
}

async function fillAndSend(site: BrowserSite, key: string, booking: Booking): Promise<Outcome> {
  const { applicant } = booking
  const car = {
    停放天數: `${booking.days}天`,
    車種: KINDS[booking.vehicle],
    停車區: LOTS[lotOf(booking)],
    車牌號碼: booking.plate.toUpperCase(),
  }
  const person = {
    申請人姓名: applicant.name,
    身分證字號: people.idOf(applicant),
    行動電話: people.mobileOf(applicant),
    電子郵件: applicant.email ?? '',
    備註: key,
  }
  const stars = (labels: object, optional: string[] = []) =>
    Object.keys(labels).map((label) => (optional.includes(label) ? label : `${label}*`))

  let page = await chooseDay(site, booking.startOn)
  page = await site.press(page, {}, { title: '步驟1', button: '下一步' })
  page = expectTaken(
    await site.press(page, car, { title: '步驟2', fields: stars(car), button: '下一步' }),
  )
  page = expectTaken(
    await site.press(page, person, {
      title: '步驟3',
      fields: stars(person, ['電子郵件', '備註']),
      button: '下一步',
    }),
  )
  pages.expectShown(page, { 入場日期: booking.startOn, ...car, ...person })
  page = await site.press(
    page,
    { [AGREED]: true },
    { title: '步驟4', fields: [AGREED], warnings: [], button: '送出預約' },
  )
  const last = { title: '送出確認', fields: [], button: '確定送出' }
  return resultOf(await site.pressLast(page, {}, last))
}

/** Day by day from month to month; a day without places cannot be pressed. */
async function chooseDay(site: BrowserSite, day: string): Promise<pages.Page> {
  const { year, month, date } = days.rocParts(day)
  const wanted = `民國${year}年${Number(month)}月`
  let page = await site.open(`${SITE}/`, { title: '步驟1', button: '下一步' })
  for (let turned = 0; pages.textAt(page, '.ym b') !== wanted; turned += 1) {
    if (turned === 3) throw new agency.ChangedLayout([`no month “${wanted}”`])
    page = await site.tap(page, '下個月')
  }
  const cells = page.$('td').toArray()
  const isFull = cells.some((cell) => page.$(cell).text() === `${Number(date)}－`)
  if (isFull) throw new agency.AgencyRefusal([`${day} 車位已滿`])
  page = await site.tap(page, new RegExp(`^${Number(date)}餘\\d+$`))
  if (pages.textAt(page, '#picked') !== `已選擇：${day}`) {
    throw new agency.ChangedLayout(['the calendar chose another day'])
  }
  return page
}

function resultOf(page: pages.Page): Outcome {
  const said = pages.textAt(page, '.toast') || pages.textAt(page, '.panel p')
  const reference = /預約編號 (PK\d{7}-\d+)/.exec(said)?.[1]
  if (reference) return { kind: 'accepted', reference }
  // It says that it has this booking; whose, only its list can tell.
  if (said.includes('重複送件')) return { kind: 'unknown', cause: 'called_duplicate' }
  expectTaken(page)
  throw new agency.ChangedLayout(['no number and no message after the last click'])
}

type By = { key: string } | { reference: string }

/** The row of 我的預約 that is ours; one that stands before a cancelled one. Null: it has none. */
async function findOurs(site: BrowserSite, by: By, { applicant }: Booking) {
  const wanted = 'key' in by ? by.key : by.reference
  const page = await listed(site, wanted, applicant)
  if (pages.textAt(page, '#list') === '查無預約') return null
  const heads = page.$('#list th').slice(0, COLUMNS.length).toArray()
  if (heads.map((head) => page.$(head).text()).join() !== COLUMNS.join()) {
    throw new agency.ChangedLayout(['the list of bookings has other columns'])
  }
  const rows = pages.tableRows(page, '#list table')
  const ours = rows.filter((row) => row['key' in by ? '備註' : '預約編號'] === wanted)
  return ours.find(({ 狀態 }) => 狀態 !== '已取消') ?? ours[0] ?? null
}

async function listed(site: BrowserSite, wanted: string, applicant: Booking['applicant']) {
  // Another address first: the same one with another hash would not load the page again.
  const page = await site.open(`${SITE}/index.html#mine`, { title: '我的預約', button: '查詢' })
  const asked = { 身分證字號: people.idOf(applicant), 預約編號或備註: wanted }
  return site.press(page, asked, {
    title: '我的預約',
    fields: Object.keys(asked),
    button: '查詢',
  })
}

async function lookup(by: By, booking: Booking, call: Call): Promise<Outcome | null> {
  const row = await findOurs(visit(call), by, booking)
  if (!row) return null
  call.keep({ label: 'answer', mediaType: 'application/json', body: JSON.stringify(row) })
  const reference = row.預約編號 ?? ''
  switch (row.狀態) {
    case '受理中':
      return { kind: 'pending', reference }
    case '已核准':
      return { kind: 'approved', reference, number: reference }
    case '不核准':
      return { kind: 'rejected', reference, reasons: agency.reasons([row.說明 || '不核准'], {}) }
    case '已取消':
      return {
        kind: 'rejected',
        reference,
        reasons: [{ text: words('預約已取消', 'The booking was cancelled') }],
        isWithdrawn: true,
      }
    default:
      throw new agency.ChangedLayout([`a state we do not know: “${row.狀態}”`])
  }
}

async function withdraw(reference: string, booking: Booking, call: Call): Promise<Withdrawal> {
  const site = visit(call)
  const row = await findOurs(site, { reference }, booking)
  if (row?.狀態 === '已取消') return { kind: 'withdrawn' }
  if (row?.狀態 !== '受理中' && row?.狀態 !== '已核准') {
    const why = row ? '目前狀態無法取消' : '查無預約'
    return { kind: 'refused', reasons: agency.reasons([why], ENGLISH) }
  }
  const page = await site.tap(await listed(site, reference, booking.applicant), '取消預約')
  const last = { title: '取消預約', fields: [], button: '確定取消' }
  const said = pages.textAt(await site.pressLast(page, {}, last), '.toast')
  if (said === `${reference} 已取消`) return { kind: 'withdrawn' }
  if (said === '') throw new agency.ChangedLayout(['no message after cancelling'])
  return { kind: 'refused', reasons: agency.reasons([said], ENGLISH) }
}

async function health(call: Call) {
  await visit(call).open(`${SITE}/`, { title: '步驟1', button: '下一步' })
  return { ok: true, detail: 'the calendar opens' }
}

export const adapter = browserAdapter({
  describe: {
    id: 'trailhead-parking',
    agencies: ['trailhead-parking'],
    title: words('登山口停車位', 'Parking at the trailhead'),
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
  },
  input: Booking,
  check,
  submit,
  lookup,
  withdraw,
  health,
  example: (now) => ({
    startOn: days.addDays(days.taipeiDay(now), 19),
    days: 2,
    vehicle: 'car' as const,
    plate: 'ABC-1234',
    applicant: {
      name: '林怡君𨳊',
      id_number: 'B223456782',
      birth: '1986-03-02',
      phone: '0912345678',
      email: 'lin@example.tw',
    },
  }),
})
