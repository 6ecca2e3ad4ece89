import { expect, test } from 'vitest'
import { taichungPlaces } from '../taichung.examples.ts'
import { findLodging, findNode, nameKey, searchNodes } from './names.ts'

const places = taichungPlaces()

test.each([
  ['卡東木屋', 'kadong-camp'],
  ['卡東營地', 'kadong-camp'],
  ['奇萊南峰營地', 'qilai-south-camp'],
  ['南峰岔路口營地', 'qilai-south-camp'],
  ['登山口宿營地', 'qilai-south-camp'],
  ['台灣池', 'taiwan-pond-camp'],
  ['臺灣池營地', 'taiwan-pond-camp'],
  ['嘉明湖避難山屋', 'jiaming-lake-hut'],
  ['圓峰山屋/營地', 'yuanfeng'],
  ['Yushan Main Peak', 'yushan-main-peak'],
  ['yushan-main-peak', 'yushan-main-peak'],
  [' 向陽 ', 'xiangyang-entrance'],
])('%s is %s', (name, id) => {
  expect(findNode(places, name)?.id).toBe(id)
})

test('a name nobody uses leads nowhere', () => {
  expect(findNode(places, '聖母峰')).toBeNull()
  expect(findNode(places, '')).toBeNull()
  expect(findLodging(places, 'constructor')).toBeNull()
})

test('a lodging is found by the name people know it by', () => {
  expect(findLodging(places, '369山莊')?.id).toBe('sanliujiu-lodge')
  expect(findLodging(places, '三六九臨時營地')?.id).toBe('sanliujiu-temporary-camp')
})

test('臺 and 台, full and half width, spaces and dots make no difference', () => {
  expect(nameKey('台灣　池')).toBe(nameKey('臺灣池'))
  expect(nameKey('３６９山莊')).toBe(nameKey('369 山莊'))
  expect(nameKey('奇萊南峰・南華山')).toBe(nameKey('奇萊南峰．南華山'))
})

test('a search finds parts of names', () => {
  expect(searchNodes(places, '金礦').map((node) => node.id)).toEqual([
    'baiyang-hut',
    'central-gold-hut',
  ])
})
