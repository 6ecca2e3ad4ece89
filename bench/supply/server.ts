// The program with 6,600 sites in a process of its own, whose numbers move twice a second.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenerOf } from '../../src/app.ts'
import { boardOf } from '../../src/supply/board/board.ts'
import { openBench } from '../station.ts'
import { fill, moveOne, PROGRAMME, takeOne } from './sites.ts'

const MOVE_MS = 500
/** Share of the sites that the last file changed. */
const MOVED = 0.05

const station = await openBench()
const feed = await fill(station)
await takeOne(station, feed.file(station.clock.now(), MOVED))
const board = boardOf(station, PROGRAMME)
await board.refresh()
const { sequence } = board.moment

const server = createServer(listenerOf(station)).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ url: `http://127.0.0.1:${port}`, sequence })
})
let moved = 0
const move = async () => {
  moved += 1
  return moveOne(station, moved % 100, moved)
}
const moving = process.argv.includes('--still') ? undefined : setInterval(move, MOVE_MS)

process.on('message', async (asked: 'move' | 'memory') => {
  if (asked === 'move') {
    const newest = await move()
    return process.send?.({ sequence: newest, movedAt: Date.now() })
  }
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return process.send?.({ heap: heapUsed + external, rss })
})
process.on('SIGTERM', async () => {
  clearInterval(moving)
  server.closeAllConnections()
  server.close()
  await station.close()
  process.exit(0)
})
