// When each filing of the lanes bench reached its agency, by the name it was filed under.

const waiting = new Map<string, () => void>()

/** Resolves when the filing has reached the agency. */
export const arrival = (name: string): Promise<void> =>
  new Promise((resolve) => waiting.set(name, resolve))

export function reached(name: string): void {
  waiting.get(name)?.()
  waiting.delete(name)
}
