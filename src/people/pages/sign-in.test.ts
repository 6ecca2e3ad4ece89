import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOf, newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { shownCode } from '../sign-in.ts'

const ORIGIN = { origin: 'http://localhost' }

let station: TestStation
let app: ReturnType<typeof newApp>
beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
})
afterAll(() => station.close())

const post = (path: string, form: Record<string, string>, headers: HeadersInit = ORIGIN) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })

const codeFor = async (email: string) => {
  await post('/sign-in', { email, back: '/' })
  return shownCode(station, email) ?? ''
}
const nameOn = async (headers: HeadersInit) =>
  /陳怡君|林志明|林雅婷/.exec(await (await app.request('/agencies', { headers })).text())?.[0]

test('a clerk signs in with the code that was sent, without a script', async () => {
  expect(await nameOn(await signIn(app, 'counter'))).toBe('陳怡君')
})

test('a resident has an account, and no duties', async () => {
  const resident = await signIn(app, 'resident')
  expect(await nameOn(resident)).toBe('林雅婷')
  expect((await app.request('/desk/views', { headers: resident })).status).toBe(403)
})

test('the address is read as people type it', async () => {
  const email = ' Counter@TAICHUNG.example '
  await post('/sign-in', { email, back: '/' })
  const code = shownCode(station, 'counter@taichung.example') ?? ''
  const typed = [...code]
    .map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    .join(' ')
  expect((await post('/sign-in/code', { email, code: typed, back: '/' })).status).toBe(303)
})

test.each(['', 'nobody', 'a@b', 'a b@c.tw', `${'x'.repeat(300)}@c.tw`, '<a@b.tw>'])(
  'what is no address is refused, and what was typed is kept: %s',
  async (email) => {
    const answer = await post('/sign-in', { email, back: '/desk' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('href="#email"')
    expect(html).toContain('name="back" value="/desk"')
  },
)

test('the address never stands in an address line', async () => {
  const answer = await post('/sign-in', { email: 'huts@taichung.example', back: '/desk' })
  expect(answer.headers.get('location')).toBe('/sign-in/code?back=%2Fdesk')
  expect(cookieOf(answer)).toContain('huts')
  expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Lax/)
})

test('without an address the second step leads back to the first', async () => {
  const answer = await app.request('/sign-in/code?back=/desk')
  expect(answer.headers.get('location')).toBe('/sign-in?back=%2Fdesk')
})

test('a wrong code is refused in words, and the address is not lost', async () => {
  const email = 'owner@taichung.example'
  const right = await codeFor(email)
  const wrong = right === '000000' ? '111111' : '000000'
  const answer = await post('/sign-in/code', { email, code: wrong, back: '/' })
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(html).toContain('代碼不對')
  expect(html).toContain(`value="${email}"`)
  expect(answer.headers.getSetCookie().join()).not.toContain('session')
})

test('a code opens once', async () => {
  const email = 'household@taichung.example'
  const form = { email, code: await codeFor(email), back: '/' }
  expect((await post('/sign-in/code', form)).status).toBe(303)
  expect((await post('/sign-in/code', form)).status).toBe(422)
})

test('a code is worth nothing after its time', async () => {
  const email = 'household@taichung.example'
  const code = await codeFor(email)
  await station.db
    .updateTable('people.codes')
    .set({ expires_at: new Date('2020-01-01') })
    .execute()
  expect((await post('/sign-in/code', { email, code, back: '/' })).status).toBe(422)
})

test('after a few wrong guesses the right code opens nothing either', async () => {
  const email = 'allowance@taichung.example'
  const code = await codeFor(email)
  const wrong = code === '000000' ? '111111' : '000000'
  for (const _ of [1, 2, 3, 4, 5]) await post('/sign-in/code', { email, code: wrong, back: '/' })
  expect((await post('/sign-in/code', { email, code, back: '/' })).status).toBe(422)
})

test('an unknown address gets no code, and nobody can tell from the answer', async () => {
  const known = await post('/sign-in', { email: 'childcare@taichung.example', back: '/' })
  const unknown = await post('/sign-in', { email: 'nobody@taichung.example', back: '/' })
  expect(unknown.status).toBe(known.status)
  expect(unknown.headers.get('location')).toBe(known.headers.get('location'))
  expect(shownCode(station, 'nobody@taichung.example')).toBeNull()
})

test('a city that cannot send mail says so, and says nothing was sent when mail fails', async () => {
  const form = new URLSearchParams({ email: 'counter@taichung.example', back: '/' })
  const ask = (smtpUrl: string | null) => {
    const config = { ...station.config, sandbox: false, smtpUrl }
    return newApp({ ...station, config }).request('/sign-in', {
      method: 'POST',
      body: form,
      headers: ORIGIN,
    })
  }
  const without = await ask(null)
  expect(without.status).toBe(503)
  expect(await without.text()).toContain('這個網站還不能寄信')
  const away = await ask('smtp://127.0.0.1:9')
  expect(away.status).toBe(503)
  expect(await away.text()).toContain('信現在寄不出去')
})

test('nobody is sent to another site after signing in', async () => {
  const email = 'childcare@taichung.example'
  const form = { email, code: await codeFor(email), back: '//elsewhere.tw' }
  expect((await post('/sign-in/code', form)).headers.get('location')).toBe('/sign-in/done')
})

test('a form of another site signs nobody in or out', async () => {
  const foreign = { origin: 'https://elsewhere.tw' }
  expect((await post('/sign-in', { email: 'a@b.tw' }, foreign)).status).toBe(403)
  expect((await post('/sign-out', {}, foreign)).status).toBe(403)
})

test('signing out ends the session, not only the cookie', async () => {
  const clerk = await signIn(app, 'huts')
  expect(await nameOn(clerk)).toBe('林志明')
  expect((await post('/sign-out', {}, clerk)).status).toBe(303)
  expect(await nameOn(clerk)).toBeUndefined()
})

test('a cookie that we did not sign is nobody', async () => {
  const clerk = await signIn(app, 'huts')
  const forged = (clerk.get('cookie') ?? '').replace(/session_token=(.)/, 'session_token=x')
  expect(await nameOn({ cookie: forged })).toBeUndefined()
})

test('what is kept of a session says neither where nor with which browser', async () => {
  await signIn(app, 'counter')
  const sessions = await station.db
    .selectFrom('people.sessions')
    .select(['ip_address', 'user_agent'])
    .distinct()
    .execute()
  expect(sessions.map(({ ip_address, user_agent }) => ip_address || user_agent || null)).toEqual([
    null,
  ])
})

test.each(['/api/auth/get-session', '/api/auth/sign-in/email-otp', '/api/auth/callback/city'])(
  'the library’s own routes are closed: %s',
  async (path) => {
    const lead = await signIn(app, 'lead')
    expect((await app.request(path, { headers: lead })).status).toBe(404)
    expect((await post(path, {}, lead)).status).toBe(404)
  },
)

test('guessing ends soon', async () => {
  const guess = () => post('/sign-in/code', { email: 'a@b.tw', code: '1', back: '/' })
  const statuses: number[] = []
  for (let n = 0; n < 25; n += 1) statuses.push((await guess()).status)
  expect(statuses.at(0)).toBe(422)
  expect(statuses.at(-1)).toBe(429)
})
