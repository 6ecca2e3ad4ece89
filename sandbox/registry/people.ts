// The register itself: people who do not exist, as the officer's page may change them. The first
// reading after a reset fills it anew.

import type { Store } from '../store.ts'

export interface Relative {
  name: string
  idNo: string
}

export interface Person {
  idNo: string
  name: string
  /** `0750302` */
  birth: string
  sex: '1' | '2'
  address: string
  /** `1050815` */
  addressSince: string
  spouse: Relative | null
  father: Relative | null
  mother: Relative | null
  children: (Relative & { birth: string })[]
}

const SHELF = 'registry person'

export function listPeople(store: Store): Person[] {
  const kept = store.list<Person>(SHELF)
  if (kept.length > 0) return kept
  store.together(() => {
    for (const one of FIRST) savePerson(store, one)
  })
  return FIRST
}

export const findPerson = (store: Store, idNo: string): Person | null =>
  listPeople(store).find((one) => one.idNo === idNo) ?? null

export const savePerson = (store: Store, one: Person): void => store.put(SHELF, one.idNo, one)

/** The letter's two digits and the others weighted 1, 9, 8 … 1, 1 give a multiple of ten. */
export function isNationalId(text: string): boolean {
  if (!/^[A-Z][12]\d{8}$/.test(text)) return false
  const letter = 10 + 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(text[0] ?? '')
  const weighed = [...text.slice(1)].map(Number).map((digit, at) => digit * Math.max(8 - at, 1))
  const sum = Math.floor(letter / 10) + (letter % 10) * 9 + weighed.reduce((a, b) => a + b, 0)
  return sum % 10 === 0
}

const LIN: Relative = { name: '林怡君', idNo: 'B223456782' }
const HUSBAND: Relative = { name: '陳志明', idNo: 'B123456780' }
// U+E001 and U+E002 are the register's own characters, see the manual.
const RARE: Relative = { name: '陳\uE001\uE002', idNo: 'L122334452' }

const FIRST: Person[] = [
  {
    ...LIN,
    birth: '0750302',
    sex: '2',
    address: '臺中市西屯區潮洋里１２鄰臺灣大道三段９９號',
    addressSince: '1050815',
    spouse: HUSBAND,
    father: { name: '林大同', idNo: 'B100000011' },
    mother: { name: '王秀蘭', idNo: 'B200000013' },
    children: [],
  },
  {
    ...HUSBAND,
    birth: '0730918',
    sex: '1',
    address: '臺中市西屯區潮洋里１２鄰臺灣大道三段９９號',
    addressSince: '1050815',
    spouse: LIN,
    father: null,
    mother: { name: '黃玉英', idNo: 'B200000022' },
    children: [],
  },
  {
    ...RARE,
    birth: '0791231',
    sex: '1',
    address: '臺中市豐原區三村里３鄰中正路１０８巷７之２號４樓',
    addressSince: '0980101',
    spouse: null,
    father: { name: '陳水木', idNo: 'L100000019' },
    mother: null,
    children: [{ name: '陳小樹', idNo: 'L100000028', birth: '1080229' }],
  },
  {
    idNo: 'L200000011',
    name: '張梅\uE0FF',
    birth: '0420705',
    sex: '2',
    address: '臺中市和平區達觀里５鄰東關路三段２１巷１號',
    addressSince: '0420705',
    spouse: null,
    father: null,
    mother: null,
    children: [],
  },
]
