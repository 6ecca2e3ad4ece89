import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { runCommand } from '../core/commands.ts'
import { commands } from './commands.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

async function call(...args: string[]) {
  const lines: string[] = []
  const code = await runCommand(commands, args, {
    tell: (line) => lines.push(line),
    directory: '.',
    openStation: async () => station,
  })
  return { code, said: lines.join('\n') }
}

const NEW = ['account', 'add', 'new@taichung.example', '--name', '周小梅']

test('whoever is added may sign in and has the duty', async () => {
  const { code } = await call(...NEW, '--role', 'clerk', '--desk', 'front-desk')
  expect(code).toBe(0)
  const app = newApp(station)
  const page = await app.request('/agencies', { headers: await signIn(app, 'new') })
  expect(await page.text()).toContain('周小梅')
  expect((await call('account', 'list')).said).toContain(
    'new@taichung.example  周小梅  clerk front-desk',
  )
})

test('adding again gives one more duty, and the same one only once', async () => {
  const again = ['account', 'add', 'New@taichung.example', '--role', 'lead']
  await call(...again)
  await call(...again)
  expect((await call('account', 'list')).said).toContain(
    'new@taichung.example  周小梅  clerk front-desk, lead\n',
  )
})

test('an ended account is signed out at once and has no duties', async () => {
  const app = newApp(station)
  const headers = await signIn(app, 'lead')
  expect((await app.request('/desk/views', { headers })).status).toBe(200)
  expect((await call('account', 'end', 'lead@taichung.example')).code).toBe(0)
  expect((await app.request('/desk/views', { headers })).headers.get('location')).toContain(
    '/sign-in',
  )
})

test.each([
  [[...NEW, '--role', 'king'], '--role is one of'],
  [[...NEW, '--role', 'clerk'], 'give --desk'],
  [[...NEW, '--role', 'officer'], 'give --agency'],
  [[...NEW, '--role', 'clerk', '--desk', 'nowhere'], 'no desk "nowhere"'],
  [[...NEW, '--role', 'officer', '--agency', 'nobody'], 'no agency "nobody"'],
  [['account', 'add', 'nobody', '--name', 'x', '--role', 'lead'], 'is no address'],
  [['account', 'add', 'b@taichung.example', '--role', 'lead'], '--name is needed'],
  [['account', 'end', 'b@taichung.example'], 'There is no account'],
  [['account', 'list', 'all'], 'Expected 0 arguments'],
])('a wrong call says what is wrong and changes nothing: %s', async (args, words) => {
  const before = (await call('account', 'list')).said
  const { code, said } = await call(...args)
  expect(code).toBe(2)
  expect(said).toContain(words)
  expect((await call('account', 'list')).said).toBe(before)
})
