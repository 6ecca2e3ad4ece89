// Reads what a page part renders, for tests.

import { Window } from 'happy-dom'

export function parseHTML(html: string): HTMLElement {
  const { document } = new Window()
  document.body.innerHTML = html
  return document.body as unknown as HTMLElement
}
