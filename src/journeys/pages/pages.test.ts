import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../../tests/world.ts'

let station: TestStation

beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

const get = async (path: string, language = 'zh-TW') => {
  const response = await newApp(station).request(path, {
    headers: { 'Accept-Language': language },
  })
  return { status: response.status, text: await response.text() }
}

test('the home page shows what may happen in a life, each journey below it', async () => {
  const { status, text } = await get('/')
  expect(status).toBe(200)
  expect(text).toContain('孩子出生')
  expect(text).toContain('href="/journeys/hike"')
  expect(text).not.toContain('⟦')
})

test('searching narrows it down, in either language and any writing', async () => {
  expect((await get('/?q=報戶口')).text).toContain('/journeys/birth')
  expect((await get('/?q=報戶口')).text).not.toContain('/journeys/hike')
  expect((await get('/?q=Hut+park', 'en')).text).toContain('/journeys/hike')
  const nothing = await get('/?q=<script>')
  expect(nothing.text).toContain('找不到「&lt;script&gt;」')
})

test('the start page says what one needs, who decides, and every other way', async () => {
  const { text } = await get('/journeys/hike')
  for (const words of ['先準備好', '玉山國家公園管理處', '1999', 'https://hike.taiwan.gov.tw']) {
    expect(text).toContain(words)
  }
  expect(text).toContain('action="/journeys/hike/drafts"')
  expect((await get('/journeys/hike', 'en')).text).toContain('Faster at the counter')
})

test('a version page tells digest, rules, keeper, and that nobody looked', async () => {
  const { status, text } = await get('/journeys/birth/versions/1')
  expect(status).toBe(200)
  expect(text).toMatch(/<code>[0-9a-f]{64}<\/code>/)
  expect(text).toContain('戶籍法第 48 條')
  expect(text).not.toContain('⟦')
})

test('what does not exist is not found, in both languages', async () => {
  expect((await get('/journeys/flying')).status).toBe(404)
  expect((await get('/journeys/hike/versions/99')).status).toBe(404)
  expect((await get('/journeys/hike/versions/one', 'en')).status).toBe(404)
})

test('the API lists journeys and gives the JSON Schema of the answers', async () => {
  const list = JSON.parse((await get('/api/v1/journeys')).text)
  expect(list.items.map((one: { id: string }) => one.id)).toEqual(['birth', 'hike'])
  const hike = JSON.parse((await get('/api/v1/journeys/hike?version=2')).text)
  expect(hike.schema.$schema).toContain('2020-12')
  expect(hike.schema.required).toEqual(expect.arrayContaining(['trip', 'applicant', 'role']))
  expect(hike.digest).toBe(list.items[1].digest)
  expect((await get('/api/v1/journeys/nothing')).status).toBe(404)
  expect((await get('/api/v1/journeys/hike?version=x')).status).toBe(422)
})
