// National ID and residence permit numbers, by their check digit. Agencies refuse wrong ones only
// after the last page.

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'

/**
 * 身分證字號 (A123456789) or 居留證號, new (A800000014) and old (AC01234567). In capitals.
 * Source: 內政部戶政司, 統一證號編碼原則
 */
export function isTaiwanId(number: string): boolean {
  const isWritten = /^[A-Z][1289]\d{8}$/.test(number) || /^[A-Z][A-D]\d{8}$/.test(number)
  if (!isWritten) return false
  const first = 10 + LETTERS.indexOf(number.charAt(0))
  const second = LETTERS.indexOf(number.charAt(1))
  const rest = [second < 0 ? Number(number.charAt(1)) : second % 10, ...digitsOf(number.slice(2))]
  const weights = [8, 7, 6, 5, 4, 3, 2, 1, 1]
  const sum = rest.reduce((total, digit, at) => total + digit * (weights[at] ?? 0), 0)
  return (Math.floor(first / 10) + (first % 10) * 9 + sum) % 10 === 0
}

const digitsOf = (text: string): number[] => [...text].map(Number)
