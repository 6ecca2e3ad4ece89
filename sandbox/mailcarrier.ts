// Carries the answers of stand-ins to the one address set for all of them, when their time has come.
// What is to be sent is on disk at once; what could not be handed over is tried again.

import { randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { SandboxClock } from './clock.ts'
import type { Store } from './store.ts'

export interface Outgoing {
  from: string
  to: string
  raw: Buffer
  dueAt: Date
}

interface Waiting {
  id: string
  from: string
  to: string
  raw: string
  dueAt: string
  state: 'waiting' | 'sent' | 'refused'
  answer: string
}

export interface Aim {
  host: string
  port: number
}

export interface Carrier {
  post(letter: Outgoing): void
  aim(to: Aim): void
  aimed(): Aim | null
  forget(): void
  stop(): void
}

const ROUND_MS = 100
const PATIENCE_MS = 5000
const SHELF = 'mailroom letter'

export function openCarrier({ store, clock }: { store: Store; clock: SandboxClock }): Carrier {
  // Kept, so that answers find their way again after a restart; null keeps them waiting.
  let aim = store.find<Aim>('mailroom', 'aim')
  let waiting = store.list<Waiting>(SHELF).filter((letter) => letter.state === 'waiting')
  const settle = (letter: Waiting, sent: Pick<Waiting, 'state' | 'answer'> | null) => {
    if (!sent || !waiting.includes(letter)) return
    store.put(SHELF, letter.id, { ...letter, ...sent })
    waiting = waiting.filter((one) => one !== letter)
  }
  const stop = ring(async () => {
    const now = clock.now().toISOString()
    const due = waiting.filter((letter) => letter.dueAt <= now)
    if (aim && due.length > 0) await carry(aim, due, settle)
  })
  return {
    stop,
    post: (letter) => {
      const kept = keptOf(letter)
      store.put(SHELF, kept.id, kept)
      waiting.push(kept)
    },
    aim: (next) => {
      aim = next
      store.put('mailroom', 'aim', next)
    },
    aimed: () => aim,
    forget: () => {
      waiting = []
      if (aim) store.put('mailroom', 'aim', aim)
    },
  }
}

const keptOf = ({ from, to, raw, dueAt }: Outgoing): Waiting => ({
  id: randomUUID(),
  from,
  to,
  raw: raw.toString('base64'),
  dueAt: dueAt.toISOString(),
  state: 'waiting',
  answer: '',
})

/** One round after another, never two at once. */
function ring(round: () => Promise<void>): () => void {
  let isOut = false
  const bell = setInterval(async () => {
    if (isOut) return
    isOut = true
    await round().finally(() => {
      isOut = false
    })
  }, ROUND_MS)
  bell.unref()
  return () => clearInterval(bell)
}

async function carry(
  aim: Aim,
  due: Waiting[],
  settle: (letter: Waiting, sent: Pick<Waiting, 'state' | 'answer'> | null) => void,
): Promise<void> {
  const transport = createTransport({
    ...aim,
    ignoreTLS: true,
    connectionTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  })
  for (const letter of due) settle(letter, await send(transport, letter))
  transport.close()
}

async function send(
  transport: ReturnType<typeof createTransport>,
  { from, to, raw }: Waiting,
): Promise<Pick<Waiting, 'state' | 'answer'> | null> {
  try {
    const told = await transport.sendMail({
      envelope: { from, to },
      raw: Buffer.from(raw, 'base64'),
    })
    return { state: 'sent', answer: told.response }
  } catch (cause) {
    const code = (cause as { responseCode?: number }).responseCode ?? 0
    return code >= 500 ? { state: 'refused', answer: String(cause) } : null
  }
}

export const letterList = (store: Store) =>
  store.list<Waiting>(SHELF).map(({ raw: _raw, ...letter }) => letter)
