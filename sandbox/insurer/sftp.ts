// The SFTP door: log-in, and one session's folders. Troubles of a connection are decided when it
// comes in, those of a file when it is touched.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import ssh2, { type AuthContext, type Connection } from 'ssh2'
import type { Fault, Occasion } from '../faults.ts'
import { happens } from './faults.ts'
import type { Company } from './night.ts'
import { serveFolders } from './session.ts'

export interface Door {
  port: number
  /** As OpenSSH prints it. */
  fingerprint: string
  close(): Promise<void>
}

export interface DoorGround {
  company: Company
  dir: string
  /** Keys that may log in, as `ssh-ed25519 AAAA…`. */
  keys(): string[]
  takeFault(occasion: Occasion): Fault | null
  /** The fault that would come next, left in place. */
  seeFault(): Fault | null
}

const USER = 'yizhan'
const PASSWORD = 'demo-box'

export async function openSftp(ground: DoorGround, port: number): Promise<Door> {
  const sockets = new Set<Socket>()
  const own = keptKey(join(ground.dir, 'insurer-host-key'))
  const other = newKeyPair().private
  const greet = (key: string) => {
    const server = new ssh2.Server({ hostKeys: [key] })
    server.on('connection', (client) => serve(client, ground))
    return server
  }
  const doors = { own: greet(own), other: greet(other) }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (turnsAway(socket, ground)) return
    const isOther = happens(ground.company.faults, 'host_key')
    ;(isOther ? doors.other : doors.own).injectSocket(socket)
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: fingerprintOf(own),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** The library now and then writes a key that it cannot read itself. */
export function newKeyPair(): { private: string; public: string } {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync('ed25519')
    const isRead = [made.private, made.public].every(
      (key) => !(ssh2.utils.parseKey(key) instanceof Error),
    )
    if (isRead) return made
  }
}

function keptKey(path: string): string {
  if (!existsSync(path)) {
    writeFileSync(path, newKeyPair().private, { mode: 0o600 })
  }
  return readFileSync(path, 'utf8')
}

function fingerprintOf(key: string): string {
  const parsed = ssh2.utils.parseKey(key)
  if (parsed instanceof Error) throw parsed
  const hash = createHash('sha256').update(parsed.getPublicSSH()).digest('base64')
  return `SHA256:${hash.replace(/=+$/, '')}`
}

/** Hangs up before a word is said. */
function turnsAway(socket: Socket, { seeFault, takeFault }: DoorGround): boolean {
  const mode = seeFault()?.mode
  if (mode !== 'maintenance' && mode !== 'reset') return false
  takeFault('any')
  if (mode === 'reset') socket.resetAndDestroy()
  else socket.destroy()
  return true
}

function serve(client: Connection, ground: DoorGround): void {
  client.on('error', () => {})
  client.on('authentication', (context) => {
    if (isWelcome(context, ground)) context.accept()
    else context.reject(['password', 'publickey'])
  })
  client.on('ready', () => {
    client.on('session', (accept) => {
      accept().on('sftp', (open) => {
        serveFolders(open(), { ...ground, hangUp: () => socketOf(client).destroy() })
      })
    })
  })
}

/** ssh2 does not say it openly on which socket a client came. */
const socketOf = (client: Connection): Socket => (client as unknown as { _sock: Socket })._sock

function isWelcome(context: AuthContext, ground: DoorGround): boolean {
  if (context.username !== USER || context.method === 'none') return false
  const mode = ground.seeFault()?.mode
  if (mode === 'login_wall' || mode === 'captcha') {
    ground.takeFault('any')
    return false
  }
  if (happens(ground.company.faults, 'auth_refused')) return false
  if (context.method === 'password') return context.password === PASSWORD
  if (context.method !== 'publickey') return false
  const { key, signature, blob, hashAlgo } = context
  return ground.keys().some((line) => {
    const known = ssh2.utils.parseKey(line)
    if (known instanceof Error || !known.getPublicSSH().equals(key.data)) return false
    if (!signature || !blob) return true
    return known.verify(blob, signature, hashAlgo) === true
  })
}
