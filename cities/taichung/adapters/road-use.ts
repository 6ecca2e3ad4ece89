// 道路臨時占用線上申請 of an invented district: four pages in Big5, choices that each fill the next, two
// files. Our key stands alone in 備註, where the inquiry finds it. Source: sandbox/roads/README.md.

import {
  agency,
  type By,
  big5,
  type Call,
  days,
  formAdapter,
  type Outcome,
  pages,
  people,
  visitSite,
  type Withdrawal,
  words,
  z,
} from '../../../src/adapters/kit.ts'

const SITE = 'http://{sandbox}/roads'
const File = z.strictObject({ type: z.enum(['pdf', 'jpg', 'png']), base64: z.base64().min(1) })
const RoadUse = z.strictObject({
  applicant: people.Person,
  purpose: z.enum(['路邊攤位', '婚喪喜慶搭棚', '施工圍籬', '街頭拍攝']),
  place: z.strictObject({ district: z.string(), road: z.string(), section: z.string() }),
  from: z.iso.date(),
  to: z.iso.date(),
  squareMetres: z.int().min(1).max(30),
  map: File,
  consent: File.extend({ type: z.literal('pdf') }),
})
type RoadUse = z.output<typeof RoadUse>

/** What the office's messages speak of. */
const FIELDS = { 姓名: '/applicant/name', 證號: '/applicant/id_number', 電話: '/applicant/phone' }
const MORE = { 地址: '/applicant/address', 該路段: '/place', 行政區: '/place', 路名: '/place' }
const LAST = { 占用起日: '/from', 占用迄日: '/to', 占用面積: '/squareMetres', 同意書: '/consent' }
const POINTERS = { ...FIELDS, ...MORE, ...LAST, 路段: '/place', 位置圖: '/map', 期間: '/to' }
const ENGLISH = {
  該路段於所填期間已有核准之占用: 'Somebody else has this stretch of road on these days.',
  '本案已結案，不得撤回': 'The case is closed and cannot be taken back.',
  '已逾占用起日，不得撤回': 'The first day has come; it cannot be taken back.',
}
const TROUBLES = { 非受理時間: 'closed', 連線逾時: 'session_lost', 請勿重複送出: 'session_lost' }

const visit = (call: Call) => visitSite(call, { encoding: 'big5', troubles: TROUBLES })
const messages = (page: pages.Page) =>
  pages.linesAt(page, '#errmsg').map((line) => line.replace(/^◎/, ''))
/** As a browser posts a character that Big5 has not; the site keeps and shows it. */
const posted = (text: string) =>
  [...text].map((c) => (big5.notHeld(c)[0] ? `&#${c.codePointAt(0)};` : c)).join('')

function expectTaken(page: pages.Page): pages.Page {
  const lines = messages(page)
  const trouble = Object.entries(TROUBLES).find(([words]) => lines[0]?.startsWith(words))?.[1]
  if (trouble || lines[0]?.startsWith('系統維護中')) {
    throw new agency.AgencyTrouble(trouble ?? 'maintenance')
  }
  if (lines.length > 0) throw new agency.AgencyRefusal(lines)
  return page
}

async function submit(key: string, use: RoadUse, call: Call): Promise<Outcome> {
  const there = await lookup({ key }, use, call)
  if (there) return there
  try {
    return await fillAndSend(key, use, call)
  } catch (error) {
    if (!(error instanceof agency.AgencyRefusal)) throw error
    const reasons = agency.reasons(error.lines, ENGLISH, POINTERS)
    return { kind: 'needs', what: 'correction', reasons }
  }
}

const APPLICANT = '申請人類別* 申請人姓名* 證號* 聯絡電話* 通訊地址* 占用事由* 已閱讀並同意注意事項'
const FIRST = { title: '第一頁', button: '下一頁', fields: APPLICANT.split(' ') }
const PLACE = { title: '第二頁', fields: ['行政區*', '路名*', '路段*', '位置說明'] }
const DETAILS = '占用起日* 占用迄日* 時段* 占用面積* 備註 位置圖* 同意書*'
const CONFIRM = { title: '第四頁', button: '確認送件', fields: ['以上資料確認無誤'] }

async function fillAndSend(key: string, use: RoadUse, call: Call): Promise<Outcome> {
  const { applicant, place } = use
  const site = visit(call)
  const person = {
    申請人姓名: posted(applicant.name),
    證號: people.idOf(applicant),
    聯絡電話: people.mobileOf(applicant),
    通訊地址: posted(people.addressLine(applicant)),
    占用事由: use.purpose,
  }
  const first = { ...person, 申請人類別: '個人', 已閱讀並同意注意事項: true }
  let page = expectTaken(await site.press(await site.open(`${SITE}/apply.asp`), first, FIRST))
  const shape = (button: string) => ({ ...PLACE, button })
  page = expectTaken(await site.press(page, { 行政區: place.district }, shape('讀取路名')))
  page = expectTaken(await site.press(page, { 路名: place.road }, shape('讀取路段')))
  page = expectTaken(await site.press(page, { 路段: place.section }, shape('下一頁')))
  const [占用起日, 占用迄日] = [days.toRoc(use.from), days.toRoc(use.to)]
  const [位置圖, 同意書] = [upload('map', use.map), upload('consent', use.consent)]
  const rest = { 時段: '全日', 占用面積: String(use.squareMetres), 備註: key, 位置圖, 同意書 }
  const third = { title: '第三頁', button: '下一頁', fields: DETAILS.split(' ') }
  page = expectTaken(await site.press(page, { 占用起日, 占用迄日, ...rest }, third))
  pages.expectShown(page, { 申請人姓名: applicant.name, 證號: person.證號, 備註: key })
  const answer = await site.pressLast(page, { 以上資料確認無誤: true }, CONFIRM)
  const reference = pages.textAt(answer, '#result b')
  if (/^RO\d{3}-\d{5}$/.test(reference)) return { kind: 'accepted', reference }
  // It says that it has this filing; whose, only its list can tell.
  if (messages(answer)[0]?.startsWith('本案已送件')) return { kind: 'unknown', cause: 'duplicate' }
  expectTaken(answer)
  throw new agency.ChangedLayout(['no number and no message after the last click'])
}

const upload = (name: string, { type, base64 }: z.output<typeof File>): pages.Upload => ({
  name: `${name}.${type}`,
  mediaType: { pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png' }[type],
  bytes: Buffer.from(base64, 'base64'),
})

/** The office's own certainty that it has no such case; any other page is read as a case. */
const isNotThere = (page: pages.Page): boolean => messages(page).join() === '查無案件'

async function lookup(by: By, _use: RoadUse, call: Call): Promise<Outcome | null> {
  const site = visit(call)
  let number = 'reference' in by ? by.reference : null
  if ('key' in by) {
    const list = await site.open(`${SITE}/list.asp?q=${by.key}`, { title: '案件查詢' })
    if (isNotThere(list)) return null
    const rows = pages.tableRows(expectTaken(list), '#result')
    const ours = rows.filter(({ 備註 }) => 備註 === by.key)
    number = (ours.find(({ 狀態 }) => 狀態 !== '已撤回') ?? ours[0])?.案號 ?? null
    const isAll = rows.length > 0 && rows.length < 10 && rows.every((row) => '備註' in row)
    if (!number && !isAll)
      throw new agency.ChangedLayout(['a list that is empty, cut or of others'])
    if (!number) return null
  }
  const page = await site.open(`${SITE}/view.asp?no=${number}`, { title: '案件' })
  if (isNotThere(page)) return null
  call.keep({ label: 'answer', mediaType: 'text/html', body: page.html })
  return outcomeOf(pages.tablePairs(expectTaken(page)))
}

function outcomeOf({
  案號: reference,
  狀態: state,
  說明: told,
  許可文號: number,
}: Record<string, string>): Outcome {
  if (!reference || !state) throw new agency.ChangedLayout(['missing 案號 or 狀態'])
  const reasons = agency.reasons([told || state], ENGLISH)
  if (state === '核准') return { kind: 'approved', reference, ...(number ? { number } : {}) }
  if (state === '駁回') return { kind: 'rejected', reference, reasons }
  if (state === '已撤回') return { kind: 'rejected', reference, reasons, isWithdrawn: true }
  return { kind: 'pending', reference, note: agency.says(state, ENGLISH) }
}

async function withdraw(reference: string, use: RoadUse, call: Call): Promise<Withdrawal> {
  const site = visit(call)
  const written = { 案號: reference, 申請人證號: people.idOf(use.applicant), 撤回原因: '活動取消' }
  const fields = ['案號*', '申請人證號*', '撤回原因*', '補充說明']
  const shape = { title: '撤回申請', button: '確認撤回', fields }
  const page = await site.pressLast(await site.open(`${SITE}/cancel.asp`), written, shape)
  const lines = messages(page)
  const isDone = pages.titleOf(page).includes('撤回完成') || lines[0] === '本案已撤回'
  if (isDone) return { kind: 'withdrawn' }
  if (lines.length === 0) throw new agency.ChangedLayout(['no message after withdrawing'])
  return { kind: 'refused', reasons: agency.reasons(lines, ENGLISH) }
}

function check({ applicant, from, to }: RoadUse, now: Date) {
  const today = days.taipeiDay(now)
  const isSoon = from < days.addDays(today, 7) || from > days.addDays(today, 60)
  const isLong = to < from || to > days.addDays(from, 6)
  return [
    ...people.teamProblems({ '/applicant': applicant }),
    ...(isSoon
      ? [
          people.block(
            '/from',
            '起日要在今天起第 7 到第 60 天。',
            'The first day must be 7 to 60 days from today.',
          ),
        ]
      : []),
    ...(isLong
      ? [
          people.block(
            '/to',
            '占用最多 7 天，迄日不可早於起日。',
            'At most 7 days, and the last not before the first.',
          ),
        ]
      : []),
  ]
}

export const adapter = formAdapter({
  describe: {
    id: 'road-use',
    agencies: ['road-office'],
    title: words('道路臨時占用', 'Temporary use of a road'),
    semantics: {
      idempotent: false,
      lookup: 'key',
      withdraw: true,
      correct: false,
      settlesAfterSeconds: 20,
    },
    openingHours: { from: '08:00', to: '20:00' },
    limits: { timeoutMs: 30_000, concurrency: 2, perMinute: 120, maxResponseBytes: 500_000 },
    hosts: ['{sandbox}'],
  },
  input: RoadUse,
  check,
  submit,
  lookup,
  withdraw,
  health: async (call) => {
    await visit(call).open(`${SITE}/apply.asp`, FIRST)
    return { ok: true, detail: 'the first page is as known' }
  },
  example: (now): z.input<typeof RoadUse> => ({
    applicant: {
      name: '陳𨳊䂖',
      id_number: 'B223456782',
      birth: '1986-03-02',
      phone: '0912345678',
      address: '青水區中港路一段1號',
    },
    purpose: '路邊攤位',
    place: { district: '青水區', road: '中港路', section: '一段' },
    from: days.addDays(days.taipeiDay(now), 14),
    to: days.addDays(days.taipeiDay(now), 15),
    squareMetres: 6,
    map: { type: 'pdf', base64: btoa('%PDF-1.4\n%%EOF\n') },
    consent: { type: 'pdf', base64: btoa('%PDF-1.4\n%%EOF\n') },
  }),
})
