// Filings of clients. Each goes through `callAdapter`, the door the front desk uses; what is added
// here is whose filing it is, and that a repetition is answered instead of sent.

import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { callAdapter, checkInput } from '../actions.ts'
import type { Adapter, Input, Outcome, Withdrawal } from '../contract.ts'
import { words } from '../kit/words.ts'
import { getAdapter } from '../load.ts'
import { isUnsettled } from '../rules.ts'
import type { CallReport } from '../schema.ts'
import {
  claimFiling,
  findFiling,
  findFilingByReference,
  forgetFilings,
  insertFiling,
  isUnderWay,
  saveAnswer,
  saveInput,
} from '../store/client-filings.ts'
import {
  FILINGS_KEPT_DAYS,
  inputText,
  lookupBy,
  nextStep,
  referenceIn,
  stateAfter,
} from './rules.ts'
import type { Client, ClientFiling, Filed } from './schema.ts'

/** One client at one service. */
export interface Door {
  station: Station
  client: Client
  adapterId: string
}

/**
 * Files once for a key. The same again gives the same answer; what is in doubt is settled by a lookup
 * before anything is sent again.
 * @throws Failure conflict for another input, or a desk; invalid for what the agency would refuse
 */
export async function submitFor(door: Door, key: string, input: Input): Promise<Filed> {
  const { station, client, adapterId } = door
  const adapter = machineOf(door)
  const name = { clientId: client.clientId, adapterId, keyHash: keyHashOf(door, key) }
  const inputHash = station.secrets.hash('gateway input', inputText(input))
  const known = await findFiling(station.db, name)
  if (!known) refuseWrong(station, adapterId, input)
  const filing = known ?? (await addFiling(door, { ...name, inputHash }, input))

  const step = nextStep(filing, inputHash)
  if (step === 'conflict') throw conflict('key_used')
  if (step === 'forgotten') throw conflict('forgotten')
  if (step === 'answer') return { outcome: await openOutcome(station, filing), isReplay: true }
  if (step === 'send') return { outcome: await send(door, filing, input), isReplay: false }
  const settled = await settle(door, adapter, filing, input)
  if (settled) return { outcome: settled, isReplay: true }
  return { outcome: await send(door, filing, input), isReplay: false }
}

/** How a filing stands: asked of the agency where it can be asked, else what it said last. */
export async function lookupFor(
  door: Door,
  by: { key: string } | { reference: string },
): Promise<Outcome | null> {
  const { station, adapterId } = door
  const adapter = machineOf(door)
  const filing = await ownFiling(door, by)
  if (!filing?.sealedInput) return null
  const input = await openInput(station, filing)
  const last = filing.sealedOutcome ? await openOutcome(station, filing) : null
  const asked = lookupBy(adapter.describe, filing.agencyKey, referenceIn(last))
  if (!asked) return last ?? { kind: 'unknown', cause: 'no_lookup' }
  if (filing.state === 'ready' && filing.sentAt === null) return null
  const { sentAt } = filing
  const args = { by: asked, input, ...(sentAt && isDoubtful(filing) ? { sentAt } : {}) }
  const { outcome } = await callAdapter(station, adapterId, 'lookup', args)
  if (outcome === null) {
    if (isDoubtful(filing) && (await isUnderWay(station.db, filing))) {
      return { kind: 'unknown', cause: 'under_way' }
    }
    // Some agencies no longer know what was taken back.
    return last?.kind === 'rejected' && last.isWithdrawn ? last : null
  }
  if (!isTrouble(outcome)) await keep(door, filing, outcome)
  return outcome
}

/** @throws Failure not_found for a number that is not of this client's filings */
export async function withdrawFor(door: Door, reference: string): Promise<Withdrawal> {
  const { station, adapterId } = door
  machineOf(door)
  const { filing, input } = await filingOf(door, reference)
  const args = { reference, input }
  const { outcome } = await callAdapter(station, adapterId, 'withdraw', args)
  if (outcome.kind === 'withdrawn') await keep(door, filing, withdrawnOutcome(reference))
  return outcome
}

/** @throws Failure not_found, also where the agency's system takes no corrections */
export async function correctFor(door: Door, reference: string, input: Input): Promise<Outcome> {
  const { station, adapterId } = door
  if (!machineOf(door).describe.semantics.correct) {
    throw new Failure('not_found', 'adapters.gateway_no_correct', nothing('not_offered'))
  }
  const { filing } = await filingOf(door, reference)
  refuseWrong(station, adapterId, input)
  const { outcome } = await callAdapter(station, adapterId, 'correct', { reference, input })
  if (!isTrouble(outcome)) {
    await saveInput(station.db, filing.agencyKey, await sealed(station, filing, input))
    await keep(door, filing, outcome)
  }
  return outcome
}

/** @throws Failure conflict for a desk: whoever works there has cases, not keys */
export function machineOf({ station, adapterId }: Pick<Door, 'station' | 'adapterId'>): Adapter {
  const adapter = getAdapter(station, adapterId)
  if (adapter.describe.kind === 'desk') {
    throw new Failure('conflict', 'adapters.gateway_by_hand', nothing('by_hand'))
  }
  return adapter
}

/** Forgets what people wrote; the hashes stay, so that an old key still files nothing. */
export async function forgetOldFilings(station: Station): Promise<void> {
  const before = new Date(station.clock.now().getTime() - FILINGS_KEPT_DAYS * 86_400_000)
  await station.db.transaction().execute(async (tx) => {
    for (const keyId of await forgetFilings(tx, before, 500)) {
      await station.secrets.destroy(tx, keyId)
    }
  })
}

/** A doubt: found at the agency, still open, or (null) free to be sent again. */
async function settle(
  door: Door,
  adapter: Adapter,
  filing: ClientFiling,
  input: Input,
): Promise<Outcome | null> {
  const { station, adapterId } = door
  const { sentAt } = filing
  if (await isUnderWay(station.db, filing)) return { kind: 'unknown', cause: 'under_way' }
  const by = lookupBy(adapter.describe, filing.agencyKey, null)
  if (!by || !sentAt) return { kind: 'unknown', cause: 'no_lookup' }
  if (isUnsettled(adapter.describe.semantics, sentAt, station.clock.now())) {
    return { kind: 'unknown', cause: 'not_settled_yet' }
  }
  const { outcome } = await callAdapter(station, adapterId, 'lookup', { by, input, sentAt })
  if (outcome === null) return null
  if (isTrouble(outcome)) return { kind: 'unknown', cause: outcome.cause }
  await keep(door, filing, outcome)
  return outcome
}

async function send(door: Door, filing: ClientFiling, input: Input): Promise<Outcome> {
  const { station, adapterId } = door
  const report: CallReport<'submit'> = await callAdapter(station, adapterId, 'submit', {
    key: filing.agencyKey,
    input,
    beforeSend: async () => {
      if (!(await claimFiling(station.db, filing, station.clock.now()))) {
        throw conflict('under_way')
      }
    },
  })
  if (report.isTried) await keep(door, filing, report.outcome)
  return report.outcome
}

async function addFiling(
  door: Door,
  name: Pick<ClientFiling, 'clientId' | 'adapterId' | 'keyHash' | 'inputHash'>,
  input: Input,
): Promise<ClientFiling> {
  const { db, secrets, clock } = door.station
  return db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    const agencyKey = `gw-${secrets.hash('gateway agency key', Object.values(name).slice(0, 3).join('\0')).slice(0, 32)}`
    const sealedInput = await secrets.seal(tx, keyId, JSON.stringify(input))
    const isNew = await insertFiling(tx, { ...name, agencyKey, keyId, sealedInput }, clock.now())
    if (!isNew) await secrets.destroy(tx, keyId)
    const filing = await findFiling(tx, name)
    if (!filing) throw conflict('under_way')
    return filing
  })
}

const ownFiling = (door: Door, by: { key: string } | { reference: string }) => {
  const { station, client, adapterId } = door
  const mine = { clientId: client.clientId, adapterId }
  return 'key' in by
    ? findFiling(station.db, { ...mine, keyHash: keyHashOf(door, by.key) })
    : findFilingByReference(station.db, mine, referenceHashOf(station, by.reference))
}

async function filingOf(door: Door, reference: string) {
  const filing = await ownFiling(door, { reference })
  if (!filing?.sealedInput) {
    throw new Failure('not_found', 'adapters.gateway_no_filing', nothing('no_such_filing'))
  }
  return { filing, input: await openInput(door.station, filing) }
}

async function keep({ station }: Door, filing: ClientFiling, outcome: Outcome): Promise<void> {
  const reference = referenceIn(outcome)
  await saveAnswer(station.db, filing.agencyKey, {
    state: stateAfter(outcome),
    sealedOutcome: await sealed(station, filing, outcome),
    referenceHash: reference === null ? null : referenceHashOf(station, reference),
    at: station.clock.now(),
  })
}

const sealed = ({ db, secrets }: Station, { keyId }: ClientFiling, content: unknown) =>
  secrets.seal(db, keyId, JSON.stringify(content))

async function opened(station: Station, { keyId }: ClientFiling, box: Uint8Array | null) {
  if (!box) throw conflict('forgotten')
  return JSON.parse(await station.secrets.openText(station.db, keyId, box)) as unknown
}
const openOutcome = async (station: Station, filing: ClientFiling) =>
  (await opened(station, filing, filing.sealedOutcome)) as Outcome
const openInput = async (station: Station, filing: ClientFiling) =>
  (await opened(station, filing, filing.sealedInput)) as Input

function refuseWrong(station: Station, adapterId: string, input: Input): void {
  const found = checkInput(station, adapterId, input, station.clock.now())
  const problems = found
    .filter(({ level }) => level !== 'info')
    .map((problem) => ({ ...problem, pointer: `/input${problem.pointer}` }))
  if (problems.length > 0) {
    throw new Failure('invalid', 'core.invalid', { problems, ...nothing('input_wrong') })
  }
}

const isTrouble = (outcome: Outcome): outcome is Extract<Outcome, { cause: string }> =>
  outcome.kind === 'unavailable' || outcome.kind === 'unknown'
const isDoubtful = ({ state }: ClientFiling) => state === 'sent' || state === 'unknown'

const keyHashOf = ({ station, client }: Door, key: string) =>
  station.secrets.hash('gateway key', `${client.clientId}\0${key}`)
const referenceHashOf = (station: Station, reference: string) =>
  station.secrets.hash('gateway reference', reference)

const withdrawnOutcome = (reference: string): Outcome => ({
  kind: 'rejected',
  reference,
  reasons: [{ text: words('已由申請人撤回。', 'Taken back by the applicant.') }],
  isWithdrawn: true,
})

/** Of another input, a request under way, or a filing long past: there is one of that key. */
const conflict = (cause: 'key_used' | 'under_way' | 'forgotten') =>
  new Failure('conflict', `adapters.gateway_${cause}`, { members: { cause } })

const nothing = (cause: string) => ({ members: { cause, nothingRecorded: true } })
