// On every page: a form is sent once, however often its button is pressed, and a wait of more than
// a second is said.

const SLOW_MS = 1000
const AGAIN_MS = 10_000

for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'yes'
    const waiting = setTimeout(() => showWaiting(event.submitter), SLOW_MS)
    // The page may be shown again from the browser's memory; it must then be usable.
    window.addEventListener('pagehide', () => clearTimeout(waiting), { once: true })
    window.addEventListener('pageshow', () => delete form.dataset.sent, { once: true })
    // An answer that is a file leaves the page where it is.
    setTimeout(() => delete form.dataset.sent, AGAIN_MS)
  })
}

function showWaiting(button: HTMLElement | null): void {
  const words = document.documentElement.dataset.waiting
  if (!words) return
  const status = document.createElement('p')
  status.className = 'waiting'
  status.setAttribute('role', 'status')
  button?.after(status)
  status.textContent = words
}
