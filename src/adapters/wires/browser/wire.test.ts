// The browser against sites that mean no good, or break: every way out is held, everything ends.

// The browser against sites that mean no good, or break: every way out is held, everything ends.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { eventually } from '../../../../tests/city.ts'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import type { Call } from '../../contract.ts'
import { runOperation } from '../../gateway/run.ts'
import { visitInBrowser } from '../../kit/browser.ts'
import { browserAdapter } from '../../kit/makers.ts'
import { words } from '../../kit/words.ts'
import { endIdleBrowser, weighBrowser } from './pool.ts'

let station: TestStation
let site: Server
let other: Server
let visits: string[] = []
let otherVisits: string[] = []
let pages: Record<string, string | ((answer: http.ServerResponse) => void)> = {}

const listen = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`),
    )
  })
let host = ''
let otherHost = ''

beforeAll(async () => {
  station = await newStation()
  site = http.createServer((request, answer) => {
    visits.push(`${request.method} ${request.url} ${request.headers['user-agent']}`)
    const page = pages[request.url ?? ''] ?? pages['*'] ?? ''
    if (typeof page === 'function') return page(answer)
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    answer.end(page)
  })
  other = http.createServer((request, answer) => {
    otherVisits.push(request.url ?? '')
    answer.end('<html><body>elsewhere</body></html>')
  })
  host = await listen(site)
  otherHost = await listen(other)
})
afterAll(async () => {
  await endIdleBrowser()
  for (const server of [site, other]) {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  await station.close()
})
beforeEach(() => {
  visits = []
  otherVisits = []
  pages = {}
})

const html = (body: string, head = '') =>
  `<!doctype html><html><head><title>網站</title>${head}</head><body>${body}</body></html>`

interface Limits {
  timeoutMs?: number
  maxResponseBytes?: number
}

/** Runs `work` as a filing, or as a health check, of an adapter that may go to `host` only. */
async function visiting(
  work: (call: Call) => Promise<unknown>,
  limits: Limits = {},
  operation: 'submit' | 'health' = 'submit',
) {
  const adapter = browserAdapter({
    describe: {
      id: 'trial',
      agencies: ['forestry'],
      title: words('試', 'Trial'),
      semantics: { idempotent: false, lookup: 'none', withdraw: false, correct: false },
      openingHours: null,
      limits: {
        timeoutMs: 20_000,
        concurrency: 1,
        perMinute: 60,
        maxResponseBytes: 500_000,
        ...limits,
      },
      hosts: [host],
    },
    input: z.strictObject({}),
    submit: async (_key, _input, call) => {
      await work(call)
      return { kind: 'accepted', reference: 'done' }
    },
    health: async (call) => {
      await work(call)
      return { ok: true, detail: 'well' }
    },
  })
  const run = await runOperation(
    adapter,
    operation,
    { key: 'k', input: {} },
    {
      station,
      now: station.clock.now(),
      resolve: (address) => address,
      credentials: new Map([['account', 'A999888777']]),
    },
  )
  const evidence = (label: string) =>
    run.evidence.find((piece) => piece.label === label)?.body ?? ''
  return { ...run, evidence }
}

const send = { title: '網站', fields: ['姓名'], button: '送出' }
const form =
  '<form method="post" action="/sent"><label>姓名<input name="n"></label><button>送出</button></form>'

test('a page reaches the declared host and no other, whatever way it tries', async () => {
  const away = `http://${otherHost}`
  pages['*'] = html(
    `<p>你好</p><img src="${away}/img"><iframe src="${away}/frame"></iframe>
    <script>
      fetch('${away}/fetch').catch(() => {}); navigator.sendBeacon('${away}/beacon', 'x')
      new WebSocket('ws://${otherHost}/socket'); new WebSocket('ws://' + location.host + '/own')
      new EventSource('${away}/events')
      new Worker(URL.createObjectURL(new Blob(["fetch('${away}/worker')"])))
      navigator.serviceWorker?.register('/sw.js').catch(() => {})
      window.open('${away}/popup')
    </script>`,
    `<link rel="prefetch" href="${away}/prefetch"><link rel="preconnect" href="${away}">`,
  )
  const { result } = await visiting((call) => visitInBrowser(call).open(`http://${host}/a`))
  expect(result).toMatchObject({ kind: 'accepted' })
  expect(otherVisits).toEqual([])
  expect(visits.filter((visit) => /\/(own|sw\.js) /.test(visit))).toEqual([])
  expect(visits[0]).toMatch(/^GET \/a .*Chrome.*Yizhan/)
})

test('a redirect out of the declared hosts is not followed', async () => {
  pages['*'] = (answer) => answer.writeHead(302, { location: `http://${otherHost}/x` }).end()
  const { result } = await visiting((call) => visitInBrowser(call).open(`http://${host}/a`))
  expect(result).toEqual({ kind: 'unavailable', cause: 'host_not_declared' })
  expect(otherVisits).toEqual([])
})

test('an answer larger than allowed is trouble', async () => {
  pages['*'] = html('x'.repeat(9_000))
  const { result } = await visiting((call) => visitInBrowser(call).open(`http://${host}/a`), {
    maxResponseBytes: 5_000,
  })
  expect(result).toEqual({ kind: 'unavailable', cause: 'too_large' })
})

test('a form that is sent twice files once', async () => {
  pages['*'] = html(
    `${form}<script>document.forms[0].addEventListener('submit', (event) => {
      event.preventDefault()
      const send = () => fetch('/sent', { method: 'POST', body: 'n=1' })
      send().catch(() => {}); send().catch(() => {})
    })</script>`,
  )
  await visiting(async (call) => {
    const browser = visitInBrowser(call)
    await browser.pressLast(await browser.open(`http://${host}/a`), { 姓名: '林' }, send)
  })
  expect(visits.filter((visit) => visit.startsWith('POST /sent'))).toHaveLength(1)
})

test('a lookup or a health check cannot press the last button', async () => {
  pages['*'] = html(form)
  const { result } = await visiting(
    async (call) => {
      const browser = visitInBrowser(call)
      await browser.pressLast(await browser.open(`http://${host}/a`), { 姓名: '林' }, send)
    },
    {},
    'health',
  )
  expect(result).toEqual({ ok: false, detail: 'not_harmless' })
  expect(visits.filter((visit) => visit.startsWith('POST'))).toEqual([])
})

test('a warning that was not there before stops the last click, and is named', async () => {
  pages['*'] = html(`<p class="warning">費用不退還</p>${form}`)
  const { result, evidence } = await visiting(async (call) => {
    const browser = visitInBrowser(call)
    await browser.pressLast(await browser.open(`http://${host}/a`), { 姓名: '林' }, send)
  })
  expect(result).toEqual({ kind: 'unavailable', cause: 'changed_layout' })
  expect(evidence('changed_layout: new warning: “費用不退還”')).toContain('費用不退還')
  expect(visits.filter((visit) => visit.startsWith('POST'))).toEqual([])
})

test('a warning that a script adds while the form is filled stops the last click, too', async () => {
  pages['*'] = html(
    `${form}<div id="w"></div><script>document.querySelector('input').oninput = () => {
      document.getElementById('w').innerHTML = '<p role="alert">送出後不得更改</p>' }</script>`,
  )
  const { result } = await visiting(async (call) => {
    const browser = visitInBrowser(call)
    await browser.pressLast(await browser.open(`http://${host}/a`), { 姓名: '林' }, send)
  })
  expect(result).toEqual({ kind: 'unavailable', cause: 'changed_layout' })
})

test('a page that never answers ends with the call’s time, and nothing of it stays', async () => {
  pages['*'] = () => undefined
  const { result } = await visiting((call) => visitInBrowser(call).open(`http://${host}/a`), {
    timeoutMs: 700,
  })
  expect(result).toEqual({ kind: 'unavailable', cause: 'timeout' })
  pages['*'] = html('<p>好</p>')
  const { result: next } = await visiting((call) => visitInBrowser(call).open(`http://${host}/a`))
  expect(next).toMatchObject({ kind: 'accepted' })
})

test('a script that never ends does not hold us longer than the call’s time', async () => {
  pages['*'] = html('<p>好</p><script>for (;;) {}</script>')
  const { result } = await visiting((call) => visitInBrowser(call).open(`http://${host}/a`), {
    timeoutMs: 1_500,
  })
  expect(result).toEqual({ kind: 'unavailable', cause: 'timeout' })
})

test('a browser that dies under us is trouble, and the next call has another', async () => {
  pages['*'] = html(form)
  const { result } = await visiting(async (call) => {
    const browser = visitInBrowser(call)
    await browser.open(`http://${host}/a`)
    const main = (await weighBrowser())?.processes.find(({ type }) => type === 'browser')
    process.kill(main?.pid ?? 0, 'SIGKILL')
    await browser.open(`http://${host}/a`)
  })
  expect(result).toEqual({ kind: 'unavailable', cause: 'browser_ended' })
  const { result: next } = await visiting((call) => visitInBrowser(call).open(`http://${host}/a`))
  expect(next).toMatchObject({ kind: 'accepted' })
})

test('a browser does not outlive the program that started it, however that ended', async () => {
  const script = `import { openRoom, weighBrowser } from '${import.meta.dirname}/pool.ts'
    await openRoom(process.env.CHROMIUM_PATH, new AbortController().signal)
    console.log(JSON.stringify((await weighBrowser()).processes.map(({ pid }) => pid)))`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const program = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const pids: number[] = JSON.parse(String((await once(program.stdout, 'data'))[0]))
  const alive = () => pids.filter((pid) => existsSync(`/proc/${pid}/exe`))
  expect(alive()).toEqual(pids)
  program.kill('SIGKILL')
  await eventually(
    async () => alive(),
    (left) => left.length === 0,
  )
})

test('cookies of one call are not there in the next', async () => {
  pages['/set'] = (answer) => {
    answer.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'who=lin; HttpOnly' })
    answer.end(html('<p>set</p>'))
  }
  pages['/see'] = html('<script>document.write("<p>cookie:" + document.cookie + ".</p>")</script>')
  await visiting((call) => visitInBrowser(call).open(`http://${host}/set`))
  const { result } = await visiting(async (call) => {
    const page = await visitInBrowser(call).open(`http://${host}/see`)
    expect(page.$('p').text()).toBe('cookie:.')
  })
  expect(result).toMatchObject({ kind: 'accepted' })
})

test('the last click is photographed before and after, without what is secret', async () => {
  pages['*'] = html(`<p>A999888777 您好</p>${form}`)
  pages['/sent'] = html('<p>完成</p>')
  const plain = async (account: string) => {
    pages['*'] = html(`<p>${account}</p>${form}`)
    const { evidence } = await visiting(async (call) => {
      const browser = visitInBrowser(call)
      await browser.pressLast(await browser.open(`http://${host}/a`), { 姓名: '林' }, send)
    })
    return evidence
  }
  const secret = await plain('A999888777')
  const empty = await plain('&nbsp;')
  const before = secret('picture before the last click')
  expect(Buffer.from(before, 'base64').subarray(0, 2).toString('hex')).toBe('ffd8')
  // Covered, the page with the secret looks like the one without.
  expect(before).toBe(empty('picture before the last click'))
  expect(secret('picture after the last click')).not.toBe('')
  expect(secret('steps')).toContain('press “送出”')
  expect(secret('sent')).toBe('{"姓名":"林"}')
})
