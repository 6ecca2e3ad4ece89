// At a counter the page stays where it is: the form is sent in the background, the result stands above
// the field, and the field waits for the next card. Without a line the form is handed to `offline`.

import { island } from '../island.ts'

/** The person at the counter waits; a line this slow is as good as none. */
const PATIENCE_MS = 5_000

island<HTMLElement>('hand-out', (counter) => {
  let isSending = false
  const cardOf = () => counter.querySelector<HTMLInputElement>('#card')
  cardOf()?.focus()

  counter.addEventListener('submit', async (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    event.preventDefault()
    // A reader that sends Enter twice scans once; the key would make it one anyway.
    if (isSending) return
    isSending = true
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) body.append(name, String(value))
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const answer = await fetch(form.action, { method: 'POST', body, signal })
      show(await answer.text(), answer.redirected)
    } catch {
      document.dispatchEvent(new CustomEvent('cut-off', { detail: body }))
      const field = cardOf()
      if (field) field.value = ''
    } finally {
      isSending = false
      cardOf()?.focus()
    }
  })

  function show(html: string, isElsewhere: boolean): void {
    const next = new DOMParser().parseFromString(html, 'text/html').querySelector('#counter')
    // Signed out, or a failure with a page of its own: that page is to be seen.
    if (isElsewhere || !next) location.reload()
    else counter.replaceChildren(...next.childNodes)
  }
})
