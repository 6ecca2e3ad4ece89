// What everybody may read: whom we miss, the story of a finding, the rounds.

import type { Context } from 'hono'
import { z } from 'zod'
import { allow, everyone } from '../../../core/access.ts'
import { taipeiDay } from '../../../core/clock.ts'
import { Failure } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say } from '../../../core/i18n.ts'
import { newPages, type Web } from '../../../core/web.ts'
import { mondayOf } from '../../../core/weeks.ts'
import { isLead } from '../../../people/index.ts'
import { getPlaces } from '../../../places/index.ts'
import { judgeInTurn } from '../../actions/judging.ts'
import { findMustDecide, getFinding } from '../../actions/rounds.ts'
import { signalsOf } from '../../actions/signals.ts'
import { mayKeep } from '../../rules/access.ts'
import { endedWeeks } from '../../rules/ledger.ts'
import type { Finding, Round } from '../../schema/finding.ts'
import { type FindingState, SMALLEST_SHOWN } from '../../schema/words.ts'
import { findService, getService, listServices } from '../../services.ts'
import { findMedianWait, listDecisionsIn, listDecisionsOf } from '../../store/decisions.ts'
import { listDistricts, listFindings, listWeeks } from '../../store/findings.ts'
import { listReportsIn } from '../../store/reports.ts'
import { findRound, listRounds } from '../../store/rounds.ts'
import { promiseOf } from '../promise-routes.tsx'
import { SignalsTable } from '../served/parts.tsx'
import { titleOf } from '../words.ts'
import { FindingPage } from './finding-view.tsx'
import { MissedPage, ServicePage } from './missed-view.tsx'
import { RoundPage, RoundsPage } from './round-view.tsx'

export const findingPages = newPages()

const LIVE: FindingState[] = ['open', 'changing', 'answered', 'quiet']
const SHOWN = 100
const CLOSED_SHOWN = 10
const QUOTES_SHOWN = 5
const ROUNDS_SHOWN = 26
const SIGNAL_WEEKS = 4
const MEDIAN_WEEKS = 26

findingPages.get('/voices', allow(everyone), async (c) => {
  const { t, replica, station, now } = c.var
  const today = taipeiDay(now)
  const [since = today] = endedWeeks(today, MEDIAN_WEEKS).slice(-1)
  const [findings, closed, rounds, median] = await Promise.all([
    listFindings(replica, { today, states: LIVE, limit: SHOWN }),
    listFindings(replica, { today, states: ['closed'], limit: CLOSED_SHOWN }),
    listRounds(replica, { limit: 1 }),
    findMedianWait(replica, since),
  ])
  return c.html(
    <MissedPage
      frame={frameOf(c, { title: t('voices.missed.title'), wide: true })}
      findings={findings}
      closed={closed}
      services={listServices(station)}
      round={rounds[0] ?? null}
      median={median}
      signals={await signalsTable(c, null)}
      isDemo={station.config.sandbox}
    />,
  )
})

findingPages.get('/voices/services/:id', allow(everyone), async (c) => {
  const { lang, replica, station, now } = c.var
  const service = getService(station, c.req.param('id'))
  const findings = await listFindings(replica, {
    today: taipeiDay(now),
    serviceId: service.id,
    limit: SHOWN,
  })
  return c.html(
    <ServicePage
      frame={frameOf(c, { title: say(service.name, lang), wide: true })}
      service={service}
      findings={findings}
      signals={await signalsTable(c, service.id)}
      promise={service.journey ? await promiseOf(c, service.journey) : null}
    />,
  )
})

async function signalsTable(c: Context<Web>, serviceId: string | null) {
  const { t, lang, station, replica, now } = c.var
  const today = taipeiDay(now)
  const weeks = [mondayOf(today), ...endedWeeks(today, SIGNAL_WEEKS)]
  const signals = await signalsOf(replica, { serviceId, weeks })
  return (
    <SignalsTable
      t={t}
      lang={lang}
      station={station}
      signals={signals}
      isOfAll={serviceId === null}
    />
  )
}

findingPages.get('/findings/:id', allow(everyone), async (c) => {
  const { t, lang, db, station, actor, now } = c.var
  const finding = await findingAsked(c)
  const { findingId, people } = finding
  const isShown = people >= SMALLEST_SHOWN
  const today = taipeiDay(now)
  const decisions = await judgeInTurn(db, await listDecisionsOf(db, findingId), today)
  const quotes = { findingId, quotable: true, limit: QUOTES_SHOWN }
  const service = findService(station, finding.serviceId)
  const isKeeper = service !== null && mayKeep(actor, service)
  return c.html(
    <FindingPage
      frame={frameOf(c, { title: titleOf(finding, t, lang) })}
      finding={finding}
      service={service}
      weeks={await listWeeks(db, findingId)}
      places={isShown ? await listDistricts(db, finding) : []}
      districts={getPlaces(station).districts.districts}
      quotes={isShown ? await listReportsIn(db, quotes) : []}
      decisions={decisions}
      mayKeep={isKeeper}
      others={isKeeper ? await othersOf(c, finding) : []}
    />,
  )
})

async function othersOf(c: Context<Web>, { serviceId, findingId }: Finding): Promise<Finding[]> {
  const today = taipeiDay(c.var.now)
  const all = await listFindings(c.var.db, { today, serviceId, states: LIVE, limit: SHOWN })
  return all.filter((other) => other.findingId !== findingId)
}

export async function findingAsked(c: Context<Web>): Promise<Finding> {
  const id = c.req.param('id') ?? ''
  if (!z.uuid().safeParse(id).success) throw new Failure('not_found', 'voices.finding.not_found')
  return getFinding(c.var.station, c.var.db, id)
}

findingPages.get('/rounds', allow(everyone), async (c) => {
  const { t, replica } = c.var
  const asked = z.iso.date().safeParse(c.req.query('before'))
  const before = asked.success ? asked.data : undefined
  const rounds = await listRounds(replica, { before, limit: ROUNDS_SHOWN })
  const last = rounds.at(-1)
  const nextHref =
    last && rounds.length === ROUNDS_SHOWN ? `/rounds?before=${last.heldOn}` : undefined
  return c.html(
    <RoundsPage
      frame={frameOf(c, { title: t('voices.round.list_title') })}
      rounds={rounds}
      nextHref={nextHref}
    />,
  )
})

findingPages.get('/rounds/:day', allow(everyone), async (c) => {
  const asked = z.iso.date().safeParse(c.req.param('day'))
  const round = asked.success ? await findRound(c.var.db, { heldOn: asked.data }) : null
  if (!round) throw new Failure('not_found', 'voices.round.not_found')
  return c.html(await roundPage(c, round, null))
})

export async function roundPage(c: Context<Web>, round: Round, error: string | null) {
  const { t, db, station, actor, now } = c.var
  const today = taipeiDay(now)
  const decided = await listDecisionsIn(db, round.roundId)
  const decisions = await Promise.all(
    decided.map(async (decision) => ({
      decision,
      finding: await getFinding(station, db, decision.findingId),
    })),
  )
  const findings = await listFindings(db, { today, states: ['open', 'quiet'], limit: SHOWN })
  const isKept = (finding: Finding) => {
    const service = findService(station, finding.serviceId)
    return service !== null && mayKeep(actor, service)
  }
  return (
    <RoundPage
      frame={frameOf(c, {
        title: t('voices.round.title', { day: round.heldOn }),
        wide: true,
        hasError: error !== null,
      })}
      round={round}
      decisions={decisions}
      findings={findings}
      mustId={(await findMustDecide(db, today))?.findingId}
      serviceOf={(id) => findService(station, id)}
      mayKeep={isKept}
      mayClose={round.state === 'open' && actor !== null && isLead(actor)}
      error={error}
    />
  )
}
