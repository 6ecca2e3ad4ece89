// 國家公園入園申請系統: one old site, three parks that name the same things differently. A robot fills
// its five steps; our key stands in 備註, where the site's own list shows it again.
// Source: sandbox/README.md, section 1.

import {
  agency,
  type By,
  type Call,
  days,
  formAdapter,
  type Outcome,
  pages,
  people,
  type Site,
  visitSite,
  type Withdrawal,
  words,
} from '../../../src/adapters/kit.ts'
import { expectTaken, messages, outcomeOf, refused } from './parks/answers.ts'
import { check } from './parks/check.ts'
import { example } from './parks/example.ts'
import {
  consentShape,
  dayShape,
  declarations,
  type Entry,
  GO,
  peopleEntries,
  peopleShape,
  teamEntries,
  teamShape,
  values,
} from './parks/fields.ts'
import { isLedByApplicant, label, TABLES, Trip } from './parks/tables.ts'
import { bestWay, type Way } from './parks/way.ts'

const SITE = 'http://{sandbox}/park'

const visit = (call: Call): Site =>
  visitSite(call, { troubles: { 非服務時間: 'closed', 系統訊息: 'session_lost' } })

/** Everything the site may name when it sends something back. */
const allEntries = (trip: Trip, way = bestWay(trip)): Entry[] => [
  ...(way ? teamEntries(trip, way.route) : []),
  ...peopleEntries(trip),
]

async function submit(key: string, trip: Trip, call: Call): Promise<Outcome> {
  const way = bestWay(trip)
  if (!way || way.missing.length > 0) return refused(['路線'], [['路線', '', '/chain']])
  // The site takes the same team twice without a word, so it is asked first.
  const there = await lookup({ key }, trip, call)
  if (there) return there
  try {
    return await fillAndSend(key, trip, way, call)
  } catch (error) {
    if (!(error instanceof agency.AgencyRefusal)) throw error
    return refused(error.lines, allEntries(trip, way))
  }
}

async function fillAndSend(key: string, trip: Trip, way: Way, call: Call): Promise<Outcome> {
  const site = visit(call)
  const { letter } = TABLES.parks[trip.park]
  const team = values(teamEntries(trip, way.route))
  const persons = {
    ...values(
      peopleEntries(trip).filter(
        ([, , pointer]) => !(isLedByApplicant(trip) && pointer.startsWith('/leader/')),
      ),
    ),
    備註: [key, trip.remarks ?? ''].join(' ').trim(),
  }

  let page = await site.open(`${SITE}/apply1.aspx?park=${letter}`)
  page = expectTaken(await site.press(page, team, teamShape(trip, way.route)))
  for (const [at, day] of way.days.entries()) {
    page = expectTaken(await site.press(page, day, dayShape(trip, at)))
  }
  const ticks = { 已取得全體隊員同意代為申請: true, 領隊同申請人: isLedByApplicant(trip) }
  page = expectTaken(await site.press(page, { ...persons, ...ticks }, peopleShape(trip)))
  const bailOut = label(trip, 'bailOut')
  const consent = {
    ...Object.fromEntries(declarations(trip).map((words) => [words, true])),
    ...(bailOut ? { [bailOut]: trip.bailOut ?? '' } : {}),
  }
  page = expectTaken(await site.press(page, consent, consentShape(trip)))
  pages.expectShown(page, { ...team, ...persons })
  const last = { title: '步驟5', button: '送出申請', fields: [] }
  return resultOf(await site.pressLast(page, {}, last))
}

function resultOf(page: pages.Page): Outcome {
  const reference = pages.textAt(page, '#lblNo')
  if (/^[玉太雪]-\d{7}-\d+$/.test(reference)) return { kind: 'accepted', reference }
  const lines = messages(page)
  if (lines.some((line) => line.includes('重複送件'))) {
    // It says that it has this filing; whose, only its list can tell.
    return { kind: 'unknown', cause: 'called_duplicate' }
  }
  if (pages.titleOf(page).includes('申請失敗') && lines.length > 0) {
    throw new agency.AgencyRefusal(lines)
  }
  throw new agency.ChangedLayout(['no number and no message after the last click'])
}

const LIST = ['申請編號', '路線', '入園日期', '狀態', '備註']

async function lookup(by: By, trip: Trip, call: Call): Promise<Outcome | null> {
  const site = visit(call)
  const 證號 = people.idOf(trip.applicant)
  const 申請編號 = 'reference' in by ? by.reference : await findByKey(site, by.key, trip)
  if (申請編號 === null) return null

  const query = { title: '進度查詢', button: '查詢', fields: ['申請編號*', '證號*'] }
  const page = await site.press(await site.open(`${SITE}/query.aspx`), { 申請編號, 證號 }, query)
  if (isNotThere(page)) return null
  call.keep({ label: 'answer', mediaType: 'text/html', body: page.html })
  return outcomeOf(pages.tablePairs(page), allEntries(trip))
}

/** The site's number of the filing that carries our key; one that stands before a cancelled one. */
async function findByKey(site: Site, key: string, trip: Trip): Promise<string | null> {
  const asked = {
    國家公園: TABLES.parks[trip.park].name,
    證號: people.idOf(trip.applicant),
    入園日期: days.toRoc(trip.entryOn),
  }
  const shape = { title: '我的申請', button: '查詢', fields: ['國家公園*', '證號*', '入園日期*'] }
  const page = await site.press(await site.open(`${SITE}/myapp.aspx`), asked, shape)
  if (isNotThere(page)) return null
  const rows = pages.tableRows(page, '#gvList')
  if (rows.length === 0 || Object.keys(rows[0] ?? {}).join() !== LIST.join()) {
    throw new agency.ChangedLayout(['the list of applications has other columns'])
  }
  const ours = rows.filter(({ 備註 = '' }) => 備註 === key || 備註.startsWith(`${key} `))
  const standing = ours.find(({ 狀態 }) => 狀態 !== '已取消') ?? ours[0]
  return standing?.申請編號 ?? null
}

/** Only the site's own word that it has nothing counts; a page without a table may be anything. */
const isNotThere = (page: pages.Page): boolean => messages(page).join() === '查無資料'

async function withdraw(reference: string, trip: Trip, call: Call): Promise<Withdrawal> {
  const site = visit(call)
  const page = await site.pressLast(
    await site.open(`${SITE}/cancel.aspx`),
    { 申請編號: reference, 證號: people.idOf(trip.applicant), 取消原因: '行程取消' },
    { title: '取消申請', button: '確定', fields: ['申請編號*', '證號*', '取消原因'] },
  )
  const lines = messages(page)
  if (pages.textAt(page, '#lblMsg') === '取消成功' || lines.includes('本案業已取消')) {
    return { kind: 'withdrawn' }
  }
  if (lines.length === 0) throw new agency.ChangedLayout(['no message after cancelling'])
  return { kind: 'refused', reasons: agency.reasons(lines, TABLES.english) }
}

async function correct(reference: string, trip: Trip, call: Call): Promise<Outcome> {
  const site = visit(call)
  const entries = allEntries(trip)
  const asked = { title: '補正', button: '確定', fields: ['申請編號*', '證號*'] }
  const numbers = { 申請編號: reference, 證號: people.idOf(trip.applicant) }
  const page = await site.press(await site.open(`${SITE}/amend.aspx`), numbers, asked)
  if (messages(page).includes('本案目前無須補正')) {
    // Our correction has arrived before, or the park has gone on without it.
    const now = await lookup({ reference }, trip, call)
    return now ?? { kind: 'unavailable', cause: 'not_there' }
  }
  expectTaken(page)
  const known = values(entries)
  const labels = pages.labelsOf(page)
  const written = labels.map((each) => each.replace('*', '')).filter((each) => each !== '補正說明')
  const strange = written.filter((each) => !entries.some(([name]) => name === each))
  if (strange.length > 0) throw new agency.ChangedLayout(strange.map((each) => `new ${each}`))
  const corrected = Object.fromEntries(written.map((each) => [each, known[each] ?? '']))
  const button = pages.buttonsOf(page)[0] ?? ''
  const answer = await site.pressLast(page, corrected, { title: '補正', button, fields: labels })
  if (pages.textAt(answer, '#lblMsg') === '補正資料已送出') return { kind: 'pending', reference }
  const lines = messages(answer)
  if (lines.length > 0) return refused(lines, entries, reference)
  throw new agency.ChangedLayout(['no message after correcting'])
}

/** The start page of each park's wizard, as the robot knows it. */
async function health(call: Call) {
  const site = visit(call)
  for (const { letter } of Object.values(TABLES.parks)) {
    await site.open(`${SITE}/apply1.aspx?park=${letter}`, { title: '步驟1', button: GO })
  }
  return { ok: true, detail: 'three wizards open' }
}

export const adapter = formAdapter({
  describe: {
    id: 'parks',
    agencies: ['yushan-park', 'taroko-park', 'sheipa-park'],
    title: words('國家公園入園申請', 'National park entry permits'),
    semantics: {
      idempotent: false,
      lookup: 'key',
      withdraw: true,
      correct: true,
      settlesAfterSeconds: 20,
    },
    openingHours: { from: '07:00', to: '23:00' },
    limits: { timeoutMs: 30_000, concurrency: 4, perMinute: 240, maxResponseBytes: 500_000 },
    hosts: ['{sandbox}'],
    fallbacks: ['parks-desk'],
  },
  input: Trip,
  check,
  submit,
  lookup,
  withdraw,
  correct,
  health,
  example,
})
