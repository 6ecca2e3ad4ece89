// Takes every credential out of what is kept, in each form it may have been sent in, and keeps
// evidence to a size that a case can carry.

import type { Evidence } from '../schema.ts'

const COVER = '▒▒▒'
const MAX_BODY_CHARS = 200_000
const MAX_PIECES = 40
/** Of a PEM file; shorter ones stand in other texts by chance. */
const SHORTEST_LINE = 16
const MAX_PICTURE_CHARS = 450_000

/** Collects evidence of one call. Credentials may become known while it goes on. */
export function collectEvidence() {
  const pieces: Evidence[] = []
  const secrets = new Set<string>()

  return {
    keep: (piece: Evidence): void => {
      if (pieces.length < MAX_PIECES) pieces.push(piece)
    },
    hide: (secret: string): void => {
      secrets.add(secret)
    },
    all: (): Evidence[] =>
      pieces.map(({ label, mediaType, body }) => ({
        label: redact(label, secrets),
        mediaType,
        body: isPicture(mediaType) ? wholePicture(body) : shorten(redact(body, secrets)),
      })),
  }
}

/** Also hides the secret where it was encoded for a URL, a header, JSON, XML or HTML. */
export function redact(text: string, secrets: Iterable<string>): string {
  return [...secrets]
    .flatMap((secret) => [secret, ...linesOf(secret)])
    .filter((secret) => secret.length > 0)
    .flatMap(disguisesOf)
    .sort((a, b) => b.length - a.length)
    .reduce((left, disguise) => left.replaceAll(disguise, COVER), text)
}

const SHORTEST_WORD = 2
/** Longer ones are files; no page quotes those. */
const LONGEST_WORD = 300

/** All texts in what was given for a call. */
export function wordsIn(given: unknown): string[] {
  if (typeof given === 'string') {
    const word = given.trim()
    return word.length < SHORTEST_WORD || word.length > LONGEST_WORD ? [] : [word]
  }
  return typeof given === 'object' && given !== null ? Object.values(given).flatMap(wordsIn) : []
}

/** A key of several lines is as secret line by line, however they are broken. */
function linesOf(secret: string): string[] {
  if (!secret.includes('-----BEGIN ')) return []
  const lines = secret.split(/\r?\n/).filter((line) => !line.startsWith('-----'))
  const blocks = secret.split(/-----[A-Z ]+-----/).map((block) => block.replaceAll(/\s/g, ''))
  return [...lines, ...blocks].filter((line) => line.length >= SHORTEST_LINE)
}

function disguisesOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const markup = secret.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
  const named = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    markup,
    named,
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}

/** Whoever takes a picture covers what is secret; letters that look like one are no secret here. */
const isPicture = (mediaType: string): boolean => /^image\/(jpeg|png);base64$/.test(mediaType)

/** Half a picture is none. */
const wholePicture = (body: string): string => (body.length <= MAX_PICTURE_CHARS ? body : '')

const shorten = (text: string): string =>
  text.length <= MAX_BODY_CHARS
    ? text
    : `${text.slice(0, MAX_BODY_CHARS)}\n… ${text.length - MAX_BODY_CHARS} characters left out`
