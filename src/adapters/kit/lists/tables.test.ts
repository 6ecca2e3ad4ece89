import { describe, expect, test } from 'vitest'
import { ChangedLayout } from '../trouble.ts'
import * as xml from '../xml.ts'
import { rowProblems } from './by-box.ts'
import * as tables from './tables.ts'

const COLUMNS = ['件號', '名冊', '金額']
const ROW = { 件號: 'A-1', 名冊: '王小明，"阿明"\n陳𨳊', 金額: '1,000,000' }

describe('lists', () => {
  test.each(['utf-8', 'utf-8-bom'] as const)('in %s come back as they went out', (encoding) => {
    const bytes = tables.write({ columns: COLUMNS, encoding }, [ROW, { 件號: 'A-2' }])
    expect(tables.read({ columns: COLUMNS, encoding }, bytes)).toEqual([
      ROW,
      { 件號: 'A-2', 名冊: '', 金額: '' },
    ])
  })

  test('are the same bytes for the same rows, with CRLF and the mark old programs want', () => {
    const write = () => tables.write({ columns: ['件號'], encoding: 'utf-8-bom' }, [{ 件號: '1' }])
    expect(Buffer.from(write())).toEqual(Buffer.from('\ufeff件號\r\n1\r\n'))
    expect(write()).toEqual(write())
  })

  test('in cp950 hold what it holds, and refuse the rest by name', () => {
    const table = { columns: ['姓名'], encoding: 'cp950' } as const
    expect(tables.read(table, tables.write(table, [{ 姓名: '林怡君' }]))).toEqual([
      { 姓名: '林怡君' },
    ])
    expect(tables.notHeld('陳𨳊䂖堃', 'cp950')).toEqual(['𨳊', '䂖', '堃'])
    expect(() => tables.write(table, [{ 姓名: '陳𨳊' }])).toThrow('𨳊')
  })

  test.each(['=1+1', '+886912', '-5', '@SUM(A1)', '\t=1', ' =1'])(
    'never hold the formula %j',
    (cell) => {
      expect(tables.isFormula(cell)).toBe(true)
      expect(() => tables.write({ columns: ['a'], encoding: 'utf-8' }, [{ a: cell }])).toThrow()
    },
  )

  test('are read whatever spaces stand in their header, and not with another one', () => {
    const read = (text: string) =>
      tables.read({ columns: ['件號', '結果'], encoding: 'utf-8' }, Buffer.from(text))
    expect(read('序號 ,件號  , 結果\r\n1,A-1,收件\r\n')).toEqual([
      { 序號: '1', 件號: 'A-1', 結果: '收件' },
    ])
    expect(() => read('序號,來件編號,處理狀態\r\n1,A-1,收件\r\n')).toThrow(ChangedLayout)
    expect(() => read('件號,結果\r\nA-1,收\r\nA-2')).toThrow(ChangedLayout)
    expect(() => read('件號,結果\r\n"A-1')).toThrow(ChangedLayout)
  })
})

test('a row that cannot be written is told at the field it comes from', () => {
  const problems = rowProblems(
    {
      encoding: 'cp950',
      fields: { 團體名稱: '/teamName' },
      row: (item, _key, input: { team: string }) => ({ 件號: item, 團體名稱: input.team }),
    },
    { team: '=cmd|𨳊' },
  )
  expect(problems.map(({ pointer, level }) => [pointer, level])).toEqual([
    ['/teamName', 'block'],
    ['/teamName', 'block'],
  ])
})

test('a list may be XML as well', () => {
  const rows = [
    { item: 'A-1', team: '山 & 風' },
    { item: 'A-2', team: '<隊>' },
  ]
  const text = xml.build({ List: { Row: rows } })
  expect(xml.listOf(xml.parse(text), 'List', 'Row')).toEqual(rows)
})
