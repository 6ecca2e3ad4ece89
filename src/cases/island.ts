// A status page left open notices news by itself: it asks for the number of the newest event and, when
// that moved, loads itself again, unless the person is typing; then it says so. On a desk's task a
// press copies a line.

import { island } from '../ui/island.ts'

const PAUSE_MS = 3_000
/** A forgotten tab must not ask for ever. */
const MOST_ASKS = 1_200

island<HTMLElement>('status', (head) => {
  const { stamp, address, news } = head.dataset
  if (!address) return
  let asks = 0

  const timer = setInterval(async () => {
    asks += 1
    if (asks > MOST_ASKS) clearInterval(timer)
    if (document.hidden) return
    const answer = await fetch(address, { headers: { Accept: 'application/json' } }).catch(
      () => null,
    )
    if (!answer?.ok) return
    const now = (await answer.json()) as { stamp: string }
    if (now.stamp === stamp) return

    clearInterval(timer)
    if (isTyping()) announce(head, news ?? '')
    else location.reload()
  }, PAUSE_MS)
})

const isTyping = (): boolean => document.activeElement instanceof HTMLInputElement

function announce(head: HTMLElement, words: string): void {
  const line = document.createElement('span')
  line.setAttribute('role', 'status')
  line.textContent = words
  head.after(line)
}

island<HTMLElement>('copy', (line) => {
  const words = line.textContent ?? ''
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'button-quiet'
  button.textContent = words
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(words)
    announceOnce(button, line.dataset.said ?? '')
  })
  line.replaceChildren(button)
})

function announceOnce(button: HTMLElement, words: string): void {
  button.parentElement?.querySelector('[role=status]')?.remove()
  announce(button, words)
}
