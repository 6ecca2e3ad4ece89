// A team as the insurer writes it into one row, and what it would refuse. Source:
// sandbox/insurer/README.md, tables and rule of beneficiaries.

import { days, lists, type Problem, people, type tables, z } from '../../../../src/adapters/kit.ts'

export const COLLECTS = {
  at: '23:30',
  closesMinutesBefore: 15,
  takesMinutes: 60,
  answersWithinHours: 30,
  nights: 3,
}
const RELATIONS = ['配偶', '父母', '子女', '祖父母', '兄弟姊妹'] as const
const HEIRS = '法定繼承人'
export const FIELDS = {
  團體名稱: '/teamName',
  要保人: '/leader/name',
  要保人證號: '/leader/id_number',
  聯絡電話: '/leader/phone',
  活動地點: '/area',
  起保日: '/startOn',
  止保日: '/endOn',
  名冊: '/members',
  受益人: '/members',
}

const text = z.string().trim()
const Insured = people.Person.extend({
  beneficiary: z.object({ name: text.min(1), relation: z.enum(RELATIONS) }).optional(),
})
export const Trip = z.strictObject({
  teamName: text.max(20).optional(),
  area: text.min(1).max(60),
  startOn: z.iso.date(),
  endOn: z.iso.date(),
  leader: Insured,
  members: z.array(Insured).max(29),
  /** NT$ million a person. */
  cover: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
})
export type Trip = z.output<typeof Trip>

const team = ({ leader, members }: Trip) => [leader, ...members]
const dayCount = ({ startOn, endOn }: Trip) =>
  (Date.parse(endOn) - Date.parse(startOn)) / 86_400_000 + 1
const amount = (twd: number) => twd.toLocaleString('en-US')
const phoneOf = (trip: Trip) => people.mobileOf(trip.leader).replace(/^\+886-?/, '0')
const personOf = (one: z.output<typeof Insured>) =>
  [
    one.name,
    people.idOf(one),
    days.toRoc(one.birth, 'digits'),
    one.beneficiary?.name ?? HEIRS,
    one.beneficiary?.relation ?? '無',
  ].join('/')

export function row(item: string, key: string, trip: Trip): tables.Cells {
  const { leader, startOn, endOn, area, cover, teamName } = trip
  const count = team(trip).length
  return {
    件號: item,
    異動別: '新增',
    團體名稱: teamName || `${leader.name}隊`,
    要保人: leader.name,
    要保人證號: people.idOf(leader),
    聯絡電話: phoneOf(trip),
    活動地點: area,
    起保日: days.toRoc(startOn, 'digits'),
    止保日: days.toRoc(endOn, 'digits'),
    人數: String(count),
    每人保額: amount(cover * 1_000_000),
    保險費: amount(count * dayCount(trip) * 25 * cover),
    名冊: team(trip).map(personOf).join('；'),
    備註: key,
  }
}

export function check(trip: Trip, now: Date): Problem[] {
  const { startOn, endOn, leader, members } = trip
  const ahead = (Date.parse(startOn) - Date.parse(lists.nightFor(COLLECTS, now))) / 86_400_000
  const pointers = ['/leader', ...members.map((_, at) => `/members/${at}`)]
  const problems = [
    ...people.teamProblems(Object.fromEntries(team(trip).map((one, at) => [pointers[at], one]))),
    ahead < 1 || ahead > 60
      ? people.block(
          '/startOn',
          '保險要在收件當晚之後 1 到 60 天開始。',
          'Cover begins 1 to 60 days after the night of collection.',
        )
      : [],
    dayCount(trip) < 1 || dayCount(trip) > 15
      ? people.block(
          '/endOn',
          '一張保單最多 15 天，而且不能在開始之前結束。',
          'A policy lasts 15 days at most and ends after it begins.',
        )
      : [],
    phoneOf(trip)
      ? []
      : people.block(
          '/leader/phone',
          '保險公司需要領隊的電話。',
          'The insurer asks for the leader’s telephone.',
        ),
    ...team(trip).flatMap((one, at) => personProblems(trip, one, pointers[at] ?? '')),
  ].flat()
  // Only of a row that can be written at all.
  return problems.length > 0 || !leader || endOn < startOn
    ? problems
    : lists.rowProblems({ encoding: 'utf-8-bom', fields: FIELDS, row }, trip)
}

function personProblems(
  trip: Trip,
  { name, birth, beneficiary }: z.output<typeof Insured>,
  at: string,
) {
  const age = days.ageOn(birth, trip.startOn)
  const isSame = team(trip).some((other) => other.name === beneficiary?.name)
  return [
    age < 0 || age > 80
      ? people.block(
          `${at}/birth`,
          '開始那天超過 80 歲不能投保。',
          'Who is over 80 on the first day cannot be insured.',
        )
      : [],
    beneficiary && age < 15
      ? people.block(
          `${at}/beneficiary`,
          '未滿 15 歲，受益人只能是法定繼承人。',
          'Under 15 only the legal heirs may be beneficiaries.',
        )
      : [],
    isSame
      ? people.block(
          `${at}/beneficiary/name`,
          '受益人不能是同隊的人。',
          'A beneficiary may not be of the same team.',
        )
      : [],
    /[/；]/.test(name + (beneficiary?.name ?? ''))
      ? people.block(
          `${at}/name`,
          '名字裡不能有「/」或「；」。',
          'A name may not hold “/” or “；”.',
        )
      : [],
  ].flat()
}
