// One text for one value, whoever writes it and in whatever order: what is hashed must be the same
// everywhere. Source: RFC 8785 (JSON Canonicalization Scheme).

/**
 * Keys sorted by UTF-16 code units, no spaces, numbers as JavaScript prints them.
 * @throws TypeError for what JSON cannot hold: a function, an infinite number, half a character
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') return canonicalObject(value)
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new TypeError('canonical JSON: half a surrogate pair')
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`canonical JSON: ${value}`)
  }
  const text = JSON.stringify(value)
  if (text === undefined) throw new TypeError(`canonical JSON: ${typeof value}`)
  return text
}

function canonicalObject(value: object): string {
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${canonicalJson(key)}:${canonicalJson(field)}`).join(',')}}`
}
