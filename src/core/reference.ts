// The number a person reads out on the phone: `TC-7KQ2-M4XD`. No sign in it is mistaken for
// another, and its last sign gives away any one wrong sign and any two that were swapped.

/** Without 0 O 1 I L B 8. That 29 signs remain is why the check below catches everything it does. */
export const REFERENCE_SIGNS = '2345679ACDEFGHJKMNPQRSTUVWXYZ'

const PAYLOAD_LENGTH = 7
const BODY = new RegExp(`^[${REFERENCE_SIGNS}]{${PAYLOAD_LENGTH + 1}}$`)

/**
 * `pick(n)` is any of 0 … n-1 by chance. There are 29^7 numbers, 1.7 × 10^10: a clash is for the
 * database's unique constraint to refuse.
 */
export function newReference(prefix: string, pick: (below: number) => number): string {
  const payload = Array.from(
    { length: PAYLOAD_LENGTH },
    () => REFERENCE_SIGNS[pick(REFERENCE_SIGNS.length)],
  ).join('')
  return formatReference(prefix, payload + checkSign(payload))
}

/**
 * The reference as we write it, from what somebody typed: any case, any width, spaces or dashes
 * anywhere, the city's prefix or none. Null when it cannot be one of ours.
 */
export function readReference(typed: string, prefix: string): string | null {
  const signs = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  const body =
    signs.length === prefix.length + PAYLOAD_LENGTH + 1 && signs.startsWith(prefix)
      ? signs.slice(prefix.length)
      : signs
  if (!BODY.test(body) || weightedSum(body) % REFERENCE_SIGNS.length !== 0) return null
  return formatReference(prefix, body)
}

const formatReference = (prefix: string, body: string) =>
  `${prefix}-${body.slice(0, 4)}-${body.slice(4)}`

function checkSign(payload: string): string {
  const size = REFERENCE_SIGNS.length
  const sum = weightedSum(payload)
  for (const sign of REFERENCE_SIGNS) {
    if ((sum + valueAt(sign, PAYLOAD_LENGTH)) % size === 0) return sign
  }
  throw new Error('no check sign: the number of signs is not prime')
}

/** Each place has a weight of its own; over a prime, no single change and no swap leaves it alike. */
const weightedSum = (signs: string) =>
  [...signs].reduce((sum, sign, place) => sum + valueAt(sign, place), 0)

const valueAt = (sign: string, place: number) => (place + 1) * REFERENCE_SIGNS.indexOf(sign)
