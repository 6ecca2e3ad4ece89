// Which files are taken: small ones, few, and what their first bytes say they are.

/** Also the most a case keeps, times MOST_FILES: a city's disk is not for sale. */
export const LARGEST_FILE_BYTES = 5_000_000
export const MOST_FILES = 20

/** First bytes by media type. Source: https://www.iana.org/assignments/media-types and formats' own. */
const SIGNATURES: Record<string, number[][]> = {
  'application/pdf': [[0x25, 0x50, 0x44, 0x46, 0x2d]],
  'image/jpeg': [[0xff, 0xd8, 0xff]],
  'image/png': [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
}

/** A type whose first bytes we do not know is not taken. */
export function isWhatItSays(content: Uint8Array, mediaType: string): boolean {
  const signatures = SIGNATURES[mediaType] ?? []
  return signatures.some((bytes) => bytes.every((byte, index) => content[index] === byte))
}
