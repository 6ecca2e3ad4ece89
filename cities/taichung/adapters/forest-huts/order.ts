// What an order of huts is made of, and what the hut system would refuse: the same for the robot and
// for the person at the desk.

import { days, type Problem, people, z } from '../../../../src/adapters/kit.ts'

export const SITE = 'http://{sandbox}/forest'
const HUTS = ['嘉明湖山屋', '向陽山屋', '天池山莊', '檜谷山莊']
const MAX_NIGHTS = 3

const text = z.string().trim()
export const Order = z.strictObject({
  nights: z.array(z.strictObject({ on: z.iso.date(), lodging: text.min(1) })).min(1),
  people: z.int().min(1).max(12),
  applicant: people.Person,
  leader: people.Person,
  members: z.array(people.Person).max(11),
  contact: people.Contact.optional(),
})
export type Order = z.output<typeof Order>

export function check(order: Order, now: Date): Problem[] {
  return [...teamProblems(order), ...nightProblems(order, now)]
}

function nightProblems({ nights }: Order, now: Date): Problem[] {
  const first = nights[0]?.on ?? ''
  const strange = nights.filter(({ lodging }) => !HUTS.includes(lodging))
  const gap = nights.some(({ on }, at) => on !== days.addDays(first, at))
  return [
    days.taipeiDay(now) > days.addDays(first, -7)
      ? people.block(
          '/nights',
          '山屋要在第一晚的 7 天前訂。',
          'Huts are booked at least 7 days before the first night.',
        )
      : [],
    strange.length > 0
      ? people.block(
          '/nights',
          `林業署的系統訂不到：${strange.map((night) => night.lodging).join('、')}。`,
          `The forest system does not book ${strange.map((night) => night.lodging).join(', ')}.`,
        )
      : [],
    nights.length > MAX_NIGHTS || gap
      ? people.block(
          '/nights',
          `一張訂單最多連續 ${MAX_NIGHTS} 晚。`,
          `One order holds at most ${MAX_NIGHTS} nights in a row.`,
        )
      : [],
  ].flat()
}

function teamProblems({ people: count, leader, members, contact }: Order): Problem[] {
  const team = Object.fromEntries([
    ['/leader', leader],
    ...members.map((member, at) => [`/members/${at}`, member] as const),
  ])
  return [
    ...people.teamProblems(team),
    people.mobileOf(leader) === ''
      ? people.block('/leader/phone', '要填領隊的電話。', 'A telephone of the leader is needed.')
      : [],
    contact || (leader.emergency_name && leader.emergency_phone)
      ? []
      : people.block(
          '/contact',
          '要有緊急聯絡人和他的電話。',
          'Someone to call in an emergency is needed.',
        ),
    count !== members.length + 1
      ? people.block(
          '/people',
          '人數和名單不一樣。',
          'The number of people is not that of the list.',
        )
      : [],
  ].flat()
}

const HOME = { city: '臺中市', district: '西屯區', street: '臺灣大道三段99號' }

/** Two people who do not exist, one night at 嘉明湖山屋, three weeks ahead. */
export function example(now: Date): z.input<typeof Order> {
  const leader = {
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
  const member = {
    name: '陳𨳊䂖',
    id_number: 'L122334452',
    birth: '1990-12-31',
    nationality: 'TW',
    phone: '0922333444',
    address: HOME,
    emergency_name: '陳美玲',
    emergency_phone: '0933222111',
  }
  return {
    nights: [{ on: days.addDays(days.taipeiDay(now), 19), lodging: '嘉明湖山屋' }],
    people: 2,
    applicant: leader,
    leader,
    // Nobody at home: everybody names somebody to call, and the site has no place for one more.
    members: [member],
  }
}
