// The three parks on one site, and all in which they differ: words, ages, hours, tick boxes.

import type { ParkCode } from './routes.ts'

export interface Park {
  code: ParkCode
  agency: string
  name: string
  /** First character of its application numbers. */
  mark: string
  permitWord: string
  leaderAge: number
  /** On the last day of the window, `HH:MM`. */
  cutOff: string
  /** Hours to correct a returned filing; null is no limit. */
  correctionHours: number | null
  countsLeader: boolean
  words: Words
  /** Around a label of a field that must be filled. */
  requiredMark: string
  labelEnd: string
  consents: string[]
}

interface Words {
  route: string
  teamName: string | null
  entry: string
  days: string
  count: string
  phone: string
  mobile: string
  email: string
  id: string
  birthday: string
}

const sharedConsents = [
  '我已瞭解高山活動之風險並自負安全責任',
  '我同意遵守國家公園法及入園相關規定',
  '我同意將垃圾攜帶下山並遵守無痕山林準則',
  '我同意於指定地點住宿，不任意紮營、生火',
  '我同意個人資料供入園審核及緊急救援使用',
  '我保證所填資料屬實，如有不實願受停權處分',
]

const yushan: Park = {
  code: 'Y',
  agency: 'yushan-park',
  name: '玉山',
  mark: '玉',
  permitWord: '玉管入字',
  leaderAge: 20,
  cutOff: '23:00',
  correctionHours: null,
  countsLeader: false,
  requiredMark: '＊',
  labelEnd: '：',
  words: {
    route: '路線',
    teamName: '隊伍名稱',
    entry: '入園日期',
    days: '行程天數',
    count: '隊員人數(不含領隊)',
    phone: '連絡電話',
    mobile: '行動電話',
    email: '電子郵件',
    id: '身分證字號',
    birthday: '出生日期',
  },
  consents: [
    ...sharedConsents,
    '我已完成登山安全線上課程',
    '我已確認裝備、糧食及通訊設備足供全程使用',
  ],
}

const taroko: Park = {
  code: 'T',
  agency: 'taroko-park',
  name: '太魯閣',
  mark: '太',
  permitWord: '太管入字',
  leaderAge: 18,
  cutOff: '15:00',
  correctionHours: 48,
  countsLeader: true,
  requiredMark: '',
  labelEnd: ' :',
  words: {
    route: '路線名稱',
    teamName: null,
    entry: '入園日',
    days: '天數',
    count: '全隊人數(含領隊)',
    phone: '電話',
    mobile: '手機',
    email: 'E-mail',
    id: '證號',
    birthday: '生日',
  },
  consents: [...sharedConsents, '我已詳閱注意事項', '我瞭解入山許可須另向警政署申請'],
}

const sheipa: Park = {
  code: 'S',
  agency: 'sheipa-park',
  name: '雪霸',
  mark: '雪',
  permitWord: '雪管入字',
  leaderAge: 18,
  cutOff: '17:00',
  correctionHours: null,
  countsLeader: false,
  requiredMark: '*',
  labelEnd: '',
  words: {
    route: '申請路線',
    teamName: '團隊名稱',
    entry: '進入園區日期',
    days: '總天數',
    count: '隊員人數(不含領隊)',
    phone: '聯絡電話',
    mobile: '手機號碼',
    email: '電子信箱',
    id: '身分證／護照號碼',
    birthday: '出生年月日',
  },
  consents: [
    ...sharedConsents,
    '我知悉園區內未經許可禁止使用遙控無人機',
    '我已訂定撤退機制並告知全體隊員',
  ],
}

export const parks: Park[] = [yushan, taroko, sheipa]

export const parkByCode = (code: string): Park | undefined =>
  parks.find((park) => park.code === code.toUpperCase())

export const parkByName = (name: string): Park | undefined =>
  parks.find((park) => park.name === name)

export const parkByNumber = (number: string): Park | undefined =>
  parks.find((park) => number.startsWith(`${park.mark}-`))
