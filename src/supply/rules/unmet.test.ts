// Time in vain, and what is taken out of a text.

import { expect, test } from 'vitest'
import { masked } from './mask.ts'
import { lackingMinutes, openSpans, type Span } from './unmet.ts'
import { readWindows } from './windows.ts'

const taipei = (time: string) => new Date(`2026-11-${time}:00+08:00`)
const HOURS = {
  handOut: readWindows('1-5 09:00-12:00') ?? [],
  sale: readWindows('1-7 09:00-21:00') ?? [],
}
// Monday morning to Tuesday at ten.
const SPAN: Span = [taipei('23T00:00'), taipei('24T10:00')]

test('the door is open when people can come for it, up to now', () => {
  expect(openSpans(HOURS, SPAN)).toEqual([
    [taipei('23T09:00'), taipei('23T12:00')],
    [taipei('24T09:00'), taipei('24T10:00')],
  ])
  expect(openSpans({}, SPAN)).toEqual([])
})

test('minutes in vain count only while the door is open', () => {
  const phases = [
    { from: taipei('23T00:00'), lack: null },
    { from: taipei('23T11:15'), lack: 'empty' as const },
    { from: taipei('24T09:00'), lack: null },
    { from: taipei('24T09:40'), lack: 'disputed' as const },
  ]
  expect(lackingMinutes(phases, openSpans(HOURS, SPAN))).toEqual({
    open: 240,
    empty: 45,
    promised: 0,
    disputed: 20,
  })
})

test.each([
  ['我是 A123456789，打 0912-345-678 找我', '我是 ○○○，打 ○○○ 找我'],
  ['寄到 wang.ming@mail.example.tw', '寄到 ○○○'],
  ['中山路 12 號 3 樓之 1 那間', '中山路 ○○○ 那間'],
  ['５巷６弄 20 號', '○○○'],
  ['每人 9 片、14 天一次，9:00 開門', '每人 9 片、14 天一次，9:00 開門'],
  ['(04) 2228-9111 打不通', '○○○ 打不通'],
])('%s becomes %s', (text, shown) => {
  expect(masked(text)).toBe(shown)
})
