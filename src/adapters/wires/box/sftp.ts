// An SFTP server. Its host key is pinned by fingerprint: another one is never spoken to. A file is
// written under a temporary name that the agency does not collect, and then renamed.

import { createHash } from 'node:crypto'
import { connect as connectTo, isIP, type Socket } from 'node:net'
import ssh2, { type Client, type SFTPWrapper } from 'ssh2'
import { publicLookup } from '../../gateway/hosts.ts'
import type { WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'
import type { Box, Place } from './schema.ts'

type SftpPlace = Extract<Place, { sftp: string }>

const TEMPORARY = '.part'
/** SFTP's own words, draft-ietf-secsh-filexfer-02. */
const NO_SUCH_FILE = 2
const PERMISSION_DENIED = 3
const FAILURE = 4

export async function openSftp(place: SftpPlace, ground: WireGround): Promise<Box> {
  const { host, port, declared } = addressOf(ground.resolve(place.sftp))
  if (!ground.hosts.includes(declared)) throw new AgencyTrouble('host_not_declared')
  const client = new ssh2.Client()
  const session = openSession(client, ground)
  const socket = connectTo({ host, port, ...(isIP(host) ? {} : { lookup: publicLookup }) })
  socket.setNoDelay(true)
  session.own(socket)
  const sftp = await session.run<SFTPWrapper>((done) => {
    client.once('ready', () => client.sftp(done))
    client.connect({
      sock: socket,
      username: place.user,
      ...(place.password ? { password: ground.credential(place.password) } : {}),
      ...(place.privateKey ? { privateKey: ground.credential(place.privateKey) } : {}),
      readyTimeout: 0,
      hostVerifier: (key: Buffer) => {
        const isRight = place.hostKeys.map(ground.resolve).includes(fingerprintOf(key))
        if (!isRight) session.fail(new AgencyTrouble('host_key_changed'))
        return isRight
      },
    })
  })
  ground.note(`SFTP ${declared} opened`)
  return boxOf(sftp, session, ground)
}

function boxOf(sftp: SFTPWrapper, session: Session, ground: WireGround): Box {
  const { run } = session
  const told = async <T>(line: string, work: Promise<T>): Promise<T> => {
    try {
      const result = await work
      ground.note(line)
      return result
    } catch (error) {
      const trouble = troubleOf(error)
      ground.note(`${line} ${trouble.trouble}`)
      throw trouble
    }
  }
  const isThere = async (path: string) =>
    (await orNull(run((done) => sftp.stat(path, done)))) !== null
  return {
    list: async (folder) => {
      const files = await told(
        `LIST ${folder}`,
        run<ssh2.FileEntry[]>((done) => sftp.readdir(folder, done)),
      )
      return files.map(({ filename, attrs }) => ({ name: filename, size: attrs.size }))
    },
    read: (path) => told(`READ ${path}`, readFile(sftp, session, path, ground.maxBytes)),
    put: (path, bytes) =>
      told(`PUT ${path} ${bytes.length} bytes`, putFile(sftp, session, { path, bytes, isThere })),
    remove: (path) =>
      told(
        `REMOVE ${path}`,
        orNull(run<void>((done) => sftp.unlink(path, done))).then(() => undefined),
      ),
    close: () => session.end(),
  }
}

interface Putting {
  path: string
  bytes: Uint8Array
  isThere(path: string): Promise<boolean>
}

/** What a cut put left under the temporary name is written over. */
async function putFile(
  sftp: SFTPWrapper,
  { run }: Session,
  { path, bytes, isThere }: Putting,
): Promise<boolean> {
  if (await isThere(path)) return false
  const temporary = `${path}${TEMPORARY}`
  await run<void>((done) => sftp.writeFile(temporary, Buffer.from(bytes), done))
  const { size } = await run<ssh2.Stats>((done) => sftp.stat(temporary, done))
  if (size !== bytes.length) throw new AgencyTrouble('half_file')
  await run<void>((done) => sftp.rename(temporary, path, done))
  return true
}

async function readFile(
  sftp: SFTPWrapper,
  { run }: Session,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const found = await orNull(run<ssh2.Stats>((done) => sftp.stat(path, done)))
  if (!found) return null
  if (found.size > maxBytes) throw new AgencyTrouble('too_large')
  const bytes = await orNull(run<Buffer>((done) => sftp.readFile(path, done)))
  if (bytes && bytes.length > maxBytes) throw new AgencyTrouble('too_large')
  return bytes && new Uint8Array(bytes)
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if ((error as { code?: unknown }).code === NO_SUCH_FILE) return null
    throw error
  }
}

interface Session {
  /** Ends with the connection, and with the call's time. */
  run<T>(start: (done: (error: Error | null | undefined, result?: T) => void) => void): Promise<T>
  own(socket: Socket): void
  /** Everything under way and to come fails with this. */
  fail(trouble: AgencyTrouble): void
  end(): void
}

function openSession(client: Client, { signal }: WireGround): Session {
  let socket: Socket | null = null
  let failure: AgencyTrouble | null = null
  const waiting = new Set<(error: AgencyTrouble) => void>()
  const fail = (error: unknown) => {
    failure ??= troubleOf(error)
    for (const reject of waiting) reject(failure)
    waiting.clear()
    socket?.destroy()
  }
  client.on('error', fail)
  client.on('close', () => fail(new AgencyTrouble('connection_lost')))
  const onTimeUp = () => fail(new AgencyTrouble('timeout'))
  signal.addEventListener('abort', onTimeUp, { once: true })
  return {
    fail,
    own: (opened) => {
      socket = opened
      opened.on('error', fail)
    },
    run: (start) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new AgencyTrouble('timeout'))
        if (failure) return reject(failure)
        waiting.add(reject)
        start((error, result) => {
          waiting.delete(reject)
          // The library gives an end of its own to what a lost connection left open.
          if (error) reject(failure ?? error)
          else resolve(result as never)
        })
      }),
    end: () => {
      signal.removeEventListener('abort', onTimeUp)
      client.end()
      socket?.destroy()
    },
  }
}

/** `sftp://host:port`, as `hosts` has it. */
function addressOf(address: string): { host: string; port: number; declared: string } {
  const [, host, port] = /^sftp:\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d+))?$/.exec(address) ?? []
  if (!host) throw new AgencyTrouble('host_not_declared')
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 22), declared: address }
}

const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

const TROUBLES: Record<string, string> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  ENOTFOUND: 'no_such_host',
  EAI_AGAIN: 'no_such_host',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
}

/** A word for what went wrong, without addresses or names of files. */
function troubleOf(error: unknown): AgencyTrouble {
  if (error instanceof AgencyTrouble) return error
  const { code, level, cause } = error as { code?: unknown; level?: string; cause?: unknown }
  if (cause instanceof AgencyTrouble) return cause
  if (level === 'client-authentication') return new AgencyTrouble('credential_refused')
  if (code === PERMISSION_DENIED) return new AgencyTrouble('not_allowed', { cause: error })
  if (code === FAILURE) return new AgencyTrouble('box_failure', { cause: error })
  const known = TROUBLES[typeof code === 'string' ? code : '']
  return new AgencyTrouble(known ?? 'connection_lost', { cause: error })
}
