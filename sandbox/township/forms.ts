// How the clerk reads the two forms: places on the paper, as the manual gives them.

import type { Place, Sheet } from './paper.ts'

export interface Read {
  form: 'team' | 'camp'
  kind: 'NEW' | 'CHG' | 'DEL'
  key: string
  /** Where the office answers; '' when no answer is wanted. */
  mail: string
  fields: Record<string, unknown>
}

/** Null when it is neither of the forms, or a page is missing. */
export function readForm(sheets: Sheet[]): Read | null {
  const [one, two] = sheets
  if (one && two && one.inkIn(TEAM_TITLE) > 0.02 && one.inkIn(MEMBERS_HEAD) > 0.02) {
    return readTeam(one, two)
  }
  return one && !two && one.inkIn(CAMP_TITLE) > 0.02 ? readCamp(one) : null
}

const TEAM_TITLE = { x: 55, y: 14, w: 100, h: 7 }
const MEMBERS_HEAD = { x: 15, y: 141, w: 180, h: 6 }
const CAMP_TITLE = { x: 60, y: 18, w: 90, h: 7 }
/** A box with a tick is this much darker than its frame alone. */
const TICKED = 0.05

const KINDS = [
  ['NEW', 40],
  ['CHG', 75],
  ['DEL', 105],
] as const

function readTeam(one: Sheet, two: Sheet): Read {
  const line = (x: number, y: number, w: number) => one.textIn({ x, y, w, h: 9 })
  const day = (y: number) =>
    [line(54, y, 12), line(74, y, 11), line(93, y, 11)].filter(Boolean).join('/')
  const members = Array.from({ length: 12 }, (_, index) =>
    index < 8 ? readMember(one, 148 + index * 12) : readMember(two, 48 + (index - 8) * 12),
  )
  const note = two.textIn({ x: 16, y: 109, w: 178, h: 32 })
  return {
    form: 'team',
    kind: KINDS.find(([, x]) => isTicked(one, { x, y: 34, w: 4.5, h: 4.5 }))?.[0] ?? 'NEW',
    key: one.textIn({ x: 45, y: 259, w: 120, h: 9 }),
    mail: isTicked(one, { x: 46, y: 272, w: 4.5, h: 4.5 }) ? mailIn(note) : '',
    fields: {
      team: line(44, 42.5, 150),
      route: line(44, 52.5, 150),
      entry: { day: day(62.5), at: line(125, 62.5, 69) },
      exit: { day: day(72.5), at: line(125, 72.5, 69) },
      count: line(53, 83, 14),
      plan: one.textIn({ x: 16, y: 101, w: 178, h: 31 }),
      members: members.filter((member) => member.name !== ''),
      contact: { name: line(32, 248, 60), phone: line(108, 248, 60) },
      note,
    },
  }
}

function readMember(sheet: Sheet, y: number) {
  const cell = (x: number, w: number) => sheet.textIn({ x, y: y + 0.5, w, h: 11 })
  return {
    name: oneLine(cell(28, 28)),
    idNo: cell(57, 50).replaceAll(/\s/g, ''),
    birthday: cell(108, 24),
    phone: cell(134, 28),
    emergency: oneLine(cell(163.5, 31)),
  }
}

function readCamp(sheet: Sheet): Read {
  const line = (y: number) => sheet.textIn({ x: 56, y, w: 133, h: 12 })
  const people = sheet.textIn({ x: 21, y: 133, w: 168, h: 50 })
  return {
    form: 'camp',
    kind: 'NEW',
    key: line(184),
    mail: '',
    fields: {
      team: line(40),
      camp: line(52),
      days: line(64),
      count: line(76),
      person: line(88),
      phone: line(100),
      cooking: isTicked(sheet, { x: 62, y: 115.5, w: 5, h: 5 }),
      notCooking: isTicked(sheet, { x: 102, y: 115.5, w: 5, h: 5 }),
      people,
    },
  }
}

/** Inside the frame, where an empty box has nothing. */
const isTicked = (sheet: Sheet, { x, y, w, h }: Place): boolean =>
  sheet.inkIn({ x: x + w * 0.3, y: y + h * 0.3, w: w * 0.4, h: h * 0.4 }) > TICKED

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

const mailIn = (text: string): string =>
  /[\w.+-]+@[\w.-]+\w/.exec(text.replaceAll(/[\r\n]/g, ''))?.[0] ?? ''
