// Moments and distances as a line of the list says them, the same on the server and in the browser.

const ZONE = 'Asia/Taipei'

const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE })
const TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** `09:00` today, `11月24日 09:00` on another day. `lang`: `zh-TW` or `en`. */
export function sayUntil(moment: string | number, now: number, lang: string): string {
  const at = new Date(moment)
  const time = TIME.format(at)
  if (DAY.format(at) === DAY.format(new Date(now))) return time
  const locale = lang === 'en' ? 'en-GB' : lang
  const day = new Intl.DateTimeFormat(locale, { timeZone: ZONE, month: 'short', day: 'numeric' })
  return `${day.format(at)} ${time}`
}

/** To what a person can tell apart: 50 m, then 100 m, then whole kilometres. */
export function roundedMetres(metres: number): { unit: 'metres' | 'kilometres'; count: number } {
  if (metres < 950) return { unit: 'metres', count: Math.max(50, Math.round(metres / 50) * 50) }
  const kilometres = metres / 1000
  const count = kilometres < 10 ? Math.round(kilometres * 10) / 10 : Math.round(kilometres)
  return { unit: 'kilometres', count }
}

/** Enough of a hash to compare two screens by eye. */
export const shortHash = (hash: string): string => hash.slice(0, 8)
