// The two calendars in use: western years and years of the Republic (民國), which began in 1912.

const ROC_OFFSET = 1911
/** A smaller number is a 民國 year: nobody alive was born before the western year 200. */
const ROC_YEARS_BELOW = 200
const LATEST_YEAR = 2200

/** The western and the 民國 year of what was typed; null when it is no year of either. */
export function bothYears(typed: string): { western: number; roc: number } | null {
  const digits = typed.normalize('NFKC').replace(/^民國/, '').trim()
  if (!/^\d{1,4}$/.test(digits)) return null
  const year = Number(digits)
  const western = year < ROC_YEARS_BELOW ? year + ROC_OFFSET : year
  const isKnown = year > 0 && western > ROC_OFFSET && western <= LATEST_YEAR
  return isKnown ? { western, roc: western - ROC_OFFSET } : null
}
