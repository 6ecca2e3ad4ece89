// Clients of the gateway: issued and revoked by the lead, known by their token, held to their quota.

import { randomUUID } from 'node:crypto'
import { machineNow, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { problemsOf } from '../../core/problems.ts'
import type { Station } from '../../core/station.ts'
import { listAdapters } from '../load.ts'
import {
  countCall,
  deleteCountsBefore,
  findClientByToken,
  insertClient,
  revokeClient,
} from '../store/clients.ts'
import { type Client, NewClient } from './schema.ts'

const PREFIX = 'yzg_'
const tokenHash = (station: Station, token: string) => station.secrets.hash('gateway token', token)

/**
 * The token is shown to whoever asked and kept nowhere.
 * @throws Failure invalid, naming every wrong field
 */
export async function issueClient(
  station: Station,
  given: unknown,
): Promise<{ clientId: string; token: string }> {
  const read = NewClient.safeParse(given)
  if (!read.success) {
    throw new Failure('invalid', 'core.invalid', { problems: problemsOf(read.error) })
  }
  const known = listAdapters(station).map(({ describe }) => describe.id)
  const stranger = read.data.adapterIds.find((id) => !known.includes(id))
  if (stranger !== undefined) {
    const problems = [{ pointer: '/adapterIds', message: 'adapters.gateway_adapters_missing' }]
    throw new Failure('invalid', 'core.invalid', { problems })
  }
  const { contact, ...client } = read.data
  const { secrets, clock } = station
  const token = `${PREFIX}${secrets.randomToken()}`
  const clientId = randomUUID()
  await station.db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    await insertClient(tx, {
      ...client,
      clientId,
      tokenHash: tokenHash(station, token),
      tokenHint: token.slice(-4),
      keyId,
      sealedContact: await secrets.seal(tx, keyId, contact),
      issuedAt: clock.now(),
      revokedAt: null,
    })
  })
  station.log.info({ clientId }, 'gateway client issued')
  return { clientId, token }
}

/** From the next call on; revoking twice changes nothing. @throws Failure not_found */
export async function endClient(station: Station, clientId: string): Promise<void> {
  const isId = /^[0-9a-f-]{36}$/.test(clientId)
  if (!isId || !(await revokeClient(station.db, clientId, station.clock.now()))) {
    throw new Failure('not_found', 'adapters.gateway_no_client')
  }
  station.log.info({ clientId }, 'gateway client revoked')
}

/** Whose token it is. @throws Failure unauthenticated for one that is unknown or revoked */
export async function clientOf(station: Station, header: string | undefined): Promise<Client> {
  const token = /^Bearer (yzg_[\w-]{43})$/.exec(header ?? '')?.[1]
  const client = token ? await findClientByToken(station.db, tokenHash(station, token)) : null
  if (!client || client.revokedAt) {
    throw new Failure('unauthenticated', 'adapters.gateway_token_wrong', {
      members: { cause: 'credential_refused', nothingRecorded: true },
    })
  }
  return client
}

/** Counts this call. @throws Failure too_many, with when to come again */
export async function spendQuota(station: Station, client: Client): Promise<void> {
  // By the machine's clock: moving a demo city's clock gives nobody another day's calls.
  const now = machineNow()
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
  const day = taipeiMoment(taipeiDay(now))
  const counts = await countCall(station.db, client.clientId, [
    { span: 'minute', beginsAt: minute },
    { span: 'day', beginsAt: day },
  ])
  const isOverDay = counts.day > client.perDay
  if (!isOverDay && counts.minute <= client.perMinute) return
  const until = isOverDay ? day.getTime() + 86_400_000 : minute.getTime() + 60_000
  throw new Failure('too_many', 'adapters.gateway_quota_spent', {
    retryAfterSeconds: Math.max(1, Math.ceil((until - now.getTime()) / 1000)),
    members: { cause: 'quota_spent', nothingRecorded: true },
  })
}

const HOUR_MS = 3_600_000
const DAYS_COUNTED = 400

export async function forgetCounts(station: Station): Promise<void> {
  const now = machineNow().getTime()
  await deleteCountsBefore(station.db, {
    minute: new Date(now - HOUR_MS),
    day: new Date(now - DAYS_COUNTED * 24 * HOUR_MS),
  })
}
