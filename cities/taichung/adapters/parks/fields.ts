// Every field of the site's steps 1 and 3: what is written there and what stands on the page.

import { days, type pages, people } from '../../../../src/adapters/kit.ts'
import { label, type Route, TABLES, type Trip } from './tables.ts'

export const GO = '下一步'

/** What is written into a field of the site, and the part of our input it comes from. */
export type Entry = [label: string, value: string, pointer: string]

const asked = (entries: Entry[]): Entry[] => entries.filter(([name]) => name !== '')
/** What is empty is left as the page has it. */
export const values = (entries: Entry[]): Record<string, string> =>
  Object.fromEntries(
    entries.filter(([, value]) => value !== '').map(([name, value]) => [name, value]),
  )
const starred = (trip: Trip, names: string[]): string[] =>
  names.map((name) => name.replace('*', TABLES.parks[trip.park].star))

export function teamEntries(trip: Trip, route: Route): Entry[] {
  const others = trip.members.length
  return asked([
    [label(trip, 'route'), route.name, '/chain'],
    [label(trip, 'team'), trip.teamName ?? '', '/teamName'],
    [label(trip, 'entry'), days.toRoc(trip.entryOn), '/entryOn'],
    [label(trip, 'days'), String(trip.days), '/days'],
    [label(trip, 'others'), String(others), '/members'],
    [label(trip, 'everyone'), String(others + 1), '/members'],
  ])
}

function personEntries(trip: Trip, who: string, person: people.Person, at: string): Entry[] {
  const isMember = who.startsWith('隊員')
  const { city, district, street } = people.addressParts(person)
  const mobile = people.mobileOf(person)
  const more = (name: string): string => (isMember ? '' : who + name)
  return asked([
    [`${who}姓名`, person.name, `${at}/name`],
    [`${who}國籍`, TABLES.nations[person.nationality ?? 'TW'] ?? '其他', `${at}/nationality`],
    [who + label(trip, 'id'), people.idOf(person), `${at}/id_number`],
    [who + label(trip, 'birth'), days.toRoc(person.birth), `${at}/birth`],
    [more(label(trip, 'phone')), person.mobile ? (person.phone ?? '') : '', `${at}/phone`],
    [who + label(trip, 'mobile'), mobile, `${at}/phone`],
    [more(label(trip, 'email')), person.email ?? '', `${at}/email`],
    [more('縣市'), city, `${at}/address`],
    [more('鄉鎮市區'), district, `${at}/address`],
    [`${who}地址`, isMember ? people.addressLine(person) : street, `${at}/address`],
    [`${who}緊急聯絡人姓名`, person.emergency_name ?? '', `${at}/emergency_name`],
    [`${who}緊急聯絡人電話`, person.emergency_phone ?? '', `${at}/emergency_phone`],
  ])
}

export function peopleEntries(trip: Trip): Entry[] {
  const { applicant, leader, members, contact, gps = '' } = trip
  return [
    ...personEntries(trip, '申請人', applicant, '/applicant'),
    ...personEntries(trip, '領隊', leader, '/leader'),
    ...members.flatMap((one, at) => personEntries(trip, `隊員${at + 1}`, one, `/members/${at}`)),
    ...asked([
      ['留守人姓名', contact.name, '/contact/name'],
      [`留守人${label(trip, 'mobile')}`, contact.phone, '/contact/phone'],
      [`留守人${label(trip, 'email')}`, contact.email ?? '', '/contact/email'],
      [label(trip, 'gps'), gps, '/gps'],
    ]),
  ]
}

/** Fields of steps 1 and 3 by their labels, for what the site says about them. */
export const pointers = (entries: Entry[]): Record<string, string> =>
  Object.fromEntries(entries.map(([name, , pointer]) => [name, pointer]))

export const teamShape = (trip: Trip, route: Route): pages.Shape => ({
  title: '步驟1',
  button: GO,
  fields: starred(
    trip,
    teamEntries(trip, route).map(([name]) => `${name}*`),
  ),
})

/** Day `at` of the trip, counted from 0. */
export const dayShape = (trip: Trip, at: number): pages.Shape => ({
  title: '步驟2',
  button: GO,
  fields: starred(trip, [
    ...(at === 0 ? ['登山口*'] : []),
    ...[1, 2, 3, 4, 5, 6].map((stop) => `途經點${stop}`),
    at === trip.days - 1 ? '下山口*' : '住宿地點*',
  ]),
})

/** Exactly what the person was told to declare; ticking anything else would be in their name. */
export function declarations({ park, members }: Trip): string[] {
  const { everyPark, tarokoAlone, ...own } = TABLES.consents
  const isAlone = park === 'taroko' && members.length === 0
  return [...everyPark, ...own[park], ...(isAlone ? tarokoAlone : [])]
}

export const consentShape = (trip: Trip): pages.Shape => ({
  title: '步驟4',
  button: GO,
  fields: starred(trip, [
    ...declarations(trip).map((label) => `${label}*`),
    ...[label(trip, 'bailOut')].filter(Boolean).map((name) => `${name}*`),
  ]),
})

/** What step 3 of the site asks, in its order. */
export function peopleShape(trip: Trip): pages.Shape {
  const [id, birth, phone, mobile, email] = ['id', 'birth', 'phone', 'mobile', 'email'].map(
    (what) => label(trip, what),
  )
  const known = ['姓名*', '國籍*', `${id}*`, `${birth}*`]
  const home = ['縣市', '鄉鎮市區', '地址']
  const emergency = ['緊急聯絡人姓名', '緊急聯絡人電話']
  const must = (names: string[]) => names.map((name) => `${name}*`)
  const each = (who: string, names: string[]) => names.map((name) => who + name)
  const reach = [`${phone}`, `${mobile}*`]
  return {
    title: '步驟3',
    button: GO,
    fields: starred(trip, [
      ...each('申請人', [...known, ...reach, `${email}*`, ...must(home), ...must(emergency)]),
      '已取得全體隊員同意代為申請*',
      '領隊同申請人',
      ...each('領隊', [...known, ...reach, `${email}`, ...home, ...must(emergency)]),
      ...trip.members.flatMap((_, at) =>
        each(`隊員${at + 1}`, [...known, `${mobile}`, '地址', ...emergency]),
      ),
      ...each('留守人', ['姓名*', ...reach, `${email}`, `${birth}`]),
      ...[label(trip, 'gps')].filter(Boolean),
      '備註',
    ]),
  }
}
