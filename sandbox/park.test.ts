import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'
import {
  everyTick,
  fillForm,
  type Page,
  readTable,
  type Values,
  type Visitor,
  visit,
} from './visitor.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-park-'))
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true })
})
beforeEach(() => order('/reset', {}))

const order = (path: string, body: unknown) =>
  fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
const oracle = async (path = '') => (await fetch(`${sandbox.url}/oracle${path}`)).json()
const officer = (form: [string, string][]) => visit(sandbox.url).post('/park/officer/act', form)

type Code = 'Y' | 'T' | 'S'
const words = {
  Y: { id: '身分證字號', birthday: '出生日期', mobile: '行動電話', email: '電子郵件' },
  T: { id: '證號', birthday: '生日', mobile: '手機', email: 'E-mail' },
  S: { id: '身分證／護照號碼', birthday: '出生年月日', mobile: '手機號碼', email: '電子信箱' },
}

const start = {
  Y: {
    路線: '南二段線',
    隊伍名稱: '山風隊',
    入園日期: '115/12/05',
    行程天數: '6',
    '隊員人數(不含領隊)': '1',
  },
  T: { 路線名稱: '南湖大山線', 入園日: '115/12/05', 天數: '4', '全隊人數(含領隊)': '1' },
  S: {
    申請路線: '雪山主東峰線',
    團隊名稱: '雪隊',
    進入園區日期: '115/12/05',
    總天數: '2',
    '隊員人數(不含領隊)': '0',
  },
}

const walks: Record<Code, Values[]> = {
  Y: [
    { 登山口: '向陽', 途經點1: '向陽山屋', 住宿地點: '嘉明湖山屋' },
    { 途經點1: '嘉明湖', 途經點2: '三叉山', 住宿地點: '拉庫音溪' },
    { 住宿地點: '轆轆谷' },
    { 住宿地點: '大水窟' },
    { 住宿地點: '觀高' },
    { 途經點1: '對關', 下山口: '東埔' },
  ],
  T: [
    { 登山口: '思源埡口', 住宿地點: '雲稜山屋' },
    { 住宿地點: '南湖山屋' },
    { 住宿地點: '雲稜山屋' },
    { 下山口: '思源埡口' },
  ],
  S: [
    { 登山口: '雪山登山口', 住宿地點: '七卡山莊' },
    { 途經點1: '雪山東峰', 下山口: '雪山登山口' },
  ],
}

function people(code: Code, leaderBirthday: string): Values {
  const word = words[code]
  const applicant = {
    姓名: '林怡君',
    國籍: '中華民國',
    [word.id]: 'a123456789',
    [word.birthday]: leaderBirthday,
    [word.mobile]: '0912345678',
    [word.email]: 'lin@example.org',
    縣市: '臺中市',
    鄉鎮市區: '西屯區',
    地址: '臺灣大道三段99號',
    緊急聯絡人姓名: '林媽媽',
    緊急聯絡人電話: '0922000111',
  }
  return {
    ...Object.fromEntries(Object.entries(applicant).map(([key, value]) => [`申請人${key}`, value])),
    已取得全體隊員同意代為申請: true,
    領隊同申請人: true,
    留守人姓名: '陳留守',
    [`留守人${word.mobile}`]: '0933000111',
    備註: 'yizhan-key-1',
    ...(code === 'Y'
      ? {
          隊員1姓名: '𨳊䂖',
          隊員1國籍: '日本',
          隊員1身分證字號: 'TK1234567',
          隊員1出生日期: '80/1/2',
        }
      : {}),
  }
}

interface Trip {
  leaderBirthday?: string
  change?: Values
  walk?: Values[]
}

async function fillTo5(
  code: Code,
  { leaderBirthday = '075/03/02', change = {}, walk = walks[code] }: Trip = {},
) {
  const visitor = visit(sandbox.url)
  let page = await visitor.get(`/park/apply1.aspx?park=${code}`)
  page = await visitor.send(page, { ...start[code], ...change })
  for (const day of walk) {
    if (page.title.includes('步驟2')) page = await visitor.send(page, day)
  }
  if (page.title.includes('步驟3')) page = await visitor.send(page, people(code, leaderBirthday))
  if (page.title.includes('步驟4')) {
    const retreat = code === 'S' ? { 撤退機制說明: '下午一時未登頂即撤退' } : {}
    page = await visitor.send(page, { ...everyTick(page), ...retreat })
  }
  return { visitor, page }
}

async function file(
  code: Code,
  trip: Trip = {},
): Promise<{ number: string; page: Page; visitor: Visitor }> {
  const { visitor, page } = await fillTo5(code, trip)
  expect(page.errors).toBe('')
  const result = await visitor.send(page, {})
  return { number: result.$('#lblNo').text(), page: result, visitor }
}

const progress = async (number: string) => {
  const visitor = visit(sandbox.url)
  const page = await visitor.get('/park/query.aspx')
  return readTable(await visitor.send(page, { 申請編號: number, 證號: 'A123456789' }))
}

describe('a filing', () => {
  test('goes through five pages and gets a number at every park', async () => {
    expect((await file('Y')).number).toBe('玉-1151205-0001')
    expect((await file('T')).number).toBe('太-1151205-0001')
    expect((await file('S')).number).toBe('雪-1151205-0001')
    const counts = await oracle()
    expect(counts['yushan-park']).toEqual({ received: 1, filed: 1, withdrawn: 0, duplicates: 0 })
    expect(counts['taroko-park'].filed).toBe(1)
    expect(counts['sheipa-park'].filed).toBe(1)
  })

  test('keeps every field as typed, rare characters too', async () => {
    await file('Y')
    const [filing] = await oracle('/yushan-park')
    expect(filing).toMatchObject({
      key: 'yizhan-key-1',
      status: '審核中',
      fields: {
        entry: '2026-12-05',
        persons: 2,
        leader: { name: '林怡君', id: 'A123456789' },
        members: [{ name: '𨳊䂖', nationality: '日本' }],
        contact: { name: '陳留守' },
        consents: 8,
      },
    })
    expect(filing.fields.itinerary[0]).toEqual({
      nodes: ['向陽', '向陽山屋', '嘉明湖山屋'],
      night: '嘉明湖山屋',
    })
  })

  test('the last click twice files once', async () => {
    const { visitor, page } = await fillTo5('S')
    const body = fillForm(page, {})
    await visitor.post('/park/apply5.aspx', body)
    const second = await visitor.post('/park/apply5.aspx', body)
    expect(second.errors).toContain('頁面已失效')
    expect((await oracle())['sheipa-park']).toMatchObject({ received: 1, filed: 1 })
  })

  test('made again for the same team and day gets a second number, and the oracle tells', async () => {
    await file('S')
    expect((await file('S')).number).toBe('雪-1151205-0002')
    expect((await oracle())['sheipa-park']).toEqual({
      received: 2,
      filed: 2,
      withdrawn: 0,
      duplicates: 1,
    })
  })

  test('is found by its remark in the list of one’s applications', async () => {
    const { number } = await file('T')
    const visitor = visit(sandbox.url)
    const ask = await visitor.get('/park/myapp.aspx')
    const page = await visitor.send(ask, {
      國家公園: '太魯閣',
      證號: 'A123456789',
      入園日期: '115/12/05',
    })
    const cells = page.$('#gvList tr').last().find('td').get()
    expect(cells.map((cell) => page.$(cell).text())).toEqual([
      number,
      '南湖大山線',
      '115/12/05',
      '審核中',
      'yizhan-key-1',
    ])
    const none = await visitor.send(ask, {
      國家公園: '太魯閣',
      證號: 'B123456780',
      入園日期: '115/12/05',
    })
    expect(none.errors).toContain('查無資料')
  })
})

describe('the rules', () => {
  test('a leader of 19 is refused at 玉山 and accepted at 太魯閣 and 雪霸', async () => {
    const leaderBirthday = '096/06/01'
    expect((await fillTo5('Y', { leaderBirthday })).page.errors).toContain('領隊年齡須滿20歲')
    expect((await fillTo5('T', { leaderBirthday })).page.title).toContain('步驟5')
    expect((await fillTo5('S', { leaderBirthday })).page.title).toContain('步驟5')
  })

  test('the window is two months to five days, with an hour of its own on the last day', async () => {
    const at = async (entry: string) =>
      (await fillTo5('S', { change: { 進入園區日期: entry } })).page
    expect((await at('115/11/27')).errors).toContain('不在受理期間')
    expect((await at('116/01/24')).errors).toContain('不在受理期間')
    expect((await at('116/01/23')).title).toContain('步驟5')
    expect((await at('115/11/28')).title).toContain('步驟5')
    await order('/clock', { at: '2026-11-23T17:30:00+08:00' })
    expect((await at('115/11/28')).errors).toContain('已逾本日受理截止時間(17:00)')
  })

  test('nothing is taken at night', async () => {
    await order('/clock', { at: '2026-11-23T23:10:00+08:00' })
    const page = await visit(sandbox.url).get('/park/apply1.aspx?park=Y')
    expect(page.title).toContain('非服務時間')
    expect((await visit(sandbox.url).get('/park/query.aspx')).title).toContain('進度查詢')
  })

  test('a wrong date keeps what was typed', async () => {
    const { page } = await fillTo5('Y', { change: { 入園日期: '115/02/30' } })
    expect(page.errors).toContain('「入園日期」日期格式錯誤')
    expect(page.$('input[name=txt02]').val()).toBe('山風隊')
  })

  test('a missing tick, a wrong ID and a stay-behind contact of the team are refused', async () => {
    const visitor = visit(sandbox.url)
    let page = await visitor.get('/park/apply1.aspx?park=S')
    page = await visitor.send(page, start.S)
    for (const day of walks.S) page = await visitor.send(page, day)
    page = await visitor.send(page, {
      ...people('S', '75/1/1'),
      '申請人身分證／護照號碼': 'A123456788',
    })
    expect(page.errors).toContain('「申請人身分證／護照號碼」格式錯誤')
    page = await visitor.send(page, { ...people('S', '75/1/1'), 留守人姓名: '林怡君' })
    expect(page.errors).toContain('留守人不得為隊伍成員')
    page = await visitor.send(page, people('S', '75/1/1'))
    page = await visitor.send(page, { 撤退機制說明: '有' })
    expect(page.errors).toContain('未勾選')
  })

  test('the quota of a route and day is kept', async () => {
    for (let team = 1; team <= 10; team++) await file('Y')
    expect((await fillTo5('Y')).page.errors).toBe('・您申請的日期名額已滿(剩餘0人)')
    const other = { 入園日期: '115/12/06' }
    expect((await fillTo5('Y', { change: other })).page.title).toContain('步驟5')
  })
})

describe('after filing', () => {
  test('an officer approves with a number', async () => {
    const { number } = await file('S')
    await officer([
      ['no', number],
      ['action', 'approve'],
    ])
    expect(await progress(number)).toMatchObject({
      狀態: '核准',
      許可證號: '雪管入字第1151123001號',
    })
  })

  test('an officer rejects with a reason, and then it cannot be cancelled', async () => {
    const { number, visitor } = await file('T')
    await officer([
      ['no', number],
      ['action', 'reject'],
      ['reason', '路線封閉'],
    ])
    expect(await progress(number)).toMatchObject({ 狀態: '不予許可', 說明: '路線封閉' })
    const page = await visitor.send(await visitor.get('/park/cancel.aspx'), {
      申請編號: number,
      證號: 'A123456789',
    })
    expect(page.errors).toContain('無法取消')
    expect((await oracle())['taroko-park'].filed).toBe(1)
  })

  test('a returned filing is corrected; at 太魯閣 within 48 hours', async () => {
    const { number, visitor } = await file('T')
    await officer([
      ['no', number],
      ['action', 'return'],
      ['reason', '電話有誤'],
      ['field', '留守人手機'],
    ])
    expect(await progress(number)).toMatchObject({
      狀態: '退回補正',
      說明: '電話有誤',
      補正欄位: '留守人手機',
      補正期限: expect.stringMatching(/^115\/11\/25 09:0/),
    })
    let page = await visitor.get('/park/amend.aspx')
    page = await visitor.send(page, { 申請編號: number, 證號: 'A123456789' })
    page = await visitor.send(page, { 留守人手機: '0955666777' })
    expect(page.$('#lblMsg').text()).toBe('補正資料已送出')
    const [filing] = await oracle('/taroko-park')
    expect(filing).toMatchObject({
      status: '審核中',
      fields: { contact: { mobile: '0955666777' } },
    })

    await officer([
      ['no', number],
      ['action', 'return'],
      ['reason', '再補'],
      ['field', '留守人手機'],
    ])
    await order('/clock', { advanceMinutes: 49 * 60 })
    expect((await progress(number)).狀態).toBe('逾期未補正')
  })

  test('cancelling needs number and ID, and counts as withdrawn', async () => {
    const { number, visitor } = await file('Y')
    const ask = () => visitor.get('/park/cancel.aspx')
    const wrong = await visitor.send(await ask(), { 申請編號: number, 證號: 'B123456780' })
    expect(wrong.errors).toContain('查無資料')
    const right = await visitor.send(await ask(), { 申請編號: number, 證號: 'A123456789' })
    expect(right.$('#lblMsg').text()).toBe('取消成功')
    expect((await oracle())['yushan-park']).toEqual({
      received: 1,
      filed: 0,
      withdrawn: 1,
      duplicates: 0,
    })
    const again = await visitor.send(await ask(), { 申請編號: number, 證號: 'A123456789' })
    expect(again.errors).toContain('本案業已取消')
  })

  test('a night at 嘉明湖營地 is paid in the forest system before the park approves', async () => {
    const [first, ...rest] = walks.Y
    const { number } = await file('Y', { walk: [{ ...first, 住宿地點: '嘉明湖營地' }, ...rest] })
    await officer([
      ['no', number],
      ['action', 'approve'],
    ])
    const waiting = await progress(number)
    expect(waiting).toMatchObject({ 狀態: '待繳費(林務系統)', 繳費代碼: 'CF000001' })
    const payer = visit(sandbox.url)
    const paid = await payer.send(await payer.get('/forest/campfee.php?code=CF000001'), {
      卡號: '4111111111111111',
      有效期限: '12/29',
      安全碼: '123',
    })
    expect(paid.$('#main').text()).toContain('繳費完成')
    expect(await progress(number)).toMatchObject({
      狀態: '核准',
      許可證號: '玉管入字第1151123001號',
    })
  })
})

describe('faults', () => {
  test('a drop before the last click records nothing; after it, the filing stands', async () => {
    const before = await fillTo5('S')
    await order('/faults', { agency: 'sheipa-park', mode: 'drop_before', times: 1 })
    await expect(before.visitor.send(before.page, {})).rejects.toThrow()
    expect((await oracle())['sheipa-park'].received).toBe(0)

    const after = await fillTo5('S')
    await order('/faults', { agency: 'sheipa-park', mode: 'drop_after', times: 1 })
    await expect(after.visitor.send(after.page, {})).rejects.toThrow()
    expect((await oracle())['sheipa-park']).toMatchObject({ received: 1, filed: 1 })
  })

  test('each fault spoils the answer in its own way and ends after its times', async () => {
    const at = (mode: string) =>
      order('/faults', { agency: 'yushan-park', mode, times: 1 }).then(() =>
        visit(sandbox.url).get('/park/apply1.aspx?park=Y'),
      )
    expect((await at('http500')).status).toBe(500)
    expect((await at('maintenance')).errors).toContain('系統維護中')
    expect((await at('half_page')).$('form').length).toBeLessThan(2)
    expect((await at('changed_layout')).title).not.toContain('步驟1')
    expect((await visit(sandbox.url).get('/park/apply1.aspx?park=Y')).title).toContain('步驟1')
    await order('/faults', { agency: 'yushan-park', mode: 'http500' })
    expect((await visit(sandbox.url).get('/park/apply1.aspx?park=T')).status).toBe(200)
  })

  test('a false duplicate answer files nothing', async () => {
    await order('/faults', { agency: 'taroko-park', mode: 'duplicate_answer', times: 1 })
    const { visitor, page } = await fillTo5('T')
    expect((await visitor.send(page, {})).errors).toContain('重複送件')
    expect((await oracle())['taroko-park']).toMatchObject({ received: 1, filed: 0 })
  })
})
