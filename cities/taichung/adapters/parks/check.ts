// What a park would refuse, told before filing. Quotas are the park's own secret until the last click.

import { days, type Problem, people, words } from '../../../../src/adapters/kit.ts'
import { isLedByApplicant, TABLES, type Trip } from './tables.ts'
import { bestWay, type Way } from './way.ts'

const { block } = people

export function check(trip: Trip, now: Date): Problem[] {
  const way = bestWay(trip)
  return [
    ...checkDates(trip, now),
    ...checkTeam(trip),
    ...checkAsked(trip),
    ...(way ? checkWay(trip, way) : [noRoute(trip)]),
  ]
}

function checkDates({ park, entryOn, days: count, chain }: Trip, now: Date): Problem[] {
  const { cutOff } = TABLES.parks[park]
  const closing = days.taipeiMoment(days.addDays(entryOn, -5), cutOff)
  return [
    now >= closing
      ? block(
          '/entryOn',
          `入園前 5 天的 ${cutOff} 已經截止，請改日期。`,
          `Applications close at ${cutOff} five days before entry; please choose a later day.`,
        )
      : [],
    chain.length !== count
      ? block('/days', '天數和每天的行程不一樣。', 'The number of days is not that of the plan.')
      : [],
  ].flat()
}

function checkTeam(trip: Trip): Problem[] {
  const { leader, applicant, members, contact, entryOn } = trip
  const { leaderAge } = TABLES.parks[trip.park]
  const team = { '/leader': leader, ...byPointer(members) }
  const names = Object.values(team).map((person) => person.name)
  return [
    ...people.teamProblems(team),
    ...(isLedByApplicant(trip) ? [] : people.teamProblems({ '/applicant': applicant })),
    days.ageOn(leader.birth, entryOn) < leaderAge
      ? block(
          '/leader/birth',
          `領隊在入園那天要滿 ${leaderAge} 歲。`,
          `On the day of entry the leader must be ${leaderAge}.`,
        )
      : [],
    days.ageOn(applicant.birth, entryOn) < 18
      ? block('/applicant/birth', '申請人要滿 18 歲。', 'The applicant must be 18.')
      : [],
    names.includes(contact.name)
      ? block(
          '/contact/name',
          '留守人不能是隊伍裡的人。',
          'The contact at home may not be in the team.',
        )
      : [],
  ].flat()
}

const byPointer = (members: people.Person[]): Record<string, people.Person> =>
  Object.fromEntries(members.map((member, at) => [`/members/${at}`, member]))

/** Fields that only this park asks, and parts of a person that it does not do without. */
function checkAsked(trip: Trip): Problem[] {
  const { park, applicant, leader, members } = trip
  const { city, district } = people.addressParts(applicant)
  const needed: [boolean, string, string, string][] = [
    [!trip.teamName && park !== 'taroko', '/teamName', '隊伍名稱', 'the team’s name'],
    [!trip.bailOut && park === 'sheipa', '/bailOut', '撤退的規則', 'a rule for turning back'],
    [!applicant.email, '/applicant/email', '電子郵件', 'an e-mail address'],
    [!people.mobileOf(applicant), '/applicant/phone', '手機', 'a telephone number'],
    [!city || !district, '/applicant/address', '縣市和鄉鎮市區', 'city and district'],
    [!people.mobileOf(leader), '/leader/phone', '手機', 'a telephone number'],
    ...[applicant, leader].flatMap((person, at): [boolean, string, string, string][] => {
      const who = at === 0 ? '/applicant' : '/leader'
      return [
        [!person.emergency_name, `${who}/emergency_name`, '緊急聯絡人', 'an emergency contact'],
        [!person.emergency_phone, `${who}/emergency_phone`, '緊急聯絡人電話', 'its telephone'],
      ]
    }),
    [!trip.courseDone && park === 'yushan', '/courseDone', '上完登山安全課程', 'the safety course'],
    [
      !trip.soloPledge && park === 'taroko' && members.length === 0,
      '/soloPledge',
      '單人入園切結',
      'the pledge of people who go alone',
    ],
  ]
  return needed
    .filter(([isMissing]) => isMissing)
    .map(([, at, zh, en]) => block(at, `這個公園需要${zh}。`, `This park asks for ${en}.`))
}

function checkWay({ park }: Trip, { missing, left }: Way): Problem[] {
  const { name, english } = TABLES.parks[park]
  const stops: Problem[] =
    missing.length > 0
      ? [
          block(
            '/chain',
            `園方的系統沒有這些地點，沒辦法送件：${missing.join('、')}。`,
            `The park’s system does not have these places: ${missing.join(', ')}.`,
          ),
        ]
      : []
  const notes: Problem[] =
    left.length > 0
      ? [
          {
            pointer: '/chain',
            level: 'info',
            message: words(
              `${name}國家公園的表單選不到或寫不下這些途經點，所以申請書上不會寫：${left.join('、')}。不影響申請，您照原來的行程走，不用改什麼。`,
              `The form of ${english} National Park has no room for these places on the way, so the application leaves them out: ${left.join(', ')}. It makes no difference to your application; keep your plan, there is nothing to change.`,
            ),
          },
        ]
      : []
  return [...stops, ...notes]
}

const noRoute = ({ days: count }: Trip): Problem =>
  block('/days', `園方沒有 ${count} 天的路線。`, `The park has no route of ${count} days.`)
