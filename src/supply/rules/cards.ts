// Card numbers by their form and check digit, before anything is looked up. Pure. Sources: 內政部戶政司,
// 國民身分證統一編號; 內政部移民署, 外來人口統一證號 (two letters until 2020, a letter and 8 or 9 since).

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 1, 1]
const IDENTITY = /^[A-Z](?:[1289]|[A-D])\d{8}$/
const HEALTH_CARD = /^\d{12}$/

export type CardKind = 'identity' | 'nhi'

export interface Card {
  number: string
  lastDigit: number
}

/** As typed or as a reader sends it: any width, any case, with spaces. Null: no such card. */
export function readCard(typed: string, kind: CardKind): Card | null {
  const number = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  const isWell = kind === 'nhi' ? HEALTH_CARD.test(number) : isIdentity(number)
  return isWell ? { number, lastDigit: Number(number.at(-1)) } : null
}

function isIdentity(number: string): boolean {
  if (!IDENTITY.test(number)) return false
  const first = 10 + LETTERS.indexOf(number.charAt(0))
  const second = LETTERS.indexOf(number.charAt(1))
  const places = [second < 0 ? Number(number.charAt(1)) : second % 10]
  for (const digit of number.slice(2)) places.push(Number(digit))
  const sum = places.reduce((total, digit, at) => total + digit * (WEIGHTS[at] ?? 0), 0)
  return (Math.floor(first / 10) + (first % 10) * 9 + sum) % 10 === 0
}
