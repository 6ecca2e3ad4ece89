import { expect, test } from 'vitest'
import { readWords } from '../../../core/i18n.ts'
import { copyLines } from './copy-lines.ts'

const t = readWords()['zh-TW']
const reader = { t, lang: 'zh-TW' } as const

test('a clerk reads words, not the names of fields', () => {
  const input = { leader: { name: '林怡君', nationality: 'TW', entry_exempt: false }, people: 3 }
  expect(copyLines(input, {}, reader)).toEqual([
    { name: '領隊 姓名', value: '林怡君' },
    { name: '領隊 國籍', value: t('journeys.nationality_TW') },
    { name: '人數', value: '3' },
  ])
})

test('an address is one line, members are numbered, what is empty is left out', () => {
  const address = { city: '臺中市', street: '臺灣大道99號', text: '臺中市臺灣大道99號' }
  expect(copyLines({ members: [{ address }, { name: '' }] }, {}, reader)).toEqual([
    { name: '隊員 1 地址', value: '臺中市臺灣大道99號' },
  ])
})

test('a field nobody gave a word keeps the agency’s own name', () => {
  expect(copyLines({ xyz: 'a' }, {}, reader)).toEqual([{ name: 'xyz', value: 'a' }])
})

test('what was chosen is said in the words of the question', () => {
  const sex = { 'zh-TW': '女', en: 'Girl' }
  const input = { children: [{ sex: 'girl' }] }
  expect(copyLines(input, { 'children.0.sex': sex }, reader)).toEqual([
    { name: '孩子 1 性別', value: '女' },
  ])
})
