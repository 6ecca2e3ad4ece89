// Whether a port can be had, asked before anything is started that would have to be stopped again.

import { createServer } from 'node:net'
import { WrongSetting } from './config.ts'

/** After a `kill -9` what we had started needs a moment to notice and let go. */
const ATTEMPTS = 15
const PAUSE_MS = 200

const WHY: Record<string, string> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'needs rights this user does not have',
  EADDRNOTAVAIL: 'is at an address this machine does not have',
}

/** @throws WrongSetting that names the setting to change */
export async function requireFreePort(setting: string, port: number, host: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const code = await tryPort(port, host)
    if (code === null) return
    if (code !== 'EADDRINUSE' || attempt === ATTEMPTS) {
      const why = WHY[code] ?? `cannot be used (${code})`
      throw new WrongSetting(`${setting}=${port}: expected a free port; this one ${why}`)
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** Null when it is free, else the system's code. */
function tryPort(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (cause: NodeJS.ErrnoException) => resolve(cause.code ?? cause.message))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}
