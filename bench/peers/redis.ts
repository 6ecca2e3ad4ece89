// Redis with the same places, asked for the ten nearest over one connection, as many at a time as fit.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { freePort } from './port.ts'

export interface Redis {
  /** Runs `commands`, pipelined by `together`. @returns commands a second */
  perSecond(commands: string[][], together: number): Promise<number>
  close(): void
}

export async function openRedis(program: string): Promise<Redis> {
  const port = await freePort()
  const running = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
  })
  const socket = await reachable(port)
  return {
    perSecond: (commands, together) => ask(socket, commands, together),
    close: () => {
      socket.destroy()
      running.kill('SIGTERM')
    },
  }
}

async function reachable(port: number) {
  for (let tried = 0; tried < 100; tried += 1) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    if (isOpen) return socket
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('redis never answered')
}

/** RESP; each batch ends with a PING whose answer says that all before it are there. */
async function ask(
  socket: Awaited<ReturnType<typeof reachable>>,
  commands: string[][],
  together: number,
): Promise<number> {
  const started = performance.now()
  for (let from = 0; from < commands.length; from += together) {
    const batch = [...commands.slice(from, from + together), ['PING']]
    const answered = new Promise<void>((resolve, reject) => {
      let tail = ''
      const read = (chunk: Buffer) => {
        tail = (tail + chunk.toString('latin1')).slice(-4096)
        if (tail.includes('-ERR')) reject(new Error(tail))
        if (!tail.endsWith('+PONG\r\n')) return
        socket.off('data', read)
        resolve()
      }
      socket.on('data', read)
    })
    socket.write(batch.map(encoded).join(''))
    await answered
  }
  return (commands.length / (performance.now() - started)) * 1000
}

const encoded = (words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`
