import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Barrier, Group, Sort } from '../schema/words.ts'
import { minutesIn, numeralValue, peopleIn } from './counted-words.ts'
import { sortNote } from './sorting.ts'

test.each<[Sort, string]>([
  ['notice', '每天上午九點半發牌，十點起憑牌購買'],
  ['notice', '週三公休，其他日子照常'],
  ['notice', '本週日加班販售，歡迎前來'],
  ['notice', '建議提早二十分鐘來排隊'],
  ['notice', '請勿現場催促，取牌後不要離開隊伍'],
  ['notice', '9-21'],
  ['notice', 'Open 9am-5pm on weekdays'],
  ['correction', '數量錯誤，請洽衛生所'],
  ['correction', '早就已售完但網頁顯示還有 60 份'],
  ['correction', '系統沒有更新，昨天的數字不要看'],
  ['correction', '架上存量請以現場為準'],
  ['correction', '地圖位置標示錯誤，我們在對面'],
  ['correction', 'The number on the map is wrong since noon'],
  ['voice', '下班後才來的人都買不到'],
  ['voice', '坐輪椅的客人進不來，門口有階梯'],
  ['voice', '人手不夠，包裝到半夜'],
  ['voice', '請政府改用預約，不要再叫大家排隊'],
  ['voice', 'Migrant workers cannot read the signs'],
  ['voice', '這裡寫的是一段沒有任何已知字眼的長長句子'],
  ['junk', '無'],
  ['junk', '。'],
  ['junk', '測試'],
  ['junk', '7'],
  ['junk', '5901184446'],
  ['junk', '哈哈哈'],
  ['junk', '販售時間：'],
  ['junk', '  \u200B '],
])('%s: %s', (sort, text) => {
  expect(sortNote(text)).toMatchObject({ sort })
})

test('a dispute about stock comes before a voice, and a voice before hours', () => {
  expect(sortNote('人手不足，早上的庫存以現場為準').sort).toBe('correction')
  expect(sortNote('週一至週五 9:00 開賣，週六因人手不足不賣').sort).toBe('voice')
})

test.each<[string, Group, Barrier]>([
  ['上夜班的工人來的時候都已經賣完，買不到', 'works_late', 'sold_out'],
  ['獨居的鄰居走不動，樓梯下不來，領不到', 'lives_alone', 'steps'],
  ['沒有手機的人無法上網預約', 'no_phone', 'website'],
  ['外籍看護看不懂中文說明', 'no_chinese', 'language'],
  ['山上部落沒有公車，來不及下來領', 'far_away', 'distance'],
  ['沒有健保卡的街友領不到', 'no_papers', 'papers'],
  ['阿嬤站不住，排隊排到一半回家', 'older', 'queue'],
  ['視障朋友上不去這個網站', 'cannot_see', 'website'],
  ['付不起的家庭買不到', 'no_money', 'cost'],
  ['帶小孩的媽媽因為單雙號規定白跑一趟', 'with_children', 'rule'],
])('who and what stood in the way: %s', (text, group, barrier) => {
  const { sort, kind, groups, barriers } = sortNote(text)
  expect({ sort, kind }).toEqual({ sort: 'voice', kind: 'missed' })
  expect(groups).toContain(group)
  expect(barriers).toContain(barrier)
})

test('a burden is the front line’s own, with its minutes and no hours as barrier', () => {
  expect(sortNote('賣完之後還要花兩個小時整理文書，晚上好累')).toMatchObject({
    kind: 'burden',
    groups: ['front_line'],
    barriers: ['workload'],
    minutes: 120,
    people: null,
  })
})

test('cannot comes before late, late before hard', () => {
  expect(sortNote('老人家等了三小時還是領不到').severity).toBe('cannot')
  expect(sortNote('不知道要先抽號，等了三小時').severity).toBe('late')
  expect(sortNote('長輩看不懂這張表').severity).toBe('hard')
})

test.each([
  ['有20位客人買不到', 20],
  ['十幾位', 10],
  ['大約二十三個人', 23],
  ['每人2片', null],
  ['限100人', null],
  ['只有一位藥師', null],
])('people are counted when somebody counted them: %s', (text, people) => {
  expect(peopleIn(text)).toBe(people)
})

test.each([
  ['每天花 90 分鐘登打', 90],
  ['加班一個半小時', 90],
  ['2小時的文書', 120],
  ['只服務2小時', null],
  ['花99小時', null],
])('minutes are those of work, not of opening: %s', (text, minutes) => {
  expect(minutesIn(text)).toBe(minutes)
})

test('numerals up to 999 are read as they are said', () => {
  expect(['十', '十二', '二十', '兩百', '三百二十一', '7'].map(numeralValue)).toEqual([
    10, 12, 20, 200, 321, 7,
  ])
})

test('any text is sorted, and only a voice has groups', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
      const { sort, groups, barriers } = sortNote(text)
      const isVoice = sort === 'voice'
      return groups.length > 0 === isVoice && barriers.length > 0 === isVoice
    }),
  )
})
