// A voice survives a lost network: what is typed stays on this device until its receipt is seen, and
// goes by itself when the network is back. Sent twice it is kept once, by its sheet.

import { island } from '../island.ts'

const RETRY_MS = 15_000
const KEPT = 'voice '

island<HTMLFormElement>('voice', (form) => {
  const key = KEPT + form.getAttribute('action')
  const status = document.createElement('p')
  status.className = 'waiting'
  status.setAttribute('role', 'status')
  form.append(status)

  if (!document.querySelector('.error-summary')) restore(form, key)
  form.addEventListener('input', () => keep(form, key))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    keep(form, key)
    void send()
  })

  async function send(): Promise<void> {
    if (await isReachable()) {
      form.submit()
      return
    }
    status.textContent = form.dataset.kept ?? ''
    delete form.dataset.sent
    await untilTriedAgain()
    await send()
  }
})

/** The receipt is here, so nothing needs to stay on the device. */
island('voice-kept', () => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(KEPT)) localStorage.removeItem(key)
  }
})

/** The browser says when it is online, and not always when it matters: so by time as well. */
const untilTriedAgain = () =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS)
    const now = () => {
      clearTimeout(timer)
      resolve()
    }
    window.addEventListener('online', now, { once: true })
  })

async function isReachable(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok
  } catch {
    return false
  }
}

function keep(form: HTMLFormElement, key: string): void {
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === 'string')
  localStorage.setItem(key, JSON.stringify(typed))
}

/** Only what this page leaves open: a service that was guessed stays guessed. */
function restore(form: HTMLFormElement, key: string): void {
  const kept = localStorage.getItem(key)
  if (!kept) return
  for (const [name, value] of JSON.parse(kept) as [string, string][]) {
    const named = `[name="${CSS.escape(name)}"]`
    for (const field of form.querySelectorAll<HTMLInputElement>(named)) {
      if (field.type === 'checkbox' || field.type === 'radio')
        field.checked ||= field.value === value
      else if (field.value === '' || name === 'sheet') field.value = value
    }
  }
}
