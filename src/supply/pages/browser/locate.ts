// Puts the list in order from where the reader is. The position is rounded to three decimals (about
// 100 m) before it leaves the device, stays out of the address bar, and is asked for only by a press.

const DECIMALS = 3
const TIMEOUT_MS = 10_000
/** A position of the last minutes is good enough for a walk. */
const OLDEST_MS = 120_000

/** Name of the page's own event: a map on the page goes there. */
export const LOCATED = 'supply-located'
export type Position = [lon: number, lat: number]

export function locate(page: HTMLElement): void {
  const button = page.querySelector<HTMLButtonElement>('[data-locate]')
  const said = page.querySelector<HTMLElement>('[data-locate-said]')
  const form = button?.form
  if (!button || !form || !('geolocation' in navigator)) return
  button.hidden = false
  const refused = () => {
    if (said) said.textContent = said.dataset.locateSaid ?? ''
    button.disabled = false
  }
  button.addEventListener('click', () => {
    button.disabled = true
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (said) said.textContent = ''
        const query = new URLSearchParams([...new FormData(form)] as [string, string][])
        const detail: Position = [coords.longitude, coords.latitude]
        document.dispatchEvent(new CustomEvent(LOCATED, { detail }))
        query.set('lon', coords.longitude.toFixed(DECIMALS))
        query.set('lat', coords.latitude.toFixed(DECIMALS))
        show(page, form.action, query)
          .then(() => {
            button.disabled = false
          })
          .catch(refused)
      },
      refused,
      { timeout: TIMEOUT_MS, maximumAge: OLDEST_MS },
    )
  })
}

async function show(page: HTMLElement, address: string, query: URLSearchParams): Promise<void> {
  const answer = await fetch(`${address}?${query}`)
  if (!answer.ok) throw new Error(String(answer.status))
  const other = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const [found, old] = [other.querySelector('[data-found]'), page.querySelector('[data-found]')]
  if (!found || !old) throw new Error('no list')
  old.replaceWith(found)
  page.querySelector<HTMLElement>('[data-again]')?.setAttribute('hidden', '')
  found.querySelector('[data-more]')?.addEventListener('click', (event) => {
    event.preventDefault()
    const more = new URL((event.currentTarget as HTMLAnchorElement).href).searchParams.get('shown')
    query.set('shown', more ?? '')
    void show(page, address, query)
  })
}
