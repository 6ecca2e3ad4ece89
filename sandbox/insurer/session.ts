// What one SFTP session may do in the three folders.

import ssh2, { type SFTPWrapper } from 'ssh2'
import type { Occasion } from '../faults.ts'
import { FOLDERS } from './drawer.ts'
import { happens } from './faults.ts'
import { changeLayout } from './layout.ts'
import { catchUp } from './night.ts'
import type { DoorGround } from './sftp.ts'

type Session = DoorGround & { hangUp(): void }
type Handle =
  | { kind: 'file'; path: string; canWrite: boolean; bytes: Buffer }
  | { kind: 'folder'; names: string[] | null; folder: string }

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp
const FOLDER_MODE = 0o040755
const FILE_MODE = 0o100644

export function serveFolders(sftp: SFTPWrapper, session: Session): void {
  const handles = new Map<number, Handle>()
  let last = 0
  const tell = (id: number, code: number) => sftp.status(id, code)
  const give = (id: number, handle: Handle) => {
    last += 1
    handles.set(last, handle)
    const name = Buffer.alloc(4)
    name.writeUInt32BE(last)
    sftp.handle(id, name)
  }
  const handleOf = (name: Buffer) =>
    name.length === 4 ? handles.get(name.readUInt32BE(0)) : undefined
  /** Runs the work unless trouble is set for it. */
  const act = (id: number, occasion: Occasion, work: () => void) => {
    catchUp(session.company)
    const fault = isTakenElsewhere(session) ? null : session.takeFault(occasion)
    if (!fault) return work()
    if (fault.mode === 'slow') return void setTimeout(work, fault.delayMs).unref()
    if (fault.mode === 'http500') return tell(id, STATUS_CODE.FAILURE)
    if (fault.mode === 'drop_before') return session.hangUp()
    if (fault.mode === 'drop_after') {
      sftp.status = () => session.hangUp()
      sftp.data = () => session.hangUp()
      sftp.name = () => session.hangUp()
    }
    work()
  }
  sftp.on('error', () => {})
  const desk = { session, handleOf, give, tell, act, handles }
  addFiles(sftp, desk)
  addReading(sftp, desk)
  addFolders(sftp, desk)
  addRenaming(sftp, desk)
  addStats(sftp, desk)
}

interface Desk {
  session: Session
  handles: Map<number, Handle>
  handleOf(name: Buffer): Handle | undefined
  give(id: number, handle: Handle): void
  tell(id: number, code: number): void
  act(id: number, occasion: Occasion, work: () => void): void
}

function addFiles(sftp: SFTPWrapper, { session, handleOf, give, tell, act }: Desk): void {
  const { drawer } = session.company
  sftp.on('OPEN', (id, name, flags) => {
    const path = pathOf(name)
    if (flags & OPEN_MODE.WRITE) {
      if (!path.startsWith('in/')) return tell(id, STATUS_CODE.PERMISSION_DENIED)
      return act(id, 'any', () => {
        const isThere = drawer.find(path)
        if (isThere && flags & OPEN_MODE.EXCL) return tell(id, STATUS_CODE.FAILURE)
        const bytes = isThere && !(flags & OPEN_MODE.TRUNC) ? isThere.bytes : Buffer.alloc(0)
        drawer.write(path, bytes)
        give(id, { kind: 'file', path, canWrite: true, bytes })
      })
    }
    act(id, 'query', () => {
      const kept = drawer.find(path)
      if (!kept) return tell(id, STATUS_CODE.NO_SUCH_FILE)
      const isSpoiled = session.seeFault()?.mode === 'changed_layout'
      if (isSpoiled) session.takeFault('query')
      const bytes = isSpoiled ? changeLayout(kept.bytes) : kept.bytes
      give(id, { kind: 'file', path, canWrite: false, bytes })
    })
  })
  sftp.on('WRITE', (id, name, offset, part) => {
    const handle = handleOf(name)
    if (handle?.kind !== 'file' || !handle.canWrite) return tell(id, STATUS_CODE.FAILURE)
    const { faults } = session.company
    if (happens(faults, 'disk_full')) return tell(id, STATUS_CODE.FAILURE)
    const isHalf = happens(faults, 'cut_put') || isHalfPage(session, 'file')
    act(id, 'file', () => {
      const data = isHalf ? part.subarray(0, Math.floor(part.length / 2)) : part
      const bytes = Buffer.alloc(Math.max(handle.bytes.length, offset + data.length))
      handle.bytes.copy(bytes)
      data.copy(bytes, offset)
      handle.bytes = bytes
      drawer.write(handle.path, bytes)
      if (isHalf) session.hangUp()
      else tell(id, STATUS_CODE.OK)
    })
  })
}

function addReading(sftp: SFTPWrapper, { session, handleOf, tell, act, handles }: Desk): void {
  sftp.on('READ', (id, name, offset, length) => {
    const handle = handleOf(name)
    if (handle?.kind !== 'file') return tell(id, STATUS_CODE.FAILURE)
    if (offset >= handle.bytes.length) return tell(id, STATUS_CODE.EOF)
    if (isHalfPage(session, 'query')) return session.hangUp()
    act(id, 'query', () => sftp.data(id, handle.bytes.subarray(offset, offset + length)))
  })
  sftp.on('CLOSE', (id, name) => {
    const isKnown = name.length === 4 && handles.delete(name.readUInt32BE(0))
    tell(id, isKnown ? STATUS_CODE.OK : STATUS_CODE.FAILURE)
  })
}

function addFolders(sftp: SFTPWrapper, { session, handleOf, give, tell, act }: Desk): void {
  const { drawer } = session.company
  sftp.on('OPENDIR', (id, name) => {
    const folder = pathOf(name)
    if (folder !== '' && !isFolder(folder)) return tell(id, STATUS_CODE.NO_SUCH_FILE)
    act(id, 'query', () => {
      const names =
        folder === ''
          ? [...FOLDERS]
          : drawer.list(folder).map(({ path }) => path.slice(folder.length + 1))
      give(id, { kind: 'folder', folder, names })
    })
  })
  sftp.on('READDIR', (id, name) => {
    const handle = handleOf(name)
    if (handle?.kind !== 'folder') return tell(id, STATUS_CODE.FAILURE)
    const names = handle.names?.splice(0, 50) ?? []
    if (names.length === 0) return tell(id, STATUS_CODE.EOF)
    sftp.name(
      id,
      names.map((filename) => ({
        filename,
        longname: filename,
        attrs: attrsOf(session, `${handle.folder}/${filename}`) ?? folderAttrs(),
      })),
    )
  })
  sftp.on('REMOVE', (id, name) => {
    const path = pathOf(name)
    if (!path.startsWith('in/')) return tell(id, STATUS_CODE.PERMISSION_DENIED)
    act(id, 'cancel', () => {
      if (!drawer.find(path)) return tell(id, STATUS_CODE.NO_SUCH_FILE)
      drawer.remove(path)
      tell(id, STATUS_CODE.OK)
    })
  })
}

function addRenaming(sftp: SFTPWrapper, { session, tell, act }: Desk): void {
  const { drawer } = session.company
  sftp.on('RENAME', (id, from, to) => {
    const [old, next] = [pathOf(from), pathOf(to)]
    if (!old.startsWith('in/') || !next.startsWith('in/')) {
      return tell(id, STATUS_CODE.PERMISSION_DENIED)
    }
    act(id, 'file', () => {
      const kept = drawer.find(old)
      if (!kept) return tell(id, STATUS_CODE.NO_SUCH_FILE)
      if (drawer.find(next)) return tell(id, STATUS_CODE.FAILURE)
      drawer.write(next, kept.bytes)
      drawer.remove(old)
      tell(id, STATUS_CODE.OK)
    })
  })
}

function addStats(sftp: SFTPWrapper, { session, handleOf, tell }: Desk): void {
  const stat = (id: number, name: string) => {
    catchUp(session.company)
    const path = pathOf(name)
    const attrs = path === '' || isFolder(path) ? folderAttrs() : attrsOf(session, path)
    if (attrs) sftp.attrs(id, attrs)
    else tell(id, STATUS_CODE.NO_SUCH_FILE)
  }
  sftp.on('STAT', stat)
  sftp.on('LSTAT', stat)
  sftp.on('FSTAT', (id, name) => {
    const handle = handleOf(name)
    const attrs = handle?.kind === 'file' ? attrsOf(session, handle.path) : folderAttrs()
    if (attrs) sftp.attrs(id, attrs)
    else tell(id, STATUS_CODE.NO_SUCH_FILE)
  })
  sftp.on('REALPATH', (id, name) => {
    const filename = `/${pathOf(name)}`
    sftp.name(id, [{ filename, longname: filename, attrs: folderAttrs() }])
  })
}

/** Modes that act on what a file says, or on the night. */
const isTakenElsewhere = ({ seeFault }: Session): boolean =>
  ['half_page', 'changed_layout', 'duplicate_answer'].includes(seeFault()?.mode ?? '')

/** A half page is half a file here. */
function isHalfPage(session: Session, occasion: Occasion): boolean {
  const fault = session.seeFault()
  if (fault?.mode !== 'half_page') return false
  if (fault.on !== 'any' && fault.on !== occasion) return false
  return session.takeFault(occasion) !== null
}

/** `/in/./LIST.csv` is `in/LIST.csv`; whoever climbs out stays in the root. */
const pathOf = (name: string): string =>
  name
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')

const isFolder = (path: string) => FOLDERS.some((folder) => folder === path)

function attrsOf({ company }: Session, path: string) {
  const kept = company.drawer.find(path)
  if (!kept) return null
  const at = Math.floor(kept.at.getTime() / 1000)
  return { mode: FILE_MODE, uid: 0, gid: 0, size: kept.bytes.length, atime: at, mtime: at }
}

const folderAttrs = () => ({ mode: FOLDER_MODE, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 })
