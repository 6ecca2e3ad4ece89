import { expect, test } from 'vitest'
import { taipeiTime } from '../../core/clock.ts'
import { readHeader, readRow, readTime, USUAL_COLUMNS } from './form-row.ts'

test.each([
  ['2020/2/9 下午 3:04:05', '2020-02-09T15:04:05+08:00'],
  ['2020/2/9 上午 12:05:00', '2020-02-09T00:05:00+08:00'],
  ['2020/2/9 下午 12:05:00', '2020-02-09T12:05:00+08:00'],
  ['2020/2/9 3:04:05 PM', '2020-02-09T15:04:05+08:00'],
  ['2020/2/9 下午 3:04:05 [GMT+8]', '2020-02-09T15:04:05+08:00'],
  ['２０２０/２/９　15:04', '2020-02-09T15:04:00+08:00'],
  ['2020-02-09 15:04:05.123', '2020-02-09T15:04:05+08:00'],
  ['2020-02-09T07:04:05Z', '2020-02-09T15:04:05+08:00'],
  ['2020-02-09T15:04:05+08:00', '2020-02-09T15:04:05+08:00'],
  ['2020-02-09T16:04+0900', '2020-02-09T15:04:00+08:00'],
  ['2/9/2020 15:04:05', '2020-02-09T15:04:05+08:00'],
  ['109/2/9 15:04', '2020-02-09T15:04:00+08:00'],
  ['民國109年2月9日 下午3時4分', '2020-02-09T15:04:00+08:00'],
  ['民國109年2月9日 下午3時04分', '2020-02-09T15:04:00+08:00'],
  ['109年2月9日', '2020-02-09T00:00:00+08:00'],
  ['2020/2/30 10:00', null],
  ['2020/13/1', null],
  ['2020/2/9 25:00', null],
  ['2020/2/9 10:75', null],
  ['2020/2/9 昨天', null],
  ['昨天下午', null],
  ['43870.6', null],
  ['', null],
])('the time %s is %s', (text, at) => {
  const found = readTime(text)
  expect(found && taipeiTime(found)).toBe(at)
})

test.each([
  [
    ['時間戳記', '醫事機構代碼', '備註文字', '藥局網址'],
    ['time', 'siteCode', 'note', 'link'],
  ],
  [
    ['\uFEFFTimestamp', 'Site code', 'Note', 'Link'],
    ['time', 'siteCode', 'note', 'link'],
  ],
  [
    ['備註', '姓名', '代碼'],
    ['note', null, 'siteCode'],
  ],
  [['意見'], ['note']],
])('a header is known by its names, in any order: %s', (cells, columns) => {
  expect(readHeader(cells)).toEqual(columns)
})

test.each([
  [['2020/2/9 下午 3:04:05', '5901184446', '時間', '']],
  [['昨天', '備註']],
  [['時間', '時間', '備註']],
])('a row that is not a header is a row: %s', (cells) => {
  expect(readHeader(cells)).toBeNull()
})

const read = (...cells: string[]) => readRow(cells, USUAL_COLUMNS)

test('a short row misses what is not there', () => {
  expect(read('2020/2/9', '5901184446')).toMatchObject({
    siteCode: '5901184446',
    note: '',
    link: '',
  })
  expect(read()).toMatchObject({ saidAt: null, siteCode: '', note: '', link: '' })
})

test('a note torn by its commas is put together again, with or without a link behind it', () => {
  const link = 'https://pharmacy.example/open'
  expect(read('', '1', '排隊太久', '老人站不住', link)).toMatchObject({
    note: '排隊太久,老人站不住',
    link,
  })
  expect(read('', '1', '一', '二', '三')).toMatchObject({ note: '一,二,三', link: '' })
  expect(read('', '1', '一', link, '', '')).toMatchObject({ note: '一', link })
  expect(read('', '1', '一', '二', '')).toMatchObject({ note: '一,二', link: '' })
})

test('only an address is a link', () => {
  expect(read('', '1', '好', 'javascript:alert(1)').link).toBe('')
  expect(read('', '1', '好', '臉書搜尋').link).toBe('')
  expect(read('', '1', '好', ' https://a.example/b ').link).toBe('https://a.example/b')
})
