// Keeps a page's amounts as new as everybody's: listens to the stream, asks for what is new when the
// stream fails, and says so when nothing comes. For the browser.

import type { Delta, Snapshot } from '../../board/words.ts'
import type { Hearing } from '../../rules/levels.ts'

export interface News extends Pick<Delta, 'sequence' | 'at' | 'seen' | 'hash' | 'sites' | 'left'> {}

export interface Listening {
  /** Address of the programme in the API. */
  api: string
  sequence: number
  hearing: Hearing
  onNews: (news: News) => void
  /** Once a minute: silence grows though nothing comes. */
  onTime: () => void
  onLine: (isOnline: boolean) => void
}

const POLL_MS = 30_000
const MINUTE_MS = 60_000

/** What the page keeps of the moment that it shows. */
export class Live {
  readonly hearing: Hearing
  sequence: number
  private readonly listening: Listening
  private readonly startedAt = performance.now()
  private readonly begun: number
  private polling: ReturnType<typeof setInterval> | null = null

  constructor(listening: Listening) {
    this.listening = listening
    this.hearing = listening.hearing
    this.begun = listening.hearing.now
    this.sequence = listening.sequence
    this.listen()
    setInterval(() => this.tick(), MINUTE_MS)
    if (!navigator.onLine) listening.onLine(false)
    window.addEventListener('offline', () => listening.onLine(false))
    window.addEventListener('online', () => void this.ask())
  }

  private listen(): void {
    const source = new EventSource(`${this.listening.api}/stream?since=${this.sequence}`)
    source.addEventListener('delta', (event) => this.take(JSON.parse(event.data) as Delta))
    source.addEventListener('moment', () => this.goOn())
    source.addEventListener('reset', () => void this.startAgain())
    source.addEventListener('error', () => {
      // The browser tries again by itself; until then, and where it gave up, we ask.
      this.polling ??= setInterval(() => void this.ask(), POLL_MS)
      void this.ask()
    })
  }

  private goOn(): void {
    if (this.polling) clearInterval(this.polling)
    this.polling = null
    // What was on its way when the line broke still arrives.
    this.listening.onLine(navigator.onLine)
  }

  private take(news: News): void {
    this.goOn()
    this.sequence = news.sequence
    this.hearing.seen = news.seen
    this.listening.onNews(news)
  }

  /** The page's own clock is the server's, carried on. */
  private tick(): void {
    this.hearing.now = this.begun + performance.now() - this.startedAt
    const { seen, now, staleAfterMinutes } = this.hearing
    const silent = seen ? now - Date.parse(seen) : 0
    // A file that changed nothing is no news on the stream, and still it was heard of.
    if (silent > (staleAfterMinutes * MINUTE_MS) / 2) void this.ask()
    this.listening.onTime()
  }

  private async ask(): Promise<void> {
    try {
      const answer = await fetch(`${this.listening.api}/delta?since=${this.sequence}`)
      if (!answer.ok) throw new Error(String(answer.status))
      const news = (await answer.json()) as Delta
      this.sequence = news.sequence
      this.hearing.seen = news.seen
      this.listening.onNews(news)
      this.listening.onLine(navigator.onLine)
    } catch {
      this.listening.onLine(false)
    }
  }

  private async startAgain(): Promise<void> {
    const answer = await fetch(`${this.listening.api}/snapshot`)
    if (!answer.ok) return
    this.take({ ...((await answer.json()) as Snapshot), left: [] })
  }
}

/** Name of the page's own event with what was heard; null news: only time has passed. */
export const HEARD = 'supply-heard'

export interface Heard {
  news: News | null
  hearing: Hearing
}
