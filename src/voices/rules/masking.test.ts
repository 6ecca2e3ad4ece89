import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MASK, type MaskedKind, maskNumbers } from './masking.ts'

test.each<[MaskedKind, string]>([
  ['id', 'A123456789'],
  ['id', 'a123456789'],
  ['id', 'Ａ１２３４５６７８９'],
  ['id', 'A 123 456 789'],
  ['id', 'A-1234-56789'],
  ['id', 'F299999999'],
  ['id', 'A800000014'],
  ['id', 'AB12345677'],
  ['phone', '0912345678'],
  ['phone', '0912-345-678'],
  ['phone', '0912 345 678'],
  ['phone', '０９１２－３４５－６７８'],
  ['phone', '(0912)345678'],
  ['phone', '+886 912 345 678'],
  ['phone', '886-912-345-678'],
  ['phone', '04-2228-9111'],
  ['phone', '(04)22289111'],
  ['phone', '(04) 2228-9111 分機 35601'],
  ['phone', '04 2228 9111#35601'],
  ['phone', '0422289111'],
  ['phone', '02-25774551'],
  ['phone', '03-9569906'],
  ['phone', '037-352961'],
  ['phone', '049-2222106'],
  ['phone', '05-3620600'],
  ['phone', '06-2991111'],
  ['phone', '07-3368333'],
  ['phone', '08-7320415'],
  ['phone', '082-318823'],
  ['phone', '0836-25131'],
  ['phone', '0826-62191'],
  ['phone', '089-326141'],
  ['phone', '+886-4-2228-9111'],
  ['card', '4000123412341234'],
  ['card', '4000 1234 1234 1234'],
  ['card', '4000-1234-1234-1234'],
  ['email', 'ming.wang@example.com.tw'],
])('%s: %s', (kind, number) => {
  const words = `客人說${number}，請轉告`
  const { masked, numbers } = maskNumbers(words)
  expect(masked).toBe(`客人說${MASK}，請轉告`)
  expect(numbers).toEqual([{ kind, from: 3, to: 3 + number.length }])
})

test('the number of a passport or a health card is masked beside its word, and only there', () => {
  expect(maskNumbers('護照號碼：300123456 的人').masked).toBe(`護照號碼：${MASK} 的人`)
  expect(maskNumbers('passport no. X1234567').masked).toBe(`passport no. ${MASK}`)
  expect(maskNumbers('拿300123456護照').masked).toBe(`拿${MASK}護照`)
  expect(maskNumbers('健保卡 0000 1234 5678 讀不到').masked).toBe(`健保卡 ${MASK} 讀不到`)
  expect(maskNumbers('帶護照來，週一 09:00-12:00').found).toBe(false)
  expect(maskNumbers('貨號 300123456').found).toBe(false)
})

test.each([
  '09:00-12:00',
  '0900-1200 1400-1800',
  '0900-1200-1400-1800',
  '0830-1730',
  '08001200 13001730',
  '早上9點30至11點30',
  '2020-02-28',
  '2020/02/09 15:04:05',
  '109/3/1起',
  '105/02/6-105/02/14 停診',
  '自2/11日~2/29日',
  '0203-0210',
  '02-28 上午',
  'NT$1,000,000',
  '12345678 元',
  '5901184446',
  '592202A296',
  '1922',
  '1999',
  '0800-024-111',
  '0809-001-922',
  '0800 000 123',
  '編號 1-130 號，130-200 號',
  '200 份成人、50 份兒童',
  '0910000 時',
  'A1、B2 櫃台',
  'https://example.tw/a/12345',
])('times, days, amounts, site codes and hotlines stay: %s', (words) => {
  expect(maskNumbers(words)).toEqual({ masked: words, found: false, numbers: [] })
})

test('every number in a text is masked, in its order, and nothing between them', () => {
  const words = '王小姐 0912345678 或 0987654321，A123456789，週一 0900-1200'
  const { masked, numbers } = maskNumbers(words)
  expect(masked).toBe(`王小姐 ${MASK} 或 ${MASK}，${MASK}，週一 0900-1200`)
  expect(numbers.map(({ kind }) => kind)).toEqual(['phone', 'phone', 'id'])
})

const anyDigits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
const noDigit = fc.string({ unit: fc.constantFrom(...'阿嬤說 ，。ab：(「\n、') })
const gap = fc.constantFrom('', ' ', '-', '－', '\u3000', '. ')
const fullWidth = (text: string) =>
  text.replace(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

/** Written with a gap every few signs, perhaps in full width. */
const written = (numbers: fc.Arbitrary<string>) =>
  fc
    .tuple(numbers, gap, fc.integer({ min: 2, max: 5 }), fc.boolean())
    .map(([number, between, every, isWide]) => {
      const parts = number.match(new RegExp(`.{1,${every}}`, 'g')) ?? []
      const text = parts.join(between)
      return isWide ? fullWidth(text) : text
    })

const ids = fc
  .tuple(
    fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
    fc.constantFrom(...'1289ABCD'),
    anyDigits(8),
  )
  .map(([letter, second, rest]) => `${letter}${second}${rest.join('')}`)
const mobiles = anyDigits(8).map((rest) => `09${rest.join('')}`)

test('no ID and no mobile number survives, however it is written and whatever stands around it', () => {
  fc.assert(
    fc.property(noDigit, written(fc.oneof(ids, mobiles)), noDigit, (before, number, after) => {
      const { masked } = maskNumbers(before + number + after)
      expect(masked.replace(/[^\d０-９]/g, '')).toBe('')
      expect(masked).toContain(MASK)
    }),
    { numRuns: 2000 },
  )
})

test('masking twice is masking once, and what is outside a number is never touched', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'A0129-: （）月日點護照@.x') }), (words) => {
      const { masked, numbers } = maskNumbers(words)
      let at = 0
      const kept = numbers.map(({ from, to }) => {
        const part = words.slice(at, from)
        at = to
        return part
      })
      expect(masked.split(MASK)).toEqual([...kept, words.slice(at)])
    }),
  )
})
