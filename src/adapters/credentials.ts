// What agencies gave us to get in with. Changed while the city runs; the next call uses the new one.

import { Failure } from '../core/errors.ts'
import type { Station } from '../core/station.ts'
import { getAdapter } from './load.ts'
import { saveCredential } from './store/credentials.ts'

/** Puts a credential in place of the one before; the next call uses it. */
export async function rotateCredential(
  station: Station,
  adapterId: string,
  name: string,
  value: string,
): Promise<void> {
  const { credentials = [] } = getAdapter(station, adapterId).describe
  if (!credentials.some((credential) => credential.name === name)) {
    throw new Failure('not_found', 'adapters.no_such_credential')
  }
  const { secrets, clock } = station
  await station.db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    const sealed = await secrets.seal(tx, keyId, value)
    const old = await saveCredential(tx, adapterId, { name, keyId, sealed }, clock.now())
    if (old) await secrets.destroy(tx, old)
  })
  station.log.info({ adapterId, name }, 'credential changed')
}
