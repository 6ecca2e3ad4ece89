// Shows, beside a date, the same year in the other calendar while it is typed.

import { island } from '../island.ts'

island('date', (date) => {
  const year = date.querySelector<HTMLInputElement>('input')
  const both = date.querySelector<HTMLElement>('.date-both')
  const pattern = date.dataset.both
  if (!year || !both || !pattern) return

  both.setAttribute('role', 'status')
  year.addEventListener('change', () => {
    const digits = year.value.normalize('NFKC').replace(/^民國/, '').trim()
    const typed = /^\d{2,4}$/.test(digits) ? Number(digits) : 0
    const western = typed > 0 && typed < 200 ? typed + 1911 : typed
    both.textContent =
      western > 1911 && western <= 2200
        ? pattern.replace('{western}', String(western)).replace('{roc}', String(western - 1911))
        : ''
  })
})
