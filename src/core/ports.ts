// Whether a port can be had, asked before anything is started that would have to be stopped again.

import { createServer } from 'node:net'
import { WrongSetting } from './config.ts'

const WHY: Record<string, string> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'needs rights this user does not have',
  EADDRNOTAVAIL: 'is at an address this machine does not have',
}

/** @throws WrongSetting that names the setting to change */
export function requireFreePort(setting: string, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const why = WHY[cause.code ?? ''] ?? `cannot be used (${cause.code})`
      reject(new WrongSetting(`${setting}=${port}: expected a free port; it ${why}`, { cause }))
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}
