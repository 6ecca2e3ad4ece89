// Jobs of voices. Each calls one action and may run twice.

import type { JobDefinition } from '../core/jobs.ts'
import { answerReporters, judgeFindings, TELL_REPORTER, tellReporter } from './actions/judging.ts'
import { countLedger } from './actions/ledger-count.ts'
import { ANSWER_REPORTERS, openRound } from './actions/rounds.ts'
import { countServed } from './actions/served.ts'
import { countSignals } from './actions/signals.ts'
import { TRY_PUBLISHING, tryPublishing } from './actions/trials.ts'
import { keepWeighings } from './actions/weighings.ts'
import { forgetDevices } from './store/reports.ts'

/** A run of the responsible may have been the last thing a version waited for. */
const publishing: JobDefinition = {
  name: TRY_PUBLISHING,
  handle: async (station) => {
    await tryPublishing(station)
    await keepWeighings(station)
  },
}

/** An emergency begins and ends by the clock, and owners write down whom they told since. */
const weighings: JobDefinition = {
  name: 'voices.weighings',
  everySeconds: 3600,
  handle: keepWeighings,
}

/** An hour late is early enough for a week. */
const ledger: JobDefinition = { name: 'voices.ledger', everySeconds: 3600, handle: countLedger }

/** Drafts given up are signals first, and then people who came and could not. */
const signals: JobDefinition = {
  name: 'voices.signals',
  everySeconds: 3600,
  handle: async (station) => {
    await countSignals(station)
    await countServed(station)
  },
}

/** A decision is everybody's at once; whoever told of it hears by themselves. */
const answer: JobDefinition = {
  name: ANSWER_REPORTERS,
  handle: (station, { decisionId }) => answerReporters(station, String(decisionId)),
}

/** One mail each: one that does not arrive keeps nobody else waiting. */
const telling: JobDefinition = {
  name: TELL_REPORTER,
  handle: (station, { accountId, findingId, decisionId }) =>
    tellReporter(station, {
      accountId: String(accountId),
      findingId: String(findingId),
      decisionId: decisionId === null ? null : String(decisionId),
    }),
}

/** The week's round opens, and changes that ran for a week are judged. */
const round: JobDefinition = {
  name: 'voices.round',
  everySeconds: 3600,
  handle: async (station) => {
    await openRound(station)
    await judgeFindings(station)
  },
}

const DEVICE_DAYS = 30

const forgetting: JobDefinition = {
  name: 'voices.forget_devices',
  everySeconds: 86_400,
  handle: ({ db, clock }) =>
    forgetDevices(db, new Date(clock.now().getTime() - DEVICE_DAYS * 86_400_000)),
}

export const jobs = [publishing, weighings, ledger, signals, answer, telling, round, forgetting]
