// Sealing with the key of a case or draft: JSON in, bytes out, and back.

import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Sealer } from '../../core/secrets.ts'
import type { Station } from '../../core/station.ts'

export interface Seal {
  close(value: unknown): Promise<Uint8Array>
  /** @throws Failure not_found when the key was destroyed */
  open<T>(sealed: Uint8Array): Promise<T>
}

/** The key is read once, at the first use; a seal lives no longer than its transaction or its page. */
export function sealWith({ secrets }: Station, db: Db, keyId: string): Seal {
  let sealer: Promise<Sealer> | null = null
  const ready = () => {
    sealer ??= secrets.withKey(db, keyId)
    return sealer
  }
  return {
    close: async (value) => (await ready()).seal(JSON.stringify(value)),
    open: async <T>(sealed: Uint8Array) => JSON.parse((await ready()).openText(sealed)) as T,
  }
}

/** Null when the key was destroyed: what was personal is gone, and that is no failure. */
export async function openOrGone<T>(seal: Seal, sealed: Uint8Array | null): Promise<T | null> {
  if (!sealed) return null
  try {
    return await seal.open<T>(sealed)
  } catch (error) {
    if (error instanceof Failure && error.kind === 'not_found') return null
    throw error
  }
}

export const hashToken = (station: Station, token: string) =>
  station.secrets.hash('cases.token', token)
