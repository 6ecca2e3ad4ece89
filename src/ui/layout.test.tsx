// The frame of a page. Needs the built assets (`npm run build`).

import { readFileSync, statSync } from 'node:fs'
import { Window } from 'happy-dom'
import { expect, test } from 'vitest'
import { asset } from './assets.ts'
import { ErrorPage } from './error-page.tsx'
import { inChinese, inEnglish } from './example.ts'
import { Layout, type PageFrame } from './layout.tsx'

const FRAME: PageFrame = {
  t: inChinese,
  lang: 'zh-TW',
  path: '/cases/new',
  title: '行程',
  cityName: '臺中市',
}

function show(frame: PageFrame) {
  const html = String(<Layout {...frame}>內容</Layout>)
  const { document } = new Window()
  document.write(html)
  return { html, document }
}

test('a page says its language, its title, and where its content starts', () => {
  const { html, document } = show(FRAME)
  expect(html).toMatch(/^<!DOCTYPE html><html lang="zh-Hant-TW"/)
  expect(document.title).toBe('行程｜臺中市驛站')
  expect(document.querySelector('.skip')?.getAttribute('href')).toBe('#main')
  expect(document.querySelector('main#main')?.textContent).toBe('內容')
})

test('a page with an error says so in its title', () => {
  expect(show({ ...FRAME, hasError: true }).document.title).toMatch(/^錯誤：/)
})

test('changing the language is a form that comes back to the same page', () => {
  const { document } = show({ ...FRAME, t: inEnglish, lang: 'en' })
  const form = document.querySelector('form[action="/language"]')
  expect(form?.querySelector('[name=to]')?.getAttribute('value')).toBe('zh-TW')
  expect(form?.querySelector('[name=back]')?.getAttribute('value')).toBe('/cases/new')
  expect(form?.querySelector('button')?.getAttribute('lang')).toBe('zh-Hant-TW')
})

test('whoever is signed in finds the desk, everyone else the door', () => {
  expect(show({ ...FRAME, signedInAs: '王小姐', hasDesk: true }).html).toContain('href="/desk"')
  expect(show({ ...FRAME, signedInAs: '王小姐' }).html).toContain('action="/sign-out"')
  expect(show(FRAME).html).toContain('href="/sign-in"')
})

test('a page with its style sheet and script stays below 40 KB before fonts', () => {
  const html = String(<ErrorPage frame={FRAME} status={404} words="找不到這一頁" id="1" />)
  const files = ['main.css', 'page', 'date'].map((name) => statSync(`dist${asset(name)}`).size)
  const frameBytes = Buffer.byteLength(html) + files.reduce((sum, size) => sum + size, 0)
  // The frame leaves 12 KB for what the page itself says.
  expect(frameBytes).toBeLessThan(28 * 1024)
})

test('an asset that was not built is named', () => {
  expect(() => asset('nowhere')).toThrow(/'nowhere'/)
})

test('the fonts hold every character of our own words; rare names fall to the system’s fonts', () => {
  const css = readFileSync(`dist${asset('fonts.css')}`, 'utf8')
  const ranges = [...css.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)].map(([, from = '', to]) => [
    Number.parseInt(from, 16),
    Number.parseInt(to ?? from, 16),
  ])
  const isHeld = (letter: string) => {
    const code = letter.codePointAt(0) ?? 0
    return ranges.some(([from = 0, to = 0]) => from <= code && code <= to)
  }
  const words = readFileSync('locales/zh-TW/ui.json', 'utf8')
  expect([...new Set(words)].filter((letter) => letter > ' ' && !isHeld(letter))).toEqual([])
  expect(['𨳊', '䂖'].map(isHeld)).toEqual([false, false])
})
