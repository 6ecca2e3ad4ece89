// A trip that goes through as it stands, seventeen days ahead, of people who do not exist. 𨳊 is in
// Big5 with HKSCS only, 䂖 in no Big5: what the site does with such names is seen every time.

import { days, type z } from '../../../../src/adapters/kit.ts'
import type { Trip } from './tables.ts'

const AHEAD_DAYS = 17
const HOME = { city: '臺中市', district: '西屯區', street: '臺灣大道三段99號' }
const LEADER = {
  name: '林怡君',
  id_number: 'B223456782',
  birth: '1986-03-02',
  nationality: 'TW',
  phone: '0912345678',
  email: 'lin@example.tw',
  address: HOME,
  emergency_name: '林大同',
  emergency_phone: '0422289111',
}
const MEMBER = {
  ...LEADER,
  name: '陳𨳊䂖',
  id_number: 'L122334452',
  birth: '1990-12-31',
  phone: '0922333444',
  email: '',
  emergency_name: '陳美玲',
}
const CHAIN: [nodeNames: string, lodging: string][] = [
  ['勝光登山口 多加屯山 雲稜山屋', '雲稜山屋'],
  ['雲稜山屋 審馬陣山 南湖北山 南湖山屋', '南湖山屋'],
  ['南湖山屋 南湖大山 南湖東峰 南湖山屋', '南湖山屋'],
  ['南湖山屋 雲稜山屋 勝光登山口', ''],
]

export function example(now: Date): z.input<typeof Trip> {
  const entryOn = days.addDays(days.taipeiDay(now), AHEAD_DAYS)
  return {
    park: 'taroko',
    entryOn,
    days: CHAIN.length,
    chain: CHAIN.map(([names, lodging], at) => ({
      on: days.addDays(entryOn, at),
      nodes: [],
      nodeNames: names.split(' '),
      lodging,
    })),
    applicant: { ...LEADER },
    leader: { ...LEADER },
    members: [{ ...MEMBER }],
    contact: { name: '王大姊', phone: '0988777666' },
  }
}
