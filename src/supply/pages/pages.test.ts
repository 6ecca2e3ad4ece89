// The residents' pages: what is nearest, what each situation is called, and that every form of the list
// tells the same moment.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestStation } from '../../../tests/world.ts'
import { buildApp } from '../../app.ts'
import { boardOf } from '../board/board.ts'
import { SITES, say, site, stationWithSites } from './sites.examples.ts'

const MOST_TEXT_BYTES = 15 * 1024

let station: TestStation
let app: ReturnType<typeof buildApp>

beforeAll(async () => {
  station = await stationWithSites()
  app = buildApp(station)
})
afterAll(() => station?.close())

async function read(path: string, language = 'zh-TW'): Promise<string> {
  const answer = await app.request(path, { headers: { 'accept-language': language } })
  expect(answer.status, path).toBe(200)
  return answer.text()
}
const plain = (html: string): string =>
  html
    .replace(/<template[\s\S]*?<\/template>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const names = (html: string): string[] =>
  [...html.matchAll(/<a href="\/supply\/masks\/sites\/\d+"[^>]*>([^<]+)</g)].map(
    ([, name = '']) => name,
  )
/** What the list says of one place. */
const lineOf = (html: string, name: string): string =>
  plain(
    /<li class="site"[\s\S]*?<\/li>/g[Symbol.match](html)?.find((line) => line.includes(name)) ??
      '',
  )

describe('the list', () => {
  test('begins with the nearest that are open and have some', async () => {
    const html = await read('/supply/masks?district=西屯區')
    expect(names(html)).toEqual([
      '福星藥局',
      '平安藥局',
      '文心藥局',
      '東勢衛生所',
      '黎明藥局',
      '和平衛生所',
    ])
    expect(plain(html)).toContain('距離是直線')
    expect(lineOf(html, '黎明藥局')).toContain('現在沒開，今天 13:00 開')
  })

  test('is put in order from where the reader is, to about 100 m', async () => {
    const html = await read('/supply/masks?lon=120.88312&lat=24.17512')
    expect(names(html)[0]).toBe('東勢衛生所')
    expect(html).not.toContain('120.88')
  })

  test('is narrowed by item, wheelchair, language, words and what is open', async () => {
    expect(names(await read('/supply/masks?item=child'))).toEqual(['福星藥局', '平安藥局'])
    expect(names(await read('/supply/masks?wheelchair=yes')).sort()).toEqual([
      '平安藥局',
      '福星藥局',
    ])
    expect(names(await read('/supply/masks?language=vi'))).toEqual(['平安藥局'])
    expect(names(await read('/supply/masks?q=台中市 文心路三段'))).toEqual(['文心藥局'])
    expect(names(await read('/supply/masks?open=yes&all=yes'))).not.toContain('黎明藥局')
    expect(names(await read('/supply/masks?sort=stock'))[0]).toBe('東勢衛生所')
  })

  test('never ends where nothing was found', async () => {
    const html = await read('/supply/masks?q=沒有這家')
    expect(plain(html)).toContain('沒有找到還有的地點')
    expect(html).toContain('href="tel:04-22289111"')
  })

  test('calls zero, nobody said, never had, promised, finished and disputed by different words', async () => {
    const html = await read('/supply/masks?all=yes')
    expect(lineOf(html, '文心藥局')).toMatch(/兒童口罩 沒有了 0 片/)
    expect(lineOf(html, '東勢衛生所')).toContain('兒童口罩 還沒有人說有多少')
    expect(lineOf(html, '黎明藥局')).toContain('兒童口罩 這裡沒有這一種')
    expect(lineOf(html, '福星藥局')).toContain('號碼牌發完了 帳上的 90 片已經有人等著領')
    expect(lineOf(html, '大墩藥局')).toContain('說法不一 登記有 35 片，到現場的人說沒有')
    expect(lineOf(html, '大墩藥局')).toMatch(/今天發完了 11月24日 09:00 再開始/)
    expect(lineOf(html, '平安藥局')).toMatch(/成人口罩 還很多 320 片 兒童口罩 快沒了 12 片/)
  })

  test('says for how long nothing was reported, and the amount told last', async () => {
    const start = station.clock.now()
    await station.clock.move?.(new Date('2026-11-23T10:02:00+08:00'))
    const html = await read('/supply/masks?all=yes')
    await station.clock.move?.(start)
    expect(lineOf(html, '平安藥局')).toContain('50 分鐘沒有回報 最後一次說有 320 片')
  })

  test('shows the number of the moment and its hash', async () => {
    const { sequence, hash } = boardOf(station, 'masks').moment
    const html = plain(await read('/supply/masks'))
    expect(html).toContain(`#${sequence}`)
    expect(html).toContain(hash.slice(0, 8))
  })

  test('is the same in English, with districts by their English names', async () => {
    const html = await read('/supply/masks?district=西屯區', 'en')
    expect(plain(html)).toContain('middle of Xitun District')
    expect(lineOf(html, '平安藥局')).toContain('Plenty 320 pieces')
  })

  test('names open data and other apps before our own map', async () => {
    const html = await read('/supply/masks')
    expect(html.indexOf('/supply/masks/data')).toBeLessThan(html.indexOf('/supply/masks/map'))
  })
})

describe('one place', () => {
  test('keeps slips and sale apart, and tells who changed what, and why', async () => {
    const html = plain(await read('/supply/masks/sites/5936010003'))
    expect(html).toContain('發號碼牌')
    expect(html).toMatch(/星期一 08:30\u2060–\u206009:00 09:00/)
    expect(html).toContain('成人口罩：號碼牌發完了')
    expect(html).toContain('市府主控台 號碼牌八點五十分發完')
    expect(html).toContain('輪椅進得去')
  })

  test('that takes no part is not found', async () => {
    const answer = await app.request('/supply/masks/sites/none')
    expect(answer.status).toBe(404)
  })
})

describe('the same without pictures', () => {
  test('as text stays within 15 KB with long names, and fetches nothing', async () => {
    const long = Array.from({ length: 60 }, (_, index) =>
      site(`60${index}`, `${'很長的名字'.repeat(6)}${index}`, {
        address: '臺中市西屯區'.repeat(5),
        lon: 120.6 + index / 1000,
      }),
    )
    const other = await stationWithSites([...SITES, ...long])
    await say(
      other,
      long.map(({ siteId }) => ({ siteId, item: 'adult', amount: 5 })),
    )
    const answer = await buildApp(other).request('/supply/masks/text?district=西屯區')
    const bytes = (await answer.arrayBuffer()).byteLength
    await other.close()
    expect(bytes).toBeGreaterThan(5000)
    expect(bytes).toBeLessThanOrEqual(MOST_TEXT_BYTES)
    const html = await read('/supply/masks/text?district=西屯區')
    expect(html).not.toMatch(/<(link|script|img|style)/)
    expect(plain(html)).toContain('成人口罩：還很多，320 片')
  })

  test('as speech is three places in plain sentences', async () => {
    const answer = await app.request('/supply/masks/say?district=西屯區')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    const text = await answer.text()
    expect(text).toMatch(
      /^西屯區，口罩。\n這是 09:12 的數字，編號 \d+。\n最近的 3 個地點：\n第 1，福星藥局。直線 1.6 公里。/,
    )
    expect(text).not.toContain('<')
  })

  test('on paper every place of a district stands with the moment and no script', async () => {
    const html = await read('/supply/masks/print?district=南屯區')
    expect(plain(html)).toMatch(/南屯區：口罩 09:12 的數字，編號 #\d+/)
    expect(plain(html)).toContain('黎明藥局')
    expect(plain(html)).toContain('大墩藥局')
    expect(plain(html)).not.toContain('平安藥局')
    expect(html).not.toContain('<script')
  })
})

test('the city’s programmes say how many places have some', async () => {
  expect(plain(await read('/supply'))).toContain('8 個地點，其中 6 個還有')
})

test('app makers find the addresses, the proof and the apps of others', async () => {
  const html = plain(await read('/supply/masks/data'))
  expect(html).toContain('/api/v1/supply/masks/snapshot')
  expect(html).toContain(boardOf(station, 'masks').moment.hash)
  expect(html).toContain('聽口罩 示範，不存在')
})

test('the map’s page is a whole list without script, and asks no other host', async () => {
  const answer = await app.request('/supply/masks/map?having=yes')
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("worker-src 'self'")
  expect(policy).toContain("connect-src 'self';")
  expect(policy).not.toContain('blob:')
  expect(names(await answer.text())).toHaveLength(6)
})
