// Shows, beside a date, the same year in the other calendar while it is typed.

import { island } from '../island.ts'
import { bothYears } from '../roc-year.ts'

island('date', (date) => {
  const year = date.querySelector<HTMLInputElement>('input')
  const both = date.querySelector<HTMLElement>('.date-both')
  const pattern = date.dataset.both
  if (!year || !both || !pattern) return

  both.setAttribute('role', 'status')
  year.addEventListener('change', () => {
    const years = bothYears(year.value)
    both.textContent = years
      ? pattern.replace('{western}', String(years.western)).replace('{roc}', String(years.roc))
      : ''
  })
})
