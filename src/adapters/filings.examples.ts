// A filing for each adapter that goes through as it stands, with people who do not exist. Tests of
// the contract run on every one of them.

import type { Input } from './contract.ts'

/** A national ID with its check digit, from a letter and eight digits. */
export function nationalId(letter: string, digits: string): string {
  const first = 10 + 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(letter)
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (8 - at), 0)
  const rest = (Math.floor(first / 10) + (first % 10) * 9 + sum) % 10
  return `${letter}${digits}${(10 - rest) % 10}`
}

const HOME = { city: '臺中市', district: '西屯區', street: '臺灣大道三段99號' }

export const LIN = {
  name: '林怡君',
  id_number: nationalId('B', '22345678'),
  birth: '1986-03-02',
  nationality: 'TW',
  phone: '0912345678',
  email: 'lin@example.tw',
  address: HOME,
  emergency_name: '林大同',
  emergency_phone: '0422289111',
}
/** 𨳊 stands in Big5 with HKSCS, 䂖 in no Big5. */
export const CHEN = {
  name: '陳𨳊䂖',
  id_number: nationalId('L', '12233445'),
  birth: '1990-12-31',
  nationality: 'TW',
  phone: '0922333444',
  address: HOME,
  emergency_name: '陳美玲',
  emergency_phone: '0933222111',
}
const WANG = { name: '王大姊', phone: '0988777666' }

const team = { applicant: LIN, leader: LIN, members: [CHEN], contact: WANG }
const day = (on: string, nodeNames: string[], lodging = '') => ({
  on,
  text: nodeNames.join(' → '),
  nodes: [],
  nodeNames,
  lodging,
})

export const SOUTHERN_SECTION: Input = {
  ...team,
  park: 'yushan',
  teamName: '南二段小隊',
  entryOn: '2026-12-12',
  days: 8,
  chain: [
    day('2026-12-12', ['向陽登山口', '向陽山屋', '嘉明湖山屋'], '嘉明湖山屋'),
    day('2026-12-13', ['嘉明湖山屋', '三叉山', '嘉明湖', '拉庫音溪山屋'], '拉庫音溪山屋'),
    day('2026-12-14', ['拉庫音溪山屋', '南雙頭山', '雲峰', '轆轆谷山屋'], '轆轆谷山屋'),
    day('2026-12-15', ['轆轆谷山屋', '塔芬山', '塔芬谷山屋'], '塔芬谷山屋'),
    day('2026-12-16', ['塔芬谷山屋', '大水窟山屋'], '大水窟山屋'),
    day('2026-12-17', ['大水窟山屋', '白洋金礦山屋', '中央金礦山屋'], '中央金礦山屋'),
    day('2026-12-18', ['中央金礦山屋', '八通關', '觀高山屋'], '觀高山屋'),
    day('2026-12-19', ['觀高山屋', '對關', '東埔登山口']),
  ],
  courseDone: true,
}

export const NANHU: Input = {
  ...team,
  park: 'taroko',
  entryOn: '2026-12-10',
  days: 4,
  chain: [
    day('2026-12-10', ['勝光登山口', '多加屯山', '雲稜山屋'], '雲稜山屋'),
    day('2026-12-11', ['雲稜山屋', '審馬陣山', '南湖北山', '南湖山屋'], '南湖山屋'),
    day('2026-12-12', ['南湖山屋', '南湖大山', '南湖東峰', '南湖山屋'], '南湖山屋'),
    day('2026-12-13', ['南湖山屋', '雲稜山屋', '勝光登山口']),
  ],
}

export const XUESHAN: Input = {
  ...team,
  park: 'sheipa',
  teamName: '雪山週末',
  entryOn: '2026-12-05',
  days: 3,
  chain: [
    day('2026-12-05', ['雪山登山口', '七卡山莊'], '七卡山莊'),
    day('2026-12-06', ['七卡山莊', '哭坡', '雪山東峰', '三六九山莊'], '三六九臨時營地'),
    day('2026-12-07', ['三六九山莊', '雪山黑森林', '雪山圈谷', '雪山主峰', '雪山登山口']),
  ],
  bailOut: '13:00 還沒到山頂就下撤',
}

export const ENTRY: Input = {
  teamName: '南二段小隊',
  areas: ['臺東縣海端鄉', '南投縣信義鄉'],
  bureaus: ['臺東縣警察局', '南投縣政府警察局'],
  entryPoint: '向陽登山口',
  exitPoint: '東埔登山口',
  startOn: '2026-12-12',
  endOn: '2026-12-19',
  leader: LIN,
  members: [CHEN],
  contact: WANG,
  plan: '12/12 向陽 → 嘉明湖山屋\n12/13 → 拉庫音溪',
}

export const SHUTTLE: Input = {
  departOn: '2026-12-12',
  from: 'taitung',
  to: '向陽登山口',
  back: true,
  backOn: '2026-12-19',
  backFrom: '東埔登山口',
  people: 2,
  applicant: { name: CHEN.name, phone: CHEN.phone },
}

export const HUT_NIGHT: Input = {
  nights: [{ on: '2026-12-12', lodging: '嘉明湖山屋' }],
  people: 2,
  applicant: LIN,
  leader: LIN,
  members: [CHEN],
  contact: WANG,
}

export const PARKING: Input = {
  startOn: '2026-12-12',
  days: 2,
  vehicle: 'car',
  plate: 'ABC-1234',
  applicant: CHEN,
}
