// News an agency sends by itself. It is never believed: it names a filing, and whoever carries that
// one looks at once. Taken means written down; before that the agency hears no "yes".

import { Failure } from '../../core/errors.ts'
import { recordEvent } from '../../core/events.ts'
import type { Station } from '../../core/station.ts'
import type { Adapter } from '../contract.ts'
import { getAdapter } from '../load.ts'
import { listCredentials } from '../store/credentials.ts'
import { insertHookCall } from '../store/hooks.ts'
import { isSigned, isTimely, type Message } from './signature.ts'

export const MAX_BYTES = 64 * 1024

/**
 * False when the message was taken before.
 * @throws Failure not_found, too_large, unauthenticated, invalid
 */
export async function receiveHook(
  station: Station,
  adapterId: string,
  message: Message,
): Promise<boolean> {
  const hooks = hooksOf(station, adapterId)
  if (message.body.length > MAX_BYTES) throw new Failure('too_large', 'core.too_large')
  const now = station.clock.now()
  const secret = await openSecret(station, adapterId, hooks.secret)
  if (!isTimely(message, now) || !isSigned(message, secret)) {
    station.log.warn({ adapterId, isTimely: isTimely(message, now) }, 'news refused')
    throw new Failure('unauthenticated', 'adapters.hook_unsigned')
  }
  const concerned = concernedBy(hooks, message)
  const isNew = await station.db.transaction().execute(async (tx) => {
    if (!(await insertHookCall(tx, { adapterId, hookId: message.id, heardAt: now }))) return false
    if (concerned) {
      const data = { adapterId, ...concerned }
      await recordEvent(station, tx, { name: 'adapters.news', version: 1, data })
    }
    return true
  })
  station.log.info({ adapterId, isNew, isConcerned: concerned !== null }, 'news taken')
  return isNew
}

type Hooks = NonNullable<Adapter['hooks']>

/** @throws Failure not_found, also for an adapter whose agency sends no news */
function hooksOf(station: Station, adapterId: string): Hooks {
  const { hooks } = getAdapter(station, adapterId)
  if (!hooks) throw new Failure('not_found', 'adapters.not_found')
  return hooks
}

async function openSecret(station: Station, adapterId: string, name: string): Promise<string> {
  const all = await listCredentials(station.db, adapterId)
  const found = all.find((credential) => credential.name === name)
  if (!found) throw new Failure('unavailable', 'adapters.hook_closed')
  return station.secrets.openText(station.db, found.keyId, found.sealed)
}

/** The adapter's reading, held to a shape: it becomes part of an event. */
function concernedBy(hooks: Hooks, { body }: Message): ReturnType<Hooks['read']> {
  try {
    const read = hooks.read(JSON.parse(Buffer.from(body).toString('utf8')))
    if (read === null) return null
    return 'key' in read ? { key: String(read.key) } : { reference: String(read.reference) }
  } catch (cause) {
    throw new Failure('invalid', 'adapters.hook_unreadable', { cause })
  }
}
