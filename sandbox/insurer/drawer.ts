// The three folders, as both doors show them. Files lie on the sandbox's disk; what is removed stays
// as an empty paper, since papers cannot be taken out.

import type { SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'

export interface Drawer {
  list(folder: string): Kept[]
  find(path: string): Kept | null
  write(path: string, bytes: Buffer): void
  remove(path: string): void
}

export interface Kept {
  /** `in/LIST.csv` */
  path: string
  bytes: Buffer
  at: Date
}

interface Paper {
  path: string
  base64: string
  at: string
  isGone: boolean
}

export const FOLDERS = ['in', 'done', 'ack'] as const
const SHELF = 'insurer file'

export function openDrawer(store: Store, clock: SandboxClock): Drawer {
  const put = (path: string, bytes: Buffer, isGone: boolean) =>
    store.put(SHELF, path, {
      path,
      base64: bytes.toString('base64'),
      at: clock.now().toISOString(),
      isGone,
    } satisfies Paper)
  return {
    list: (folder) =>
      store
        .list<Paper>(SHELF)
        .filter((paper) => !paper.isGone && paper.path.startsWith(`${folder}/`))
        .map(kept)
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    find: (path) => {
      const paper = store.find<Paper>(SHELF, path)
      return paper && !paper.isGone ? kept(paper) : null
    },
    write: (path, bytes) => put(path, bytes, false),
    remove: (path) => put(path, Buffer.alloc(0), true),
  }
}

const kept = ({ path, base64, at }: Paper): Kept => ({
  path,
  bytes: Buffer.from(base64, 'base64'),
  at: new Date(at),
})
