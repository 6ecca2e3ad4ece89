// Requests to servers that behave badly, and to places nobody declared.

import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { isPrivateAddress } from './hosts.ts'
import { type OutgoingLimits, openOutgoing } from './outgoing.ts'
import { redact } from './redact.ts'

const servers: { close(done: () => void): unknown }[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(done))
})

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  servers.push(server)
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
const serve = (listener: RequestListener) => listen(createServer(listener))

const open = (host: string, more: Partial<OutgoingLimits> = {}) =>
  openOutgoing({
    hosts: [host],
    maxResponseBytes: 1000,
    signal: new AbortController().signal,
    isHarmless: false,
    resolve: (url) => url,
    ...more,
  })

const FILING = { method: 'POST', body: 'x=1' }

describe('what may have arrived', () => {
  test('a refused connection: nothing', async () => {
    const host = await serve(() => undefined)
    await new Promise<void>((done) => servers.pop()?.close(done))
    const outgoing = open(host)
    await expect(outgoing.fetch(`http://${host}/`, FILING)).rejects.toThrow('refused')
    expect(outgoing.mayHaveArrived()).toBe(false)
  })

  test('a name that leads nowhere: nothing', async () => {
    const outgoing = open('agency.invalid')
    await expect(outgoing.fetch('http://agency.invalid/', FILING)).rejects.toMatchObject({
      trouble: expect.stringMatching('no_such_host|network'),
    })
    expect(outgoing.mayHaveArrived()).toBe(false)
  })

  test('a connection that ends without an answer: perhaps everything', async () => {
    const host = await serve((asked) => asked.socket.destroy())
    const outgoing = open(host)
    await expect(outgoing.fetch(`http://${host}/`, FILING)).rejects.toThrow('connection_lost')
    expect(outgoing.mayHaveArrived()).toBe(true)
  })

  test('an answer that breaks off: perhaps everything', async () => {
    const host = await serve((_, told) => {
      told.writeHead(200, { 'content-length': '500' })
      told.write('half')
      setImmediate(() => told.destroy())
    })
    const outgoing = open(host)
    await expect(outgoing.fetch(`http://${host}/`, FILING)).rejects.toThrow('connection_lost')
    expect(outgoing.mayHaveArrived()).toBe(true)
  })

  test('time that runs out after sending: perhaps everything; afterwards nothing goes out', async () => {
    const timeUp = new AbortController()
    const host = await serve(() => timeUp.abort())
    const outgoing = open(host, { signal: timeUp.signal })
    await expect(outgoing.fetch(`http://${host}/`, FILING)).rejects.toThrow('timeout')
    expect(outgoing.mayHaveArrived()).toBe(true)
    await expect(outgoing.fetch(`http://${host}/again`)).rejects.toThrow('timeout')
    expect(outgoing.trace()).toEqual([`POST ${host}/ timeout`])
  })

  test('a search, a wizard’s step, a lookup: nothing', async () => {
    const host = await serve((asked) => asked.socket.destroy())
    const outgoing = open(host)
    await expect(outgoing.fetch(`http://${host}/?q=1`)).rejects.toThrow()
    await expect(outgoing.fetch(`http://${host}/`, { ...FILING, harmless: true })).rejects.toThrow()
    expect(outgoing.mayHaveArrived()).toBe(false)
    const lookup = open(host, { isHarmless: true })
    await expect(lookup.fetch(`http://${host}/`, FILING)).rejects.toThrow()
    expect(lookup.mayHaveArrived()).toBe(false)
  })
})

describe('where a call may go', () => {
  test('to declared hosts only, by name and port', async () => {
    const host = await serve((_, told) => void told.end('hello'))
    const outgoing = open(host)
    expect((await outgoing.fetch(`http://${host}/`)).text()).toBe('hello')
    const elsewhere = [
      'http://127.0.0.1:1/',
      'http://example.com/',
      `ftp://${host}/`,
      'file:///etc/hosts',
      'nonsense',
      `http://user:pw@${host}/`,
    ]
    for (const url of elsewhere) {
      await expect(outgoing.fetch(url), url).rejects.toThrow('host_not_declared')
    }
  })

  test('not along a redirect that leads out of them', async () => {
    let calls = 0
    const inside = await serve((_, told) => void told.end(String(++calls)))
    const host = await serve((asked, told) => {
      told.writeHead(302, { location: asked.url === '/out' ? `http://${inside}/` : '/end' }).end()
    })
    const outgoing = open(host)
    await expect(outgoing.fetch(`http://${host}/out`, { redirect: 'follow' })).rejects.toThrow(
      'host_not_declared',
    )
    expect(calls).toBe(0)
    await expect(outgoing.fetch(`http://${host}/`, { redirect: 'follow' })).rejects.toThrow(
      'too_many_redirects',
    )
  })

  test('not to a private address behind a declared name', async () => {
    const host = await serve((_, told) => void told.end('secret'))
    const name = `localhost:${host.split(':')[1]}`
    const outgoing = open(name)
    await expect(outgoing.fetch(`http://${name}/`)).rejects.toThrow('private_address')
  })

  test('private addresses are known in every way of writing them', () => {
    const closed = [
      '127.0.0.1',
      '10.1.2.3',
      '172.20.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '0.0.0.0',
      '100.64.0.1',
      '::1',
      '::',
      'fd00::1',
      'fe80::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      '64:ff9b:1::a00:1',
      '2002:a00:1::1',
      '2001:0:a00:1::1',
      'nonsense',
    ]
    expect(closed.filter((address) => !isPrivateAddress(address))).toEqual([])
    expect(['8.8.8.8', '172.32.0.1', '2001:4860:4860::8888'].some(isPrivateAddress)).toBe(false)
  })
})

describe('how much is read', () => {
  test('an answer without end is cut off', async () => {
    const host = await serve((asked, told) => {
      const more = () => told.write('x'.repeat(500), () => !asked.destroyed && setImmediate(more))
      told.on('error', () => undefined)
      more()
    })
    await expect(open(host).fetch(`http://${host}/`)).rejects.toThrow('too_large')
  })

  test('a small packed answer that unpacks to a large one is refused', async () => {
    const packed = gzipSync('x'.repeat(100_000))
    const host = await serve((_, told) => {
      told.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
    })
    await expect(open(host).fetch(`http://${host}/`)).rejects.toThrow('too_large')
  })

  test('the answer’s own encoding is used, unless the adapter knows better', async () => {
    const host = await serve((_, told) => {
      told.writeHead(200, { 'content-type': 'text/xml; charset=Big5' })
      told.end(Buffer.from([0xa4, 0xfd]))
    })
    const response = await open(host).fetch(`http://${host}/`)
    expect(response.text()).toBe('王')
    expect(response.text('latin1')).toBe('¤ý')
  })
})

test('a line that is no HTTP is trouble, not a crash', async () => {
  const host = await listen(
    createSocketServer((socket) => void socket.resume().end('SSH-2.0-old\r\n')),
  )
  await expect(open(host).fetch(`http://${host}/`)).rejects.toMatchObject({ trouble: 'network' })
})

test('a credential is covered in each form it may have been sent in', () => {
  const secret = 'k&y "七"/+'
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ k: secret }).toString(),
    JSON.stringify({ secret }),
    'k&amp;y &quot;七&quot;/+',
    Buffer.from(secret).toString('base64'),
  ]
  for (const form of forms) {
    const covered = redact(`before ${form} after`, [secret])
    expect(covered, form).toContain('▒▒▒')
    expect(covered.startsWith('before ') && covered.endsWith(' after'), form).toBe(true)
  }
})
