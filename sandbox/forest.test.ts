import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'
import { type Page, readTable, type Visitor, visit } from './visitor.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-forest-'))
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
const clock = (at: string) => order('/clock', { at })
const oracle = async (path = '') => (await fetch(`${sandbox.url}/oracle${path}`)).json()
const officer = (path: string, form: Record<string, string>) =>
  visit(sandbox.url).post(`/forest/officer/${path}`, Object.entries(form))

async function logIn(id = 'A123456789', password = 'forest-demo'): Promise<Visitor> {
  const visitor = visit(sandbox.url)
  const page = await visitor.send(await visitor.get('/forest/login.php'), {
    身分證字號: id,
    密碼: password,
  })
  expect(page.errors).toBe('')
  return visitor
}

interface Wish {
  first: string
  huts?: string[]
  count?: number
}

async function fill(
  visitor: Visitor,
  { first, huts = ['嘉明湖山屋'], count = 1 }: Wish,
): Promise<Page> {
  const page = await visitor.send(await visitor.get('/forest/order.php'), {
    第一晚日期: first,
    人數: String(count),
    備註: 'yizhan-key-1',
    ...Object.fromEntries(huts.map((hut, index) => [`第${index + 1}晚山屋`, hut])),
  })
  if (page.errors !== '') return page
  const guests = Array.from({ length: count }, (_, index) =>
    index === 0 ? '領隊' : `隊員${index}`,
  )
  return visitor.send(
    page,
    Object.fromEntries(
      guests.flatMap((who, index) => [
        [`${who}姓名`, `隊友${index}`],
        [`${who}身分證字號`, `A10000${1000 + index}`],
        [`${who}生日`, '1986-03-02'],
        [`${who}電話`, '0912345678'],
        [`${who}緊急聯絡人`, '林媽媽'],
        [`${who}緊急聯絡電話`, '0922000111'],
      ]),
    ),
  )
}

async function place(visitor: Visitor, wish: Wish): Promise<string> {
  const page = await visitor.send(await fill(visitor, wish), { 我已閱讀並同意山屋管理規定: true })
  expect(page.errors).toBe('')
  return page.$('#no').text()
}

const view = async (visitor: Visitor, number: string) =>
  readTable(await visitor.get(`/forest/view.php?no=${number}`))

const card = { 卡號: '4111111111111111', 有效期限: '12/29', 安全碼: '123' }

describe('ordering', () => {
  test('nobody orders without logging in, and a new account can', async () => {
    const visitor = visit(sandbox.url)
    expect((await visitor.get('/forest/order.php')).errors).toBe('請先登入')
    const account = { 身分證字號: 'b123456780', 密碼: 'long-enough', 姓名: '王先生' }
    await visitor.send(await visitor.get('/forest/register.php'), account)
    expect((await visitor.send(await visitor.get('/forest/register.php'), account)).errors).toBe(
      '此帳號已註冊',
    )
    await place(await logIn('B123456780', 'long-enough'), { first: '2026-12-05' })
    expect((await oracle()).forestry.filed).toBe(1)
  })

  test('an order is found again by its remark, by its owner only', async () => {
    const visitor = await logIn()
    const number = await place(visitor, {
      first: '2026-12-05',
      huts: ['向陽山屋', '嘉明湖山屋'],
      count: 2,
    })
    expect(number).toBe('F20261205-0001')
    const list = await visitor.get('/forest/mine.php?q=yizhan-key-1')
    expect(list.$('td a').text()).toBe(number)
    expect((await visitor.get('/forest/mine.php?q=other')).$('td a').length).toBe(0)
    expect(await view(visitor, number)).toMatchObject({
      狀態: '申請中',
      金額: 'NT$1400',
      備註: 'yizhan-key-1',
    })
    const [seen] = await oracle('/forestry')
    expect(seen).toMatchObject({
      key: 'yizhan-key-1',
      status: '申請中',
      fields: {
        nights: [
          { night: '2026-12-05', hut: '向陽山屋' },
          { night: '2026-12-06', hut: '嘉明湖山屋' },
        ],
        guests: [{ name: '隊友0' }, { name: '隊友1' }],
      },
    })
  })

  test('orders are taken from two months to seven days before the first night', async () => {
    const visitor = await logIn()
    expect((await fill(visitor, { first: '2026-11-29' })).errors).toContain('不在受理期間')
    expect((await fill(visitor, { first: '2027-01-24' })).errors).toContain('不在受理期間')
    expect((await fill(visitor, { first: '2026-11-30' })).errors).toBe('')
    expect((await fill(visitor, { first: '2027-01-23' })).errors).toBe('')
  })

  test('a second click orders nothing; the same order again is told by the oracle', async () => {
    const visitor = await logIn()
    const page = await fill(visitor, { first: '2026-12-05' })
    await visitor.send(page, { 我已閱讀並同意山屋管理規定: true })
    expect((await visitor.send(page, { 我已閱讀並同意山屋管理規定: true })).title).toContain(
      '我的訂單',
    )
    await place(visitor, { first: '2026-12-05' })
    expect((await oracle()).forestry).toEqual({
      received: 2,
      filed: 2,
      withdrawn: 0,
      duplicates: 1,
    })
  })
})

describe('the draw', () => {
  test('is held one month before the first night at ten', async () => {
    const visitor = await logIn()
    const number = await place(visitor, { first: '2027-01-10', huts: ['天池山莊'] })
    await clock('2026-12-10T09:59:00+08:00')
    expect((await view(visitor, number)).狀態).toBe('申請中')
    await clock('2026-12-10T10:00:00+08:00')
    expect(await view(visitor, number)).toMatchObject({
      狀態: '已抽中未繳款',
      繳款期限: '2026-12-13 23:59',
    })
  })

  test('an order made after that is drawn the next morning', async () => {
    const visitor = await logIn()
    const number = await place(visitor, { first: '2026-12-05' })
    expect((await view(visitor, number)).抽籤時間).toBe('2026-11-24 10:00')
    await clock('2026-11-24T10:00:00+08:00')
    expect((await view(visitor, number)).狀態).toBe('已抽中未繳款')
  })

  test('gives the beds there are, and the same result whenever one looks', async () => {
    const visitor = await logIn()
    const wish = { first: '2027-01-10', huts: ['檜谷山莊'], count: 3 }
    await officer('beds', { hut: '檜谷山莊', night: '2027-01-10', beds: '7' })
    for (let team = 1; team <= 4; team++) await place(visitor, wish)
    const states = async () =>
      (await oracle('/forestry')).map((one: { status: string }) => one.status)
    await clock('2026-12-11T12:00:00+08:00')
    const drawn = await states()
    expect(drawn.filter((state: string) => state === '已抽中未繳款')).toHaveLength(2)
    expect(drawn.filter((state: string) => state === '未抽中')).toHaveLength(2)
  })

  test('all nights win together or none', async () => {
    const visitor = await logIn()
    await officer('beds', { hut: '天池山莊', night: '2027-01-11', beds: '0' })
    const number = await place(visitor, { first: '2027-01-10', huts: ['天池山莊', '天池山莊'] })
    await clock('2026-12-10T10:00:00+08:00')
    expect((await view(visitor, number)).狀態).toBe('未抽中')
  })

  test('嘉明湖 is drawn again every morning until four days before', async () => {
    const visitor = await logIn()
    await officer('beds', { hut: '嘉明湖山屋', night: '2026-12-05', beds: '0' })
    const lucky = await place(visitor, { first: '2026-12-05' })
    await clock('2026-11-28T12:00:00+08:00')
    expect((await view(visitor, lucky)).狀態).toBe('申請中')
    await officer('beds', { hut: '嘉明湖山屋', night: '2026-12-05', beds: '1' })
    await clock('2026-11-29T12:00:00+08:00')
    expect((await view(visitor, lucky)).狀態).toBe('已抽中未繳款')

    await officer('beds', { hut: '嘉明湖山屋', night: '2026-12-07', beds: '0' })
    const unlucky = await place(visitor, { first: '2026-12-07' })
    await clock('2026-12-03T10:00:00+08:00')
    expect((await view(visitor, unlucky)).狀態).toBe('未抽中')
  })
})

describe('after the draw', () => {
  async function won(): Promise<{ visitor: Visitor; number: string }> {
    const visitor = await logIn()
    const number = await place(visitor, { first: '2026-12-05', count: 2 })
    await clock('2026-11-24T10:00:00+08:00')
    return { visitor, number }
  }
  const pay = async (visitor: Visitor, number: string, paper = card) =>
    visitor.send(await visitor.get(`/forest/pay.php?no=${number}`), paper)

  test('payment gives a bed; a card that fails does not', async () => {
    const { visitor, number } = await won()
    expect((await pay(visitor, number, { ...card, 卡號: '4111111111110000' })).errors).toBe(
      '付款失敗',
    )
    expect(readTable(await pay(visitor, number))).toMatchObject({
      狀態: '已抽中已繳款',
      床位證號: 'BED000001',
    })
  })

  test('unpaid after three days, the beds are lost', async () => {
    const { visitor, number } = await won()
    await clock('2026-11-28T00:00:00+08:00')
    expect((await view(visitor, number)).狀態).toBe('逾期未繳款')
    expect((await visitor.get(`/forest/pay.php?no=${number}`)).errors).toBe('目前狀態無法繳款')
  })

  test('cancelling eight days before refunds all, later half', async () => {
    const { visitor, number } = await won()
    await pay(visitor, number)
    await clock('2026-11-30T09:00:00+08:00')
    await visitor.send(await visitor.get(`/forest/cancel.php?no=${number}`), { 取消原因: '天氣' })
    expect(await view(visitor, number)).toMatchObject({ 狀態: '已取消', 退款: 'NT$400' })
    expect((await oracle()).forestry).toEqual({
      received: 1,
      filed: 0,
      withdrawn: 1,
      duplicates: 0,
    })
  })

  test('two persons at most are exchanged after payment', async () => {
    const { visitor, number } = await won()
    await pay(visitor, number)
    const change = async (leader: string, other: string) =>
      visitor.send(await visitor.get(`/forest/change.php?no=${number}`), {
        領隊身分證字號: leader,
        隊員1身分證字號: other,
      })
    expect((await change('A200000001', 'A200000002')).errors).toBe('')
    expect((await change('A200000003', 'A200000002')).errors).toBe('繳款後最多更換2人')
  })

  test('an officer may reject with a reason', async () => {
    const visitor = await logIn()
    const number = await place(visitor, { first: '2026-12-05' })
    await officer('act', { no: number, action: 'reject', reason: '資料不實' })
    expect(await view(visitor, number)).toMatchObject({ 狀態: '已退件', 說明: '資料不實' })
  })
})
