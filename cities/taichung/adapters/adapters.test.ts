// What only one agency does: its states, its rules, its officers' answers.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts'
import {
  CHEN,
  ENTRY,
  HUT_NIGHT,
  LIN,
  NANHU,
  nationalId,
  PARKING,
  SOUTHERN_SECTION,
  XUESHAN,
} from '../../../src/adapters/filings.examples.ts'
import {
  callAdapter,
  checkInput,
  getAdapter,
  type Input,
  listAdapters,
  rotateCredential,
  startLane,
} from '../../../src/adapters/index.ts'
import { newStation, type TestStation } from '../../../tests/world.ts'

const START = '2026-11-23T09:30:00+08:00'
let sandbox: Sandbox
let station: TestStation
const dir = mkdtempSync(join(tmpdir(), 'yizhan-city-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url })
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  await tell('/reset', {})
  await station.clock.move?.(new Date(START))
  for (const id of ['parks', 'police-entry', 'forest-huts', 'trailhead-parking'])
    await startLane(station, id)
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
    station.db,
  )
})

const tell = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const officer = (system: string, form: Record<string, string>) =>
  fetch(`${sandbox.url}/${system}/officer/act`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  })

const submit = async (id: string, input: Input, key = 'key-1') =>
  (await callAdapter(station, id, 'submit', { key, input })).outcome
async function filedAt(id: string, input: Input): Promise<string> {
  const outcome = await submit(id, input)
  expect(outcome).toMatchObject({ kind: 'accepted' })
  return String(Reflect.get(outcome, 'reference'))
}
const standing = async (id: string, reference: string, input: Input) =>
  (await callAdapter(station, id, 'lookup', { by: { reference }, input })).outcome
const blocked = (id: string, input: Input, now = START) =>
  checkInput(station, id, input, new Date(now))
    .filter((problem) => problem.level !== 'info')
    .map((problem) => problem.pointer)

describe('parks', () => {
  test('an approval brings the permit’s number', async () => {
    const no = await filedAt('parks', XUESHAN)
    await officer('park', { no, action: 'approve' })
    expect(await standing('parks', no, XUESHAN)).toMatchObject({
      kind: 'approved',
      reference: no,
      number: expect.stringContaining('雪管入字第'),
    })
  })

  test('a rejection brings the park’s own words, and says in English whose they are', async () => {
    const no = await filedAt('parks', XUESHAN)
    await officer('park', { no, action: 'reject', reason: '行程過於緊湊' })
    expect(await standing('parks', no, XUESHAN)).toMatchObject({
      kind: 'rejected',
      reasons: [
        { text: { 'zh-TW': '行程過於緊湊', en: 'In the agency’s own words: “行程過於緊湊”' } },
      ],
    })
  })

  test('a filing returned by 太魯閣 names the field and the 48 hours, and the correction goes back', async () => {
    const no = await filedAt('parks', NANHU)
    await officer('park', { no, action: 'return', reason: '電話打不通', field: '隊員1手機' })
    expect(await standing('parks', no, NANHU)).toMatchObject({
      kind: 'needs',
      what: 'correction',
      by: expect.stringMatching(/^2026-11-25T\d\d:\d\d:00\+08:00$/),
      reasons: [{ field: '/members/0/phone', text: { 'zh-TW': '隊員1手機：電話打不通' } }],
    })

    const input = { ...NANHU, members: [{ ...CHEN, phone: '0900111222' }] }
    const correct = () => callAdapter(station, 'parks', 'correct', { reference: no, input })
    expect((await correct()).outcome).toEqual({ kind: 'pending', reference: no })
    expect(await standing('parks', no, input)).toMatchObject({ kind: 'pending' })
    expect((await correct()).outcome).toMatchObject({ kind: 'pending', reference: no })
    const view = await fetch(`${sandbox.url}/oracle/taroko-park`)
    expect(await view.text()).toContain('0900111222')
  })

  test('a night at 嘉明湖營地 is paid in the forest system before the park approves', async () => {
    const [first, ...days] = SOUTHERN_SECTION.chain as Record<string, unknown>[]
    const input = { ...SOUTHERN_SECTION, chain: [{ ...first, lodging: '嘉明湖營地' }, ...days] }
    const no = await filedAt('parks', input)
    await officer('park', { no, action: 'approve' })
    expect(await standing('parks', no, input)).toMatchObject({
      kind: 'needs',
      what: 'payment',
      by: expect.stringMatching(/^2026-11-26T/),
      url: `${sandbox.url}/forest/campfee.php`,
    })
    await officer('park', { no, action: 'paid' })
    expect(await standing('parks', no, input)).toMatchObject({ kind: 'approved' })
  })

  test('a day whose places are taken is refused for good, in words of both languages', async () => {
    const crowd = (letter: string) => ({
      ...SOUTHERN_SECTION,
      members: Array.from({ length: 11 }, (_, n) => ({
        ...CHEN,
        id_number: nationalId(letter, String(10_000_000 + n)),
      })),
    })
    expect(await submit('parks', crowd('F'), 'one')).toMatchObject({ kind: 'accepted' })
    expect(await submit('parks', crowd('G'), 'two')).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { en: 'The places on this day are all taken' } }],
    })
  })

  test('a leader who is not the applicant is written down as such', async () => {
    const leader = { ...CHEN, phone: '0955000111' }
    await filedAt('parks', { ...XUESHAN, leader, members: [LIN] })
    const filings = await (await fetch(`${sandbox.url}/oracle/sheipa-park`)).text()
    expect(filings).toContain('0955000111')
    expect(filings).toContain(CHEN.name)
  })

  test('a leader of 19 is refused at 玉山 and taken at 太魯閣', () => {
    const leader = { ...LIN, birth: '2007-06-01' }
    expect(blocked('parks', { ...SOUTHERN_SECTION, leader })).toEqual(['/leader/birth'])
    expect(blocked('parks', { ...NANHU, leader })).toEqual([])
  })

  test('what the park would refuse is told before filing, with the field', () => {
    const [first, second, third] = XUESHAN.chain as Input[]
    const cases: [string[], Input][] = [
      [['/members/0/id_number'], { ...XUESHAN, members: [LIN] }],
      [['/members/0/id_number'], { ...XUESHAN, members: [{ ...CHEN, id_number: 'A123456788' }] }],
      [['/contact/name'], { ...XUESHAN, contact: { name: CHEN.name, phone: '0911222333' } }],
      [['/bailOut'], { ...XUESHAN, bailOut: undefined }],
      [['/courseDone'], { ...SOUTHERN_SECTION, courseDone: false }],
      [['/soloPledge'], { ...NANHU, members: [] }],
      [['/chain'], { ...XUESHAN, chain: [{ ...first, lodging: '七卡營地' }, second, third] }],
      [['/days'], { ...XUESHAN, days: 2 }],
      [['/teamName'], { ...XUESHAN, teamName: '字'.repeat(21) }],
      [['/park'], { ...XUESHAN, park: 'kenting' }],
      [[''], { ...XUESHAN, mascot: 'bear' }],
    ]
    for (const [pointers, input] of cases) expect(blocked('parks', input)).toEqual(pointers)
  })

  test('five days before entry the park’s own hour closes', () => {
    expect(blocked('parks', XUESHAN, '2026-11-30T16:59:59+08:00')).toEqual([])
    expect(blocked('parks', XUESHAN, '2026-11-30T17:00:00+08:00')).toEqual(['/entryOn'])
  })

  test('places the park’s form cannot name are told, and do not stop the filing', () => {
    const notes = checkInput(station, 'parks', SOUTHERN_SECTION, new Date(START))
    expect(notes).toMatchObject([
      { level: 'info', message: { en: expect.stringContaining('南雙頭山') } },
    ])
  })

  test('a site that has closed by its own clock takes nothing', async () => {
    await tell('/clock', { at: '2026-11-23T23:30:00+08:00' })
    expect(await submit('parks', XUESHAN)).toMatchObject({ kind: 'unavailable', cause: 'closed' })
  })

  test('a wizard that has changed is not clicked through, and its page is kept', async () => {
    await tell('/faults', { agency: 'sheipa-park', mode: 'changed_layout', on: 'any', times: 3 })
    const report = await callAdapter(station, 'parks', 'submit', { key: 'k', input: XUESHAN })
    expect(report.outcome).toMatchObject({ kind: 'unavailable', cause: 'changed_layout' })
    expect(await (await fetch(`${sandbox.url}/oracle/sheipa-park`)).json()).toEqual([])
  })
})

describe('huts', () => {
  const view = async (no: string) => standing('forest-huts', no, HUT_NIGHT)
  const act = (no: string, action: string, reason = '') => officer('forest', { no, action, reason })

  test('a draw that is won is paid within three days, and then the beds are ours', async () => {
    const no = await filedAt('forest-huts', HUT_NIGHT)
    expect(await view(no)).toMatchObject({
      kind: 'pending',
      reference: no,
      until: '2026-11-24T10:00:00+08:00',
    })
    await act(no, 'win')
    expect(await view(no)).toMatchObject({
      kind: 'needs',
      what: 'payment',
      reference: no,
      by: '2026-11-26T23:59:00+08:00',
      reasons: [{ text: { 'zh-TW': expect.stringContaining('NT$800') } }],
    })
    // Nobody paid: the beds are given away.
    await tell('/clock', { at: '2026-11-27T09:00:00+08:00' })
    expect(await view(no)).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { 'zh-TW': '逾期未繳款' } }],
    })
  })

  test('a draw that is lost, and an order that is refused, say so', async () => {
    const lost = await filedAt('forest-huts', HUT_NIGHT)
    await act(lost, 'lose')
    expect(await view(lost)).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { en: 'The draw was lost' } }],
    })
    await tell('/reset', {})
    const refused = await filedAt('forest-huts', HUT_NIGHT)
    await act(refused, 'reject', '山屋整修')
    expect(await view(refused)).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { 'zh-TW': '山屋整修' } }],
    })
  })

  test('a password that is refused stops the lane', async () => {
    await rotateCredential(station, 'forest-huts', 'password', 'an old password')
    const refused = { kind: 'unavailable', cause: 'credential_refused' }
    expect(await submit('forest-huts', HUT_NIGHT)).toEqual(refused)
    await rotateCredential(station, 'forest-huts', 'password', 'forest-demo')
    expect(await submit('forest-huts', HUT_NIGHT)).toEqual(refused)
    await startLane(station, 'forest-huts')
    expect(await submit('forest-huts', HUT_NIGHT)).toMatchObject({ kind: 'accepted' })
  })
})

describe('parking', () => {
  test('an officer approves or says why not; a full day is told before the last click', async () => {
    const no = await filedAt('trailhead-parking', PARKING)
    await officer('parking', { no, action: 'approve' })
    expect(await standing('trailhead-parking', no, PARKING)).toMatchObject({ kind: 'approved' })
    const other = await submit('trailhead-parking', { ...PARKING, plate: 'XYZ-99' }, 'key-2')
    await officer('parking', {
      no: String(Reflect.get(other, 'reference')),
      action: 'reject',
      reason: '施工',
    })
    const seen = await callAdapter(station, 'trailhead-parking', 'lookup', {
      by: { key: 'key-2' },
      input: PARKING,
    })
    expect(seen.outcome).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { 'zh-TW': '施工' } }],
    })

    await fetch(`${sandbox.url}/parking/officer/places`, {
      method: 'POST',
      body: new URLSearchParams({ kind: 'S', day: '2026-12-13', places: '1' }),
    })
    expect(await submit('trailhead-parking', PARKING, 'key-3')).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { 'zh-TW': '2026-12-13 車位已滿' } }],
    })
  })

  test('what the car park would refuse is told before filing', () => {
    expect(blocked('trailhead-parking', { ...PARKING, startOn: '2026-11-23' })).toEqual([
      '/startOn',
    ])
    expect(blocked('trailhead-parking', { ...PARKING, vehicle: 'bus', lot: 'near' })).toEqual([
      '/lot',
    ])
    expect(blocked('trailhead-parking', { ...PARKING, plate: '?' })).toEqual(['/plate'])
  })
})

describe('police', () => {
  test('a permit brings its number, a refusal the reason', async () => {
    const no = await filedAt('police-entry', ENTRY)
    await officer('police', { no, action: 'approve' })
    expect(await standing('police-entry', no, ENTRY)).toMatchObject({
      kind: 'approved',
      number: expect.stringContaining('入山字第'),
    })
    await tell('/reset', {})
    const second = await filedAt('police-entry', ENTRY)
    await officer('police', { no: second, action: 'reject', reason: '管制區封閉' })
    expect(await standing('police-entry', second, ENTRY)).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { 'zh-TW': '管制區封閉' } }],
    })
  })

  test('one filing names every bureau concerned, as the service writes them', async () => {
    await filedAt('police-entry', ENTRY)
    const [filing] = (await (await fetch(`${sandbox.url}/oracle/police`)).json()) as object[]
    expect(JSON.stringify(filing)).toMatch(/台東.*南投/)
  })

  test('somebody else’s filing of the same leader and day is a refusal without a number', async () => {
    const theirs = await filedAt('police-entry', ENTRY)
    const outcome = await submit('police-entry', ENTRY, 'another-case')
    expect(outcome).toMatchObject({ kind: 'rejected', reasons: [{ field: '/leader' }] })
    expect(JSON.stringify(outcome)).not.toContain(theirs)
  })

  test('a field the service cannot read is named as ours', async () => {
    const members = [{ ...CHEN, nationality: 'JP', id_number: 'AB1' }]
    expect(await submit('police-entry', { ...ENTRY, members })).toMatchObject({
      kind: 'needs',
      what: 'correction',
      reasons: [{ field: '/members/0/id_number' }],
    })
  })

  test('a key that is refused stops the lane; with the right one a person starts it again', async () => {
    await rotateCredential(station, 'police-entry', 'api_key', 'an old key')
    expect(await submit('police-entry', ENTRY)).toEqual({
      kind: 'unavailable',
      cause: 'credential_refused',
    })
    expect(await submit('police-entry', ENTRY)).toMatchObject({ cause: 'credential_refused' })
    await rotateCredential(station, 'police-entry', 'api_key', 'demo-police-key')
    await startLane(station, 'police-entry')
    expect(await submit('police-entry', ENTRY)).toMatchObject({ kind: 'accepted' })
  })

  test('what the police would refuse is told before filing', () => {
    expect(blocked('police-entry', ENTRY, '2026-12-09T23:59:00+08:00')).toEqual([])
    expect(blocked('police-entry', ENTRY, '2026-12-10T00:00:00+08:00')).toEqual(['/startOn'])
    expect(blocked('police-entry', { ...ENTRY, bureaus: ['金門縣警察局'] })).toEqual(['/bureaus'])
    expect(blocked('police-entry', { ...ENTRY, endOn: '2026-12-01' })).toEqual(['/endOn'])
  })
})

describe('desks', () => {
  test('robot and desk are told the same of what the hut system would refuse', () => {
    for (const id of ['forest-huts', 'forest-huts-desk']) {
      expect(blocked(id, HUT_NIGHT)).toEqual([])
      expect(blocked(id, HUT_NIGHT, '2026-12-06T09:00:00+08:00')).toEqual(['/nights'])
      const elsewhere = { ...HUT_NIGHT, nights: [{ on: '2026-12-12', lodging: '排雲山莊' }] }
      expect(blocked(id, elsewhere)).toEqual(['/nights'])
      expect(blocked(id, { ...HUT_NIGHT, people: 5 })).toEqual(['/people'])
      const alone = { ...LIN, emergency_name: undefined, phone: undefined }
      const unreachable = { ...HUT_NIGHT, leader: alone, contact: undefined }
      expect(blocked(id, unreachable)).toEqual(['/leader/phone', '/contact'])
    }
  })

  test('every desk has steps in both languages, and links that lead somewhere', async () => {
    const desks = listAdapters(station).flatMap(({ describe }) => describe.desk ?? [])
    expect(desks.length).toBeGreaterThanOrEqual(4)
    const links = JSON.stringify(desks).match(/http:\/\/[\w.:/]+/g) ?? []
    expect(links.length).toBeGreaterThan(0)
    for (const link of new Set(links)) expect((await fetch(link)).status, link).toBe(200)
  })

  test('the allowance is refused after six months, registration only says what it means', () => {
    const born = (birth: string) => ({ applicant: { name: '林怡君' }, child: { birth } })
    expect(blocked('civil-affairs-desk', born('2026-05-23'))).toEqual([])
    expect(blocked('civil-affairs-desk', born('2026-05-22'))).toEqual(['/child/birth'])
    expect(blocked('household-desk', born('2026-01-01'))).toEqual([])
    expect(checkInput(station, 'household-desk', born('2026-01-01'), new Date(START))).toHaveLength(
      1,
    )
  })

  test('a robot that calls a desk is told whose work it is', async () => {
    const { submit: send } = getAdapter(station, 'forest-huts-desk')
    await expect(send('k', HUT_NIGHT, {} as never)).rejects.toThrow('open a task for forest-desk')
  })
})
