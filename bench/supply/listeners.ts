// Many who listen: `listeners.ts <url> <how many>`. Told a number, says when each of them heard it.

import { Agent, get } from 'node:http'
import { PROGRAMME } from './sites.ts'

const [url = '', count = '0'] = process.argv.slice(2)
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })
/** The newest number that each listener heard, and when. */
const heard = Array.from({ length: Number(count) }, () => ({ sequence: -1, at: 0 }))

const listen = (index: number) =>
  new Promise<void>((resolve, reject) => {
    get(`${url}/api/v1/supply/${PROGRAMME}/stream`, { agent }, (answer) => {
      answer.setEncoding('utf8')
      answer.on('data', (text: string) => {
        for (const [, id] of text.matchAll(/^id: (\d+)$/gm)) {
          heard[index] = { sequence: Number(id), at: Date.now() }
        }
        resolve()
      })
    }).on('error', reject)
  })

await Promise.all(heard.map((_, index) => listen(index)))
process.send?.('listening')

process.on('message', async (sequence: number) => {
  while (heard.some((one) => one.sequence < sequence)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  process.send?.({ heardAt: heard.map(({ at }) => at) })
})
process.on('SIGTERM', () => process.exit(0))
