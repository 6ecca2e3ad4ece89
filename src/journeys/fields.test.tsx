import { expect, test } from 'vitest'
import type { Problem } from '../core/errors.ts'
import { readWords } from '../core/i18n.ts'
import { QuestionFields } from './fields.tsx'
import { parseHTML } from './html.examples.ts'
import { CONTEXT, STALL, STALL_ANSWERS, TODAY } from './journey.examples.ts'
import { problemLinks } from './problems.ts'
import { readPage } from './questions/read.ts'
import type { Page } from './schema.ts'
import { answeredLines } from './summary.tsx'

const WORDS = readWords()

function shown(pageId: string, raw: Record<string, unknown>, problems: Problem[] = []) {
  const page = STALL.pages.find((one) => one.id === pageId) as Page
  const html = (
    <form>
      <QuestionFields
        page={page}
        raw={raw}
        problems={problems}
        t={WORDS['zh-TW']}
        lang="zh-TW"
        places={CONTEXT.places}
        today={TODAY}
      />
    </form>
  )
  return parseHTML(String(html))
}

test('every question has a label that says what it is, and shows what was typed', () => {
  const form = shown('stall', { ...STALL_ANSWERS, note: '兩行\n字' })
  expect(form.querySelector('label[for="tables"]')?.textContent).toContain('Tables')
  expect(form.querySelector('#tables')?.getAttribute('value')).toBe('2')
  expect(form.querySelector('option[value="xitun"]')?.hasAttribute('selected')).toBe(true)
  expect(form.querySelector('input[name="goods.food"]')?.hasAttribute('checked')).toBe(true)
  expect(form.querySelector('input[name="agree"]')?.hasAttribute('checked')).toBe(true)
  expect(form.querySelector('textarea')?.textContent).toBe('兩行\n字')
})

test('no id stands twice, and every label leads to a control', () => {
  for (const page of STALL.pages) {
    const form = shown(page.id, { helpers: [{}, {}] })
    const ids = [...form.querySelectorAll('[id]')].map((node) => node.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const label of form.querySelectorAll('label[for]')) {
      expect(form.querySelector(`#${label.getAttribute('for')}`), page.id).not.toBeNull()
    }
    expect(form.textContent).not.toContain('⟦')
  }
})

test('each mistake stands beside its field, and the summary leads there', () => {
  const raw = {
    helpers: [
      { name: '', nationality: 'TW' },
      { name: '陳先生', id_number: 'B200000005', birth: 'soon', cooks: 'cook' },
    ],
  }
  const reading = readPage(STALL, 'team', { ...STALL_ANSWERS, ...raw }, CONTEXT)
  const problems = reading.ok ? [] : reading.problems
  const form = shown('team', raw, problems)
  const links = problemLinks(problems, 'zh-TW', WORDS['zh-TW'])
  expect(links.map((link) => link.href)).toEqual(['#helpers-0-id_number', '#helpers-0-birth'])
  const [named] = problemLinks(problems, 'zh-TW', WORDS['zh-TW'], STALL)
  expect(named?.text).toMatch(/^Helpers（測試）（第 1 位）：身分證字號的檢查碼不對/)
  for (const { href, text } of links) {
    expect(form.querySelector(href), href).not.toBeNull()
    expect(form.querySelector(`${href}-error`)?.textContent).toContain(text)
  }
  expect(form.querySelector('#helpers-0-id_number')?.getAttribute('value')).toBe('B200000005')
})

test('answers read back in words', () => {
  const reading = readPage(STALL, 'stall', STALL_ANSWERS, CONTEXT)
  const page = STALL.pages.at(-1) as Page
  const lines = answeredLines(page, reading.ok ? reading.answers : {}, {
    t: WORDS['zh-TW'],
    lang: 'zh-TW',
    places: CONTEXT.places,
  })
  const texts = lines.map((line) => parseHTML(String(<p>{line.value}</p>)).textContent)
  expect(texts).toEqual(['2026年12月24日（四）', '2', '西屯區', 'Food（測試）', '是', '沒有填'])
})
