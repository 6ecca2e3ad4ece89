// The lines a fax goes out by, and what their reports mean. Pure. A word that a provider's manual
// does not explain is `unclear`: the paper may lie at the agency.

/** What a line says of one transmission. */
export interface FaxReport {
  /** Which of ours it speaks of: the subject as sent by mail, or the job. */
  of: string
  job: string | null
  state: 'arrived' | 'failed' | 'unclear'
  /** One word for people and rules. */
  result: string
  pagesSent: number | null
}

export interface MailLine {
  by: 'mail'
  /** Mail goes to `<digits>@<domain>`; reports come from it. */
  domain: string
  /** Null: the letter is no report of this line. */
  report(letter: { subject: string; text: string }): FaxReport | null
}

export interface HylafaxLine {
  by: 'hylafax'
  /** `host` or `host:port`, as in `hosts`. */
  server: string
}

export type FaxLine = MailLine | HylafaxLine

export interface ReportWords {
  /** What stands before the colon of each fact. */
  labels: { subject: string; job: string; pages: string; result: string }
  /** By the words that begin the result. */
  results: Record<string, { state: FaxReport['state']; result: string }>
}

/** A provider whose reports are lines of `label : value`. */
export const mailLine = (domain: string, words: ReportWords): MailLine => ({
  by: 'mail',
  domain,
  report: ({ text }) => readReport(text, words),
})

function readReport(text: string, { labels, results }: ReportWords): FaxReport | null {
  const facts = factsIn(text)
  const value = (label: string) => facts.find(([name]) => name.startsWith(label))?.[1]
  const [of, said] = [value(labels.subject), value(labels.result)]
  if (!of || said === undefined) return null
  const known = Object.entries(results).find(([words]) => said.startsWith(words))?.[1]
  const [sent = null, all = null] = pagesIn(value(labels.pages))
  const meaning = known ?? { state: 'unclear' as const, result: 'not_understood' }
  // It says that all is well, and counts fewer pages than there are.
  const isShort = meaning.state === 'arrived' && (sent === null || sent !== all)
  return {
    of,
    job: value(labels.job) ?? null,
    pagesSent: sent,
    ...(isShort ? { state: 'unclear' as const, result: 'pages_missing' } : meaning),
  }
}

/** Line by line: a pattern over a whole letter of blanks would hold up everybody for hours. */
const factsIn = (text: string): [string, string][] =>
  text.split('\n').flatMap((line): [string, string][] => {
    const at = line.search(/[:：]/)
    const [name, value] = [line.slice(0, Math.max(0, at)).trim(), line.slice(at + 1).trim()]
    return name !== '' && value !== '' ? [[name, value]] : []
  })

function pagesIn(said: string | undefined): (number | null)[] {
  const [, sent, all] = /^(\d+)\s*\/\s*(\d+)/.exec(said ?? '') ?? []
  return sent && all ? [Number(sent), Number(all)] : []
}

/** What `sendfax` prints when the server has the job; null when it says nothing of the kind. */
export const jobOf = (printed: string): string | null =>
  /request id is (\d+)/.exec(printed)?.[1] ?? null

/** States that `faxstat` shows: done, failed; the rest is on its way. */
const DONE = 'D'
const FAILED = 'F'

/** The line of one job in what `faxstat -s -d` prints; null while it is neither done nor failed. */
export function jobReport(printed: string, job: string): FaxReport | null {
  const row = printed.split('\n').find((line) => line.trim().split(/\s+/)[0] === job)
  const [, state = '', sent = '', all = '', rest = ''] =
    /^\s*\d+\s+(?:\d+\s+)?([A-Z])\s.*?(\d+):(\d+)\s+\d+:\d+\s*(.*)$/.exec(row ?? '') ?? []
  const pagesSent = sent === '' ? null : Number(sent)
  const basis = { of: job, job, pagesSent }
  if (state === DONE) {
    if (pagesSent === Number(all)) return { ...basis, state: 'arrived', result: 'ok' }
    return { ...basis, state: 'unclear', result: 'pages_missing' }
  }
  if (state !== FAILED) return null
  const result = hylafaxWord(rest)
  // Once a page went through, a clerk may have read it.
  return pagesSent === 0
    ? { ...basis, state: 'failed', result }
    : { ...basis, state: 'unclear', result }
}

const HYLAFAX_WORDS: [RegExp, string][] = [
  [/busy/i, 'busy'],
  [/no answer|no carrier|no local dialtone/i, 'no_answer'],
  [/killed|kill time/i, 'given_up'],
]

const hylafaxWord = (said: string): string =>
  HYLAFAX_WORDS.find(([words]) => words.test(said))?.[1] ?? 'not_sent'

/** The international number as a provider or a modem takes it: digits alone. */
export const digitsOf = (number: string): string => number.replace(/\D/g, '')
