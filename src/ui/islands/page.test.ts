// @vitest-environment happy-dom
// What every page does with its forms once script runs.

import { beforeAll, expect, test, vi } from 'vitest'

beforeAll(async () => {
  vi.useFakeTimers()
  document.documentElement.dataset.waiting = '處理中'
  document.body.innerHTML = `
    <form id="file" method="post"><button>送出</button></form>
    <form id="search" method="get"><button>找</button></form>`
  await import('./page.ts')
})

function submit(id: string): boolean {
  const form = document.getElementById(id)
  const event = new SubmitEvent('submit', {
    cancelable: true,
    submitter: form?.querySelector('button') ?? null,
  })
  return form?.dispatchEvent(event) ?? false
}

test('a double click sends a form once', () => {
  expect([submit('file'), submit('file')]).toEqual([true, false])
})

test('a wait of more than a second is said', () => {
  expect(document.querySelector('[role=status]')).toBeNull()
  vi.advanceTimersByTime(1000)
  expect(document.querySelector('[role=status]')?.textContent).toBe('處理中')
})

test('the form can be sent again where the answer was a file', () => {
  vi.advanceTimersByTime(10_000)
  expect(submit('file')).toBe(true)
})

test('a search may be sent as often as one likes', () => {
  expect([submit('search'), submit('search')]).toEqual([true, true])
})
