// Numbers that name a person, found in a text and covered. Pure.

export interface Masked {
  masked: string
  found: boolean
}

const PATTERNS = [/[A-Z][12489A-D]\d{8}/gi, /09\d{2}[- ]?\d{3}[- ]?\d{3}/g]

export function maskNumbers(text: string): Masked {
  const masked = PATTERNS.reduce((left, pattern) => left.replace(pattern, '○○○'), text)
  return { masked, found: masked !== text }
}
