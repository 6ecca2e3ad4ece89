import { expect, test } from 'vitest'
import { readWords } from '../../core/i18n.ts'
import { hoursText } from './words.ts'

const words = readWords()

test('a walk is said in hours and minutes, never in decimals', () => {
  const said = (hours: number) => [
    hoursText({ t: words['zh-TW'], lang: 'zh-TW' }, hours),
    hoursText({ t: words.en, lang: 'en' }, hours),
  ]
  expect(said(0.05)).toEqual(['約 15 分鐘', 'about 15 minutes'])
  expect(said(0.75)).toEqual(['約 45 分鐘', 'about 45 minutes'])
  expect(said(1)).toEqual(['約 1 小時', 'about 1 hour'])
  expect(said(2.25)).toEqual(['約 2 小時 15 分', 'about 2 hours 15 minutes'])
})
