import { expect, test } from 'vitest'
import { readWords } from '../../core/i18n.ts'
import { TODAY, taichungPlaces } from '../taichung.examples.ts'
import { servedPlaces } from './served.examples.tsx'
import { EXAMPLES } from './trip-field.examples.tsx'
import { TripField, tripErrorHref } from './trip-field.tsx'

const words = readWords()

const get = async (path: string, lang: 'zh-TW' | 'en' = 'zh-TW') => {
  const response = await servedPlaces(lang).request(path)
  return { status: response.status, text: await response.text(), headers: response.headers }
}
const spoken = (html: string) => html.replace(/<[^>]+>/g, ' ')

test.each(['zh-TW', 'en'] as const)('every page says all its words in %s', async (lang) => {
  const places = taichungPlaces()
  const paths = [
    '/places',
    '/places?q=%E9%87%91%E7%A4%A6',
    ...[...places.routes.keys()].map((id) => `/places/routes/${id}`),
    ...[...places.nodes.keys()].map((id) => `/places/${id}`),
  ]
  for (const path of paths) {
    const { status, text } = await get(path, lang)
    expect(status, path).toBe(200)
    expect(text, path).not.toMatch(/⟦|undefined|\[object|NaN/)
    expect(text.match(/<h1/g), path).toHaveLength(1)
    expect(Buffer.byteLength(text), `${path} is a page of 40 KB at most`).toBeLessThan(40 * 1024)
  }
})

test('the list names each route with its agencies', async () => {
  const { text } = await get('/places')
  expect(text).toContain('href="/places/routes/southern-section-2"')
  expect(spoken(text)).toContain(
    '6 到 7 晚。相關機關：內政部警政署、林業及自然保育署、玉山國家公園管理處',
  )
})

test('a search finds a camp by its other name', async () => {
  const { text } = await get(`/places?q=${encodeURIComponent('卡東木屋')}`)
  expect(text).toContain('href="/places/kadong-camp"')
  expect(spoken((await get('/places?q=zzz')).text)).toContain('沒有找到')
})

test('a route says its quota with source, and what is closed until when', async () => {
  const text = spoken((await get('/places/routes/xueshan-main-east')).text)
  expect(text).toContain('七卡當日健行')
  expect(text).toContain('三六九山莊重建，停止住宿')
  expect(text).toContain('2023年5月20日（六）起')
  expect(spoken((await get('/places/routes/yushan-main')).text)).toContain('還沒有向機關確認')
})

test('a place says who decides, and an alias leads to its own address', async () => {
  const { text } = await get('/places/jiaming-lake-hut')
  expect(spoken(text)).toContain('臺東縣海端鄉管制區')
  const moved = await get(`/places/${encodeURIComponent('嘉明湖避難山屋')}`)
  expect([moved.status, moved.headers.get('location')]).toEqual([303, '/places/jiaming-lake-hut'])
})

test('an unknown place or route is not found', async () => {
  expect((await get('/places/mars')).status).toBe(404)
  expect((await get('/places/routes/mars')).status).toBe(404)
  expect((await get('/api/v1/places/mars')).status).toBe(404)
  expect((await get('/api/v1/places?route=mars')).status).toBe(404)
})

test('the API gives places of a route, with who decides and what is closed', async () => {
  const { text } = await get('/api/v1/places?route=jiaming-lake')
  const { items, next } = JSON.parse(text)
  expect(next).toBeNull()
  expect(items.map((one: { id: string }) => one.id)).toContain('jiaming-lake')
  const hut = items.find((one: { id: string }) => one.id === 'jiaming-lake-hut')
  expect(hut).toMatchObject({
    policeArea: { id: 'haiduan' },
    closures: [{ from: '2027-01-05', to: '2027-03-31', effect: 'closed' }],
  })
  expect(hut.lodgings.map((one: { filing: string }) => one.filing)).toEqual([
    'forestry',
    'yushan-park',
    'forestry',
  ])
})

test('the API pages through places without losing or repeating one', async () => {
  const seen: string[] = []
  let after = ''
  for (let round = 0; round < 20; round += 1) {
    const { items, next } = JSON.parse((await get(`/api/v1/places?limit=25${after}`)).text)
    seen.push(...items.map((one: { id: string }) => one.id))
    if (next === null) break
    after = `&after=${next}`
  }
  expect(seen).toEqual([...taichungPlaces().nodes.keys()])
})

test('the API gives routes and the 29 districts with their source', async () => {
  expect(JSON.parse((await get('/api/v1/routes')).text).items).toHaveLength(11)
  const districts = JSON.parse((await get('/api/v1/districts')).text)
  expect(districts.items).toHaveLength(29)
  expect(districts).toMatchObject({ on: '2023-12-31', verified: false })
  expect(JSON.parse((await get('/api/v1/routes/nanhu')).text)).toMatchObject({ id: 'nanhu' })
})

test.each(EXAMPLES)('the trip question: $name', ({ render }) => {
  for (const lang of ['zh-TW', 'en'] as const) {
    // The date field hands its island a sentence with open blanks.
    const html = String(render({ t: words[lang], lang })).replace(/data-both="[^"]*"/g, '')
    expect(html).not.toMatch(/⟦|undefined|\[object|NaN/)
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size, 'ids are unique').toBe(ids.length)
  }
})

test('a built trip shows its three agencies, their windows and what is still to come', () => {
  const whole = EXAMPLES.find((one) => one.name.includes('three agencies'))
  const text = spoken(String(whole?.render({ t: words['zh-TW'], lang: 'zh-TW' })))
  expect(text).toContain('目前要向 3 個機關申請')
  expect(text).toContain('臺東縣警察局、南投縣政府警察局')
  expect(text).toContain('2026年11月28日（六）抽籤，還有 5 天')
  expect(text).toContain('滿 20 歲')
  expect(text).toContain('每人每晚新臺幣 400 元')
})

test('a closed next stop stands in the list, disabled, with reason and days', () => {
  const html = String(
    TripField({
      t: words['zh-TW'],
      lang: 'zh-TW',
      id: 'trip',
      name: 'trip',
      value: {
        startOn: '2027-01-10',
        days: [{ on: '2027-01-10', nodes: ['xiangyang-entrance'], lodging: null }],
      },
      errors: [],
      places: taichungPlaces(),
      today: TODAY,
    }),
  )
  expect(html).toMatch(
    /<option value="xiangyang-hut" disabled="">向陽山屋（2027年1月5日（二）到2027年3月31日（三） 嘉明湖國家步道靜山，讓山林休養）/,
  )
})

test('a problem of the trip is shown where the summary’s link lands', () => {
  const missing = EXAMPLES.find((one) => one.name.includes('missing'))
  const html = String(missing?.render({ t: words['zh-TW'], lang: 'zh-TW' }))
  expect(html).toContain(`id="${tripErrorHref('trip', '/days/0/lodging').slice(1)}"`)
  expect(html).toContain('id="trip-days-0-lodging-error"')
})

test('the longest trip fits into a page of 40 KB', () => {
  const whole = EXAMPLES.find((one) => one.name.includes('three agencies'))
  const html = String(whole?.render({ t: words['zh-TW'], lang: 'zh-TW' }))
  expect(Buffer.byteLength(html)).toBeLessThan(36_000)
})
