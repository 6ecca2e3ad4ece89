// An entry that goes through as it stands, nineteen days ahead, of people who do not exist.

import { days } from '../../../../src/adapters/kit.ts'

const AHEAD_DAYS = 19
const LEADER = {
  name: '林怡君',
  id_number: 'B223456782',
  birth: '1986-03-02',
  nationality: 'TW',
  phone: '0912345678',
  address: { city: '臺中市', district: '西屯區', street: '臺灣大道三段99號' },
  emergency_name: '林大同',
  emergency_phone: '0422289111',
}

export function example(now: Date) {
  const startOn = days.addDays(days.taipeiDay(now), AHEAD_DAYS)
  return {
    teamName: '南二段小隊',
    areas: ['臺東縣海端鄉', '南投縣信義鄉'],
    bureaus: ['臺東縣警察局', '南投縣政府警察局'],
    entryPoint: '向陽登山口',
    exitPoint: '東埔登山口',
    startOn,
    endOn: days.addDays(startOn, 7),
    leader: { ...LEADER },
    members: [{ ...LEADER, name: '陳𨳊䂖', id_number: 'L122334452', birth: '1990-12-31' }],
    contact: { name: '王大姊', phone: '0988777666' },
    plan: '第一天 向陽 → 嘉明湖山屋\n第二天 → 拉庫音溪',
  }
}
