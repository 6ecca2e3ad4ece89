// Makes a folder with all that leads to it. The library's own way spins for ever where a file system
// refuses with "not found", as /proc does.

import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** `mode` is for what is missing; a folder that is there keeps its own. */
export function makeFolder(folder: string, mode = 0o755): void {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent, mode)
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
