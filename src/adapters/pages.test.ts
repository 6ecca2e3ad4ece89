import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn as signInto, type TestStation } from '../../tests/world.ts'

let station: TestStation
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
})
afterAll(() => station.close())

const read = async (path: string, headers: Record<string, string> = {}) =>
  (await app.request(path, { headers: { 'accept-language': 'zh-TW', ...headers } })).text()
const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { origin: 'http://localhost', ...headers },
  })

const signIn = async (who: string) => Object.fromEntries(await signInto(app, who))

test('anyone sees how each agency’s system answers', async () => {
  await sql`update adapters.lanes set last_success_at = ${station.clock.now()}
    where adapter_id = 'parks'`.execute(station.db)
  await sql`update adapters.lanes set failures = 4 where adapter_id = 'police-entry'`.execute(
    station.db,
  )
  const html = await read('/adapters')
  expect(html).toContain('國家公園入園申請')
  expect(html).toContain('玉山國家公園管理處、太魯閣國家公園管理處')
  expect(await read('/adapters/parks')).toContain('2026年11月23日（一） 09:30')
  expect(html).toContain('07:00–23:00，現在開放')
  expect(html).toContain('不通')
  expect(html).toContain('由人員辦理')
  expect(html).not.toContain('⟦')
  expect(await read('/adapters', { 'accept-language': 'en' })).toContain(
    'National park entry permits',
  )
})

test('the same is there as data, and each adapter as a document of its own', async () => {
  const list = JSON.parse(await read('/api/v1/adapters'))
  expect(list.next).toBeNull()
  const parks = list.items.find((lane: { id: string }) => lane.id === 'parks')
  expect(parks).toMatchObject({ kind: 'html-form', health: 'well', stoppedAt: null })

  const described = JSON.parse(await read('/api/v1/services/police-entry/describe'))
  expect(described.input.required).toContain('bureaus')
  expect(JSON.stringify(described)).not.toMatch(/demo-police-key|api_key|127\.0\.0\.1/)

  const document = JSON.parse(await read('/api/v1/services/parks/openapi.json'))
  expect(document.openapi).toBe('3.1.0')
  expect(JSON.stringify(document.info)).toContain('National park entry permits')
  expect(JSON.stringify(document.components.schemas)).toContain('taroko')
})

test('an adapter that is not there is told so', async () => {
  const moved = await app.request('/api/v1/adapters/none')
  expect([moved.status, moved.headers.get('location')]).toEqual([
    308,
    '/api/v1/services/none/describe',
  ])
  const answer = await app.request('/api/v1/services/none/describe')
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toContain('problem+json')
})

test('only staff starts a stopped lane, and only the lead changes a credential', async () => {
  await sql`update adapters.lanes set stopped_at = now(), last_cause = 'changed_layout'
    where adapter_id = 'parks'`.execute(station.db)
  expect((await post('/adapters/parks/starts', {})).status).not.toBe(200)
  expect(await read('/adapters')).not.toContain('重新啟用')

  const clerk = await signIn('counter')
  expect(await read('/adapters', clerk)).toContain('重新啟用')
  expect((await post('/adapters/parks/starts', {}, clerk)).status).toBe(303)
  expect(await read('/adapters')).not.toContain('先停用')
  expect((await post('/adapters/police-entry/credentials', {}, clerk)).status).toBe(403)
})

test('the lead puts a new credential in; the page never shows the present one', async () => {
  const lead = await signIn('lead')
  const path = '/adapters/police-entry/credentials'
  expect(await read(path, lead)).not.toContain('demo-police-key')
  const empty = await post(path, { name: 'api_key', value: ' ' }, lead)
  expect(empty.status).toBe(422)
  expect(await empty.text()).toContain('請輸入新的憑證')

  expect((await post(path, { name: 'api_key', value: 'new-key' }, lead)).status).toBe(303)
  expect(await read(path, lead)).not.toContain('new-key')
  const { rows } = await sql<{
    version: number
    isDemo: boolean
  }>`select version, is_demo as "isDemo"
    from adapters.credentials where adapter_id = 'police-entry'`.execute(station.db)
  expect(rows).toEqual([{ version: 2, isDemo: false }])
})
