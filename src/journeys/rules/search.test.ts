import { expect, test } from 'vitest'
import { countable } from './search.ts'

test('searches are counted under one spelling', () => {
  expect(countable('  台中  垃圾 ')).toBe('臺中 垃圾')
  expect(countable('ＷＩＦＩ')).toBe('wifi')
})

test('what could name somebody is not counted', () => {
  const named = ['A123456789', '0912 345 678', 'a@b.tw', '中山路5號', '我'.repeat(21), '', '第三②']
  expect(named.map(countable)).toEqual(named.map(() => null))
})
