// What the road office accepts. Each function gives the lines that its page prints in red.

import { dayOf, daysBetween, realDay } from '../clock.ts'
import type { Body, Upload } from './big5.ts'
import { type Case, isStanding, listCases, type Office } from './cases.ts'
import { areas, roadsOf, sectionsOf } from './places.ts'

export const KINDS = ['個人', '商號', '公司或團體']
export const PURPOSES = ['路邊攤位', '婚喪喜慶搭棚', '施工圍籬', '街頭拍攝']
export const HOURS = ['全日', '06:00至12:00', '12:00至18:00', '18:00至24:00']
export const REASONS = ['日期變更', '重複申請', '活動取消', '其他']
export const LONGEST_REMARK = 40
const FIRST_DAY = 7
const LAST_DAY = 60
const MOST_DAYS = 7
const MOST_SQUARE_METRES = 30
const MAP_BYTES = 2 * 1024 * 1024
const CONSENT_BYTES = 1024 * 1024

type Answers = Record<string, string>

export function whoErrors(answers: Answers): string[] {
  const { kind = '', idNo = '', phone = '', purpose = '' } = answers
  return [
    ...missing(answers, [
      ['kind', '申請人類別'],
      ['name', '申請人姓名'],
      ['idNo', '證號'],
      ['phone', '聯絡電話'],
      ['address', '通訊地址'],
      ['purpose', '占用事由'],
    ]),
    ...(kind !== '' && !KINDS.includes(kind) ? ['申請人類別錯誤'] : []),
    ...(purpose !== '' && !PURPOSES.includes(purpose) ? ['占用事由錯誤'] : []),
    ...(idNo !== '' && !isIdNo(kind, idNo) ? ['證號錯誤'] : []),
    ...(phone !== '' && !/^0[0-9-]{8,11}$/.test(phone) ? ['聯絡電話格式錯誤'] : []),
    ...([...(answers.name ?? '')].length > 20 ? ['申請人姓名過長(限20字)'] : []),
    ...([...(answers.address ?? '')].length > 60 ? ['通訊地址過長(限60字)'] : []),
    ...(answers.agreed === 'Y' ? [] : ['請閱讀並同意注意事項']),
  ]
}

export function placeErrors({ area = '', road = '', section = '', spot = '' }: Answers): string[] {
  if (!areas.includes(area)) return ['請選擇行政區']
  if (!roadsOf(area).includes(road)) return ['請選擇路名']
  if (!sectionsOf(area, road).includes(section)) return ['請選擇路段']
  return [...spot].length > 30 ? ['位置說明過長(限30字)'] : []
}

export function timeErrors(answers: Answers, now: Date): string[] {
  const from = fromRoc(answers.from ?? '')
  const until = fromRoc(answers.until ?? '')
  const lines = missing(answers, [
    ['from', '占用起日'],
    ['until', '占用迄日'],
    ['hours', '時段'],
    ['size', '占用面積'],
  ])
  if (answers.from && !from) lines.push('占用起日格式錯誤(例:115/01/09)')
  if (answers.until && !until) lines.push('占用迄日格式錯誤(例:115/01/09)')
  if (from && until) lines.push(...spanErrors(from, until, now))
  if (answers.hours && !HOURS.includes(answers.hours)) lines.push('時段錯誤')
  const size = Number(answers.size)
  if (answers.size && !(Number.isInteger(size) && size >= 1 && size <= MOST_SQUARE_METRES)) {
    lines.push(`占用面積須為1至${MOST_SQUARE_METRES}之整數`)
  }
  if ([...(answers.remark ?? '')].length > LONGEST_REMARK) {
    lines.push(`備註過長(限${LONGEST_REMARK}字)`)
  }
  return lines
}

function spanErrors(from: string, until: string, now: Date): string[] {
  const ahead = daysBetween(dayOf(now), from)
  const days = daysBetween(from, until) + 1
  return [
    ...(ahead < FIRST_DAY || ahead > LAST_DAY
      ? [`占用起日須為申請日後${FIRST_DAY}日至${LAST_DAY}日`]
      : []),
    ...(days < 1 ? ['占用迄日早於起日'] : []),
    ...(days > MOST_DAYS ? [`占用期間以${MOST_DAYS}日為限`] : []),
  ]
}

export const fileErrors = ({ files }: Body): string[] => [
  ...oneFile('位置圖', files.f1, MAP_BYTES, ['PDF', 'JPG', 'PNG']),
  ...oneFile('同意書', files.f2, CONSENT_BYTES, ['PDF']),
]

const firstBytes: Record<string, string> = { PDF: '25504446', JPG: 'ffd8ff', PNG: '89504e47' }

/** The extension must be allowed and the bytes must be what it says. */
function oneFile(label: string, file: Upload | undefined, most: number, kinds: string[]): string[] {
  if (!file || file.bytes.length === 0) return [`請上傳${label}`]
  if (file.bytes.length > most) return [`${label}超過${most / 1024 / 1024}MB`]
  const extension = (file.name.split('.').pop() ?? '').toUpperCase().replace('JPEG', 'JPG')
  const begins = file.bytes.subarray(0, 4).toString('hex')
  return kinds.includes(extension) && begins.startsWith(firstBytes[extension] ?? '-')
    ? []
    : [`${label}檔案格式不符(限${kinds.join('、')})`]
}

/** Somebody else's standing approval of the same section, day and hours. */
export function conflictWith(office: Office, answers: Answers): Case | null {
  const from = fromRoc(answers.from ?? '') ?? ''
  const until = fromRoc(answers.until ?? '') ?? ''
  const found = listCases(office).find(
    (one) =>
      one.state === '核准' &&
      isStanding(one) &&
      ['area', 'road', 'section'].every((key) => one.answers[key] === answers[key]) &&
      (fromRoc(one.answers.from ?? '') ?? '') <= until &&
      (fromRoc(one.answers.until ?? '') ?? '') >= from &&
      [one.answers.hours, '全日'].includes(answers.hours ?? ''),
  )
  return found ?? null
}

/** `2026-12-05` from `115/12/05`; null unless there is such a day. */
export function fromRoc(text: string): string | null {
  const parts = /^(\d{2,3})\/(\d{1,2})\/(\d{1,2})$/.exec(text)
  return parts && realDay(Number(parts[1]) + 1911, Number(parts[2]), Number(parts[3]))
}

const missing = (answers: Answers, fields: [string, string][]): string[] =>
  fields.filter(([key]) => !answers[key]).map(([, label]) => `${label}未填`)

function isIdNo(kind: string, idNo: string): boolean {
  if (kind !== '個人') return /^\d{8}$/.test(idNo)
  if (!/^[A-Z][12]\d{8}$/.test(idNo)) return false
  const letter = 10 + 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(idNo[0] ?? '')
  const digits = [Math.floor(letter / 10), letter % 10, ...[...idNo.slice(1)].map(Number)]
  const weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
  return digits.reduce((sum, digit, at) => sum + digit * (weights[at] ?? 0), 0) % 10 === 0
}
