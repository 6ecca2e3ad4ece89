// Tells a form what it runs on: that there is a script, and how wide the window is. Only closed tests
// ask for it.

import { island } from '../island.ts'

island<HTMLFormElement>('device', (form) => {
  const tell = (name: string, value: string) => {
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement) field.value = value
  }
  tell('script', 'on')
  tell('width', String(Math.round(window.innerWidth)))
})
