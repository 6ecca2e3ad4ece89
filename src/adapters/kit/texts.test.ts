import { describe, expect, test } from 'vitest'
import * as agency from './agency.ts'
import * as big5 from './big5.ts'
import * as days from './days.ts'
import { isTaiwanId } from './ids.ts'
import * as xml from './xml.ts'

describe('days in 民國', () => {
  test('a day is written as each form wants it', () => {
    expect(days.toRoc('2026-11-03')).toBe('115/11/03')
    expect(days.toRoc('1986-03-02', 'digits')).toBe('0750302')
    expect(days.toRoc('2026-11-03', 'words')).toBe('115年11月3日')
    expect(() => days.toRoc('1911-12-31')).toThrow(RangeError)
    expect(() => days.toRoc('3 November')).toThrow(RangeError)
  })

  test('what an agency prints is read back', () => {
    expect(days.fromRoc('115/11/3')).toBe('2026-11-03')
    expect(days.fromRoc('民國75年3月2日')).toBe('1986-03-02')
    expect(days.fromRoc('1151123')).toBe('2026-11-23')
    expect(days.fromRoc('115/11/25 17:00')).toBe('2026-11-25T17:00:00+08:00')
  })

  test('a day the calendar does not have is no day', () => {
    expect(days.fromRoc('115/02/30')).toBeNull()
    expect(days.fromRoc('下週三')).toBeNull()
  })
})

describe('Big5', () => {
  test('𨳊 goes there and comes back', () => {
    expect(big5.decode(big5.encode('陳𨳊'))).toBe('陳𨳊')
  })

  test('what it cannot hold is refused and named, not turned into a question mark', () => {
    expect(() => big5.encode('䂖和😀')).toThrow(big5.NotEncodable)
    expect(big5.notHeld('陳䂖?😀')).toEqual(['䂖', '😀'])
  })

  test('form fields are percent-encoded byte by byte', () => {
    expect(big5.toForm([['姓名', '王 a']])).toBe('%A9m%A6W=%A4%FD+a')
  })
})

describe('XML', () => {
  test('numbers stay as they were written, and text is escaped both ways', () => {
    const text = xml.build({ A: { No: '007', Name: '<王 & 李>' } })
    const read = xml.parse(text)
    expect(xml.textOf(read, 'A', 'No')).toBe('007')
    expect(xml.textOf(read, 'A', 'Name')).toBe('<王 & 李>')
    expect(xml.textOf(read, 'A', 'Nothing')).toBe('')
  })

  test('one element and several read as a list', () => {
    expect(xml.listOf(xml.parse('<A><B>1</B></A>'), 'A', 'B')).toEqual(['1'])
    expect(xml.listOf(xml.parse('<A><B>1</B><B>2</B></A>'), 'A', 'B')).toEqual(['1', '2'])
  })

  test('a document type, with or without entities, is refused', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxx">]><a>&x;</a>'
    expect(() => xml.parse(bomb)).toThrow('document type')
  })

  test('a document that was cut off is refused', () => {
    expect(() => xml.parse('<Response><Code>000</Code><Mess')).toThrow('well-formed')
  })
})

describe('an agency’s words', () => {
  const table = { 名額已滿: 'The places are all taken' }

  test('English is given only where our table knows it', () => {
    expect(agency.says('名額已滿(剩餘0人)', table).en).toBe('The places are all taken')
    expect(agency.says('請洽承辦人', table).en).toContain('“請洽承辦人”')
  })

  test('a sentence is tied to the longest field name it mentions', () => {
    const fields = { 天數: '/days', 行程天數: '/plan/days' }
    expect(agency.reasons(['「行程天數」未填寫'], {}, fields)[0]?.field).toBe('/plan/days')
    expect(agency.reasons(['系統錯誤'], {}, fields)[0]?.field).toBeUndefined()
  })
})

test('an ID number is right by its check digit, whichever of the three kinds it is', () => {
  expect(['A123456789', 'A800000014', 'AC01234567'].map(isTaiwanId)).toEqual([true, true, true])
  expect(['A123456788', 'A323456789', '123', 'a123456789'].some(isTaiwanId)).toBe(false)
})

test('one character that XML cannot hold does not spoil the document', () => {
  const text = 'a\b\u0000\uffff\ud800b\t𨳊'
  expect(xml.build({ note: text, list: { '@label': text } })).toContain('<note>ab\t𨳊</note>')
  expect(xml.build({ list: { '@label': text } })).toContain('label="ab')
})
