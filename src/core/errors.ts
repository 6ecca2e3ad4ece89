// The nine ways a request can fail. Their status codes and shapes live in http.tsx, their words in
// locales/.

export type FailureKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'not_allowed'
  | 'conflict'
  | 'too_large'
  | 'too_many'
  | 'unavailable'

/** One thing that is wrong with what was sent. */
export interface Problem {
  /** RFC 6901 pointer into what was sent, e.g. `/answers/leader/birth`; '' is the whole. */
  pointer: string
  /** Key in locales/, or the words themselves when a journey or an agency brings its own. */
  message: string | LocalText
  values?: Record<string, string | number>
  /** 'block' stops the filing, 'info' only tells. */
  level?: 'block' | 'info'
}

/** The same sentence in every language we write. zh-TW is the source. */
export interface LocalText {
  'zh-TW': string
  en: string
}

/** A failure we expected and can explain. `messageKey` is a key in locales/, never a sentence. */
export class Failure extends Error {
  readonly kind: FailureKind
  readonly messageKey: string
  readonly problems: Problem[]
  readonly retryAfterSeconds: number | null
  /** Further members of the problem document, for programs (RFC 9457, 3.2). */
  readonly members: Record<string, string | boolean>

  constructor(
    kind: FailureKind,
    messageKey: string,
    options: ErrorOptions & {
      problems?: Problem[]
      retryAfterSeconds?: number
      members?: Record<string, string | boolean>
    } = {},
  ) {
    super(`${kind}: ${messageKey}`, options)
    this.kind = kind
    this.messageKey = messageKey
    this.problems = options.problems ?? []
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
    this.members = options.members ?? {}
  }
}

/** What a rule answers: go ahead, or the reason why not. */
export type Verdict<Reason extends string> = { ok: true } | { ok: false; reason: Reason }
