import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cookieOf, newApp, newStation, type TestStation } from '../../tests/world.ts'
import { CLIENT, type Provider, startProvider } from './provider.examples.ts'

let station: TestStation
let provider: Provider
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  provider = await startProvider()
  station = await newStation()
  const oidc = { issuer: provider.issuer, ...CLIENT }
  app = newApp(Object.assign(station, { config: { ...station.config, oidc } }))
})
beforeEach(() => {
  provider.next = { email: 'counter@taichung.example', name: '陳怡君', isForged: false }
})
afterAll(async () => {
  await provider.close()
  await station.close()
})

/** As a browser does it: to the provider, and back with what it says. */
async function comeBack(back = '/agencies') {
  const start = await app.request(`/sign-in/staff?back=${encodeURIComponent(back)}`)
  const atProvider = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' })
  const callback = new URL(atProvider.headers.get('location') ?? '')
  return app.request(`${callback.pathname}${callback.search}`, {
    headers: { cookie: cookieOf(start) },
  })
}

const signedIn = async (response: Response) => {
  const headers = { cookie: cookieOf(response) }
  return (await (await app.request('/agencies', { headers })).text()).includes('陳怡君')
}

test('staff come in with the city’s account and are who they are here', async () => {
  const answer = await comeBack()
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('http://localhost:8080/agencies')
  expect(await signedIn(answer)).toBe(true)
})

test('coming in a second time is the same account', async () => {
  await comeBack()
  expect(await signedIn(await comeBack())).toBe(true)
  const { length } = await station.db
    .selectFrom('people.accounts')
    .select('id')
    .where('email', '=', 'counter@taichung.example')
    .execute()
  expect(length).toBe(1)
})

test('a staff account that nobody gave duties does not come in, and is told whom to ask', async () => {
  provider.next.email = 'stranger@taichung.example'
  const answer = await comeBack()
  expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:8080\/sign-in\/refused/)
  expect(cookieOf(answer)).not.toContain('session_token=')
  const refused = await app.request('/sign-in/refused')
  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain('請洽貴單位的負責人')
})

test('a token that the provider did not sign opens nothing', async () => {
  provider.next.isForged = true
  const answer = await comeBack()
  expect(answer.headers.get('location')).toContain('/sign-in/refused')
  expect(await signedIn(answer)).toBe(false)
})

test('an answer that nobody asked for opens nothing', async () => {
  const answer = await app.request('/api/auth/callback/city?code=code-1&state=made-up')
  expect(cookieOf(answer)).not.toContain('session_token=')
})

test('nobody is led to another site', async () => {
  const answer = await comeBack('https://elsewhere.tw/')
  expect(answer.headers.get('location')).toBe('http://localhost:8080/')
})

test('the sign-in page offers the city’s account first', async () => {
  expect(await (await app.request('/sign-in')).text()).toContain('/sign-in/staff?back=%2F')
})

test('when the provider is away, people are told so; who is signed in notices nothing', async () => {
  const cookie = cookieOf(await comeBack())
  const oidc = { issuer: 'http://127.0.0.1:9', ...CLIENT }
  const away = newApp({ ...station, config: { ...station.config, oidc } })
  const refused = await away.request('/sign-in/staff')
  expect(refused.status).toBe(503)
  expect(await refused.text()).toContain('改用電子郵件登入')
  const page = await away.request('/agencies', { headers: { cookie } })
  expect(await page.text()).toContain('陳怡君')
})
