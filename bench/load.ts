// Asks one address over and over on many connections, in a process of its own, and prints how long
// each answer took: `node --import tsx bench/load.ts <url> <connections> <requests>`.

import { Agent, get } from 'node:http'

const [url = '', connections = '50', requests = '1000'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const times: number[] = []
let bytes = 0
let asked = 0

const ask = () =>
  new Promise<void>((resolve, reject) => {
    const started = performance.now()
    get(url, { agent, headers: { 'Accept-Language': 'zh-TW' } }, (answer) => {
      let size = 0
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
      })
      answer.on('end', () => {
        if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode}`))
        times.push(performance.now() - started)
        bytes = size
        resolve()
      })
    }).on('error', reject)
  })

const lane = async () => {
  while (asked < Number(requests)) {
    asked += 1
    await ask()
  }
}
await Promise.all(Array.from({ length: Number(connections) }, lane))
console.log(JSON.stringify({ times, bytes }))
process.exit(0)
