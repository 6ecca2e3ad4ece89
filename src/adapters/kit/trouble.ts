// What can go wrong at an agency before its answer is known. Adapters and the kit throw these; the
// gateway turns them into an outcome by whether a filing may have left the house.

/** `trouble` is a machine word (`maintenance`, `changed_layout`); never anything personal. */
export class AgencyTrouble extends Error {
  readonly trouble: string
  readonly retryAfterSeconds: number | null
  /** True when the agency's own manual says that nothing was recorded. */
  readonly isNothingRecorded: boolean

  constructor(
    trouble: string,
    options: ErrorOptions & { retryAfterSeconds?: number; isNothingRecorded?: boolean } = {},
  ) {
    super(trouble, options)
    this.trouble = trouble
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
    this.isNothingRecorded = options.isNothingRecorded ?? false
  }
}

/** The page is not the one the adapter was written for. Its lane stops until a person has looked. */
export class ChangedLayout extends AgencyTrouble {
  /** Labels and titles only: what was expected and what stands there. */
  readonly differences: string[]

  constructor(differences: string[]) {
    super('changed_layout')
    this.differences = differences
  }
}

/** The form does not offer what we want to choose, or is too short for what we want to write. */
export class DoesNotFit extends AgencyTrouble {
  readonly label: string

  constructor(label: string) {
    super('does_not_fit')
    this.label = label
  }
}

/** The agency said no, in its own words. Adapters catch it and say what it means for the filing. */
export class AgencyRefusal extends AgencyTrouble {
  readonly lines: string[]

  constructor(lines: string[]) {
    super('refused_by_agency')
    this.lines = lines
  }
}

/** A page or answer as far as trouble can be read from it. */
interface Answer {
  status: number
  html: string
  $: (selector: string) => { text(): string; length: number }
}

const USUAL_TROUBLES = {
  系統維護: 'maintenance',
  維護中: 'maintenance',
  暫停服務: 'maintenance',
  系統忙碌: 'busy',
  圖形驗證: 'captcha',
  我不是機器人: 'captcha',
  'Server Error in': 'server_error',
}

/**
 * Old sites answer 200 with an error inside: recognises maintenance, error pages, a log-in we were
 * not told of, and a page that was cut off.
 * @param isSignIn the log-in is where we want to be
 * @throws AgencyTrouble
 */
export function expectWorking(
  page: Answer,
  headers: Headers,
  troubles: Record<string, string> = {},
  isSignIn = false,
): void {
  expectStatus(page.status, headers)
  // A page without a form has nothing else to say, so all of it counts.
  const said = page.$('form').length === 0 ? page.$('title, body').text() : ''
  const heading = page.$('title, h1, h2, h3').text() + said
  const known = Object.entries({ ...USUAL_TROUBLES, ...troubles })
  const trouble = known.find(([words]) => heading.includes(words))?.[1]
  if (trouble) throw new AgencyTrouble(trouble)
  if (!isSignIn && page.$('input[type=password]').length > 0) throw new AgencyTrouble('login_wall')
  if (!/<\/html>\s*$/i.test(page.html)) throw new AgencyTrouble('half_page')
}

/**
 * 429 and 503 with `Retry-After` say that nothing was taken; any other failure leaves it open.
 * @throws AgencyTrouble
 */
export function expectStatus(status: number, headers: Headers): void {
  if (status < 400) return
  const seconds = retryAfterSeconds(headers)
  if ((status === 429 || status === 503) && seconds >= 0) {
    throw new AgencyTrouble(`http_${status}`, {
      retryAfterSeconds: seconds,
      isNothingRecorded: true,
    })
  }
  if (status === 401 || status === 403) throw new AgencyTrouble('credential_refused')
  throw new AgencyTrouble(`http_${status}`)
}

/** Seconds, or a date compared with the answer's own; NaN when the header is not there. */
export function retryAfterSeconds(headers: Headers): number {
  const said = headers.get('retry-after')
  if (said === null) return Number.NaN
  if (/^\d+$/.test(said.trim())) return Number(said)
  return (Date.parse(said) - Date.parse(headers.get('date') ?? '')) / 1000
}
