// Takes out of a text for everybody what may lead to a person: numbers of cards and telephones, mail,
// house numbers. Names it cannot know; a person looks before anything is shown. Pure.

/** What stands where something was. */
const GONE = '○○○'

const PERSONAL = [
  // A mail address.
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  // An ID card or residence permit, and the health card's twelve digits.
  /\b[A-Z][A-D1289]\d{8}\b/gi,
  // A telephone or a long number, however it is cut up.
  /\(0\d{1,2}\)[\s-]?\d[\d\s-]{5,}\d/g,
  /\+?\d(?:[\s-]?\d){6,}/g,
  // A house: 12 號 3 樓之 1, 5 巷 6 弄.
  /\d+\s*(?:之\s*\d+\s*)?(?:巷|弄|號)(?:\s*\d+\s*(?:之\s*\d+\s*)?(?:弄|號|樓|室|F))*(?:\s*之\s*\d+)?/g,
]

export const masked = (text: string): string =>
  PERSONAL.reduce((rest, pattern) => rest.replace(pattern, GONE), plainSigns(text))

/** Letters and digits of full width become plain; commas and stops of a Chinese sentence stay. */
const plainSigns = (text: string): string =>
  text.replace(/[\uFF10-\uFF19\uFF20-\uFF3A\uFF41-\uFF5A\uFF0D]/g, (sign) => sign.normalize('NFKC'))
