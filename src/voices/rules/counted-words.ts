// Numbers that a note says of people and of minutes of work. Only what is plainly said: hours of
// opening, masks and slips are numbers too.

const NUMERAL = '(\\d{1,5}(?:\\.\\d)?|[一二兩三四五六七八九十百]{1,5})'
const PEOPLE = new RegExp(
  `(?<![每限前第滿僅])${NUMERAL}(?:多|幾|餘)? ?(?:位|名|個人|人|people|persons|customers|residents)(?![次份力手藥員])`,
)
const WORK =
  '(?:花|多|加班|要|需|得|超時|額外|耗|晚|包裝|分裝|登打|登錄|文書|過卡|整理|上傳|spend|extra|took|takes)'
const WORK_AFTER =
  '(?:在|的|來|才)?(?:包裝|分裝|登打|登錄|文書|整理|上傳|核銷|報表|加班|作業|of paperwork|of packing|of work|overtime)'
const LENGTH = `${NUMERAL} ?(?:個)?(半)?(小時|鐘頭|分鐘|hours?|minutes?|mins?)(半)?`
const WORK_TIME = new RegExp(`${WORK}[^,。;\\d]{0,6}${LENGTH}|${LENGTH}${WORK_AFTER}`)

/** Null: nobody counted. */
export function peopleIn(text: string): number | null {
  const people = Math.floor(numeralValue(PEOPLE.exec(text)?.[1] ?? ''))
  return people >= 1 && people <= 100_000 ? people : null
}

/** Null: not said. */
export function minutesIn(text: string): number | null {
  const found = WORK_TIME.exec(text)?.slice(1)
  if (!found) return null
  const at = found.findIndex((part, index) => part !== undefined && index % 4 === 0)
  const [number = '', half, unit = '', halfAfter] = found.slice(at, at + 4)
  const amount = numeralValue(number) + (half || halfAfter ? 0.5 : 0)
  const minutes = Math.round(/^(?:分|m)/.test(unit) ? amount : amount * 60)
  return minutes >= 1 && minutes <= 1440 ? minutes : null
}

const DIGITS = '〇一二三四五六七八九'

/** `二十三`, `兩百`, `23`; NaN for none. */
export function numeralValue(numeral: string): number {
  if (/^\d/.test(numeral)) return Number(numeral)
  if (numeral === '') return Number.NaN
  let sum = 0
  let digit = 0
  for (const sign of numeral.replaceAll('兩', '二')) {
    const unit = sign === '百' ? 100 : sign === '十' ? 10 : 0
    if (unit > 0) sum += (digit || 1) * unit
    digit = unit > 0 ? 0 : DIGITS.indexOf(sign)
  }
  return sum + digit
}
