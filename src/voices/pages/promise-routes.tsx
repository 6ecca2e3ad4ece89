// The public pages of the promise to all and of the first testers, and what they add to other pages:
// a version's page, and the pages of a draft that belongs to a closed test.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { TrialPart } from '../../cases/index.ts'
import { allow, everyone, staff } from '../../core/access.ts'
import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure, type LocalText } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { listGateResults } from '../../core/gates.ts'
import { say } from '../../core/i18n.ts'
import { newPages, type Web } from '../../core/web.ts'
import {
  findWaitingVersion,
  getVersion,
  type Journey,
  listJourneys,
  listWaitingVersions,
  type VersionPart,
} from '../../journeys/index.ts'
import { listRuns, listRunsOf } from '../actions/trials.ts'
import { listWeighings } from '../store/weighings.ts'
import { readWeighing } from '../weighing-files.ts'
import { PromiseSummary, TrialNotice, TrialsListPage } from './promise-parts.tsx'
import { TrialsPage, type TriedVersion } from './trials-view.tsx'
import { WeighingPage } from './weighing-view.tsx'

export const promisePages = newPages()

promisePages.get('/voices/trials', allow(everyone), async (c) => {
  const { t, db, lang } = c.var
  const waiting = await listWaitingVersions(db)
  const published = await listJourneys(db)
  const isNew = ({ journeyId }: { journeyId: string }) =>
    !published.some(({ id }) => id === journeyId)
  const journeys = [...published, ...waiting.filter(isNew).map(({ definition }) => definition)]
  const lines = journeys.map(({ id, title }) => ({
    id,
    title: say(title, lang),
    waiting: waiting.find(({ journeyId }) => journeyId === id)?.version ?? null,
  }))
  const frame = frameOf(c, { title: t('voices.trial.list_title') })
  return c.html(<TrialsListPage frame={frame} lines={lines} />)
})

promisePages.get('/voices/trials/:journey', allow(everyone), async (c) => {
  const { t, db, lang, station, now } = c.var
  const journeyId = c.req.param('journey')
  const versions = await versionsToTry(c, journeyId)
  const journey = versions[0]?.journey
  if (!journey) throw new Failure('not_found', 'journeys.not_found')
  const title = t('voices.trial.title', { title: say(journey.title, lang) })
  return c.html(
    <TrialsPage
      frame={frameOf(c, { title })}
      journeyId={journeyId}
      owner={journey.owner.name}
      versions={versions}
      runs={await listRuns(station, db, journeyId)}
      pageTitle={(id) => {
        const page = journey.pages.find((one) => one.id === id)
        return page ? say(page.title, lang) : t('voices.trial.last_page')
      }}
      isStaff={await staff(c)}
      hasEnded={c.req.query('ended') !== undefined}
      now={now}
    />,
  )
})

/** The one that waits, then the newest published; either may be missing. */
async function versionsToTry(
  c: Context<Web>,
  journeyId: string,
): Promise<(TriedVersion & { journey: Journey })[]> {
  const { db, station } = c.var
  const waiting = await findWaitingVersion(db, journeyId)
  const published = await newestOf(db, journeyId)
  const known = [
    ...(waiting ? [{ ...waiting, missing: await missingOf(db, waiting, 'told') }] : []),
    ...(published ? [{ ...published, missing: null }] : []),
  ]
  return Promise.all(
    known.map(async ({ version, digest, definition, missing }) => ({
      version,
      journey: definition,
      missing,
      runs: await listRunsOf(station, db, { journeyId, version, digest }),
    })),
  )
}

async function newestOf(db: Db, journeyId: string) {
  try {
    return await getVersion(db, journeyId)
  } catch (failure) {
    // A journey whose first version waits has none that is published.
    if (failure instanceof Failure && failure.kind === 'not_found') return null
    throw failure
  }
}

/** What one gate said of it; the ways not gone are a table of their own. */
async function missingOf(
  db: Db,
  { journeyId, version }: { journeyId: string; version: number },
  gate: string,
): Promise<LocalText[]> {
  const results = await listGateResults(db, { what: 'journey', id: journeyId, version })
  return results
    .filter((result) => result.gate === gate && result.state === 'failed')
    .flatMap(({ findings }) => findings)
}

promisePages.get('/voices/weighings/:journey/:version', allow(everyone), async (c) => {
  const { t, db, lang, station, now } = c.var
  const journeyId = c.req.param('journey')
  const version = Number(c.req.param('version'))
  if (!Number.isInteger(version)) throw new Failure('not_found', 'journeys.not_found')
  const waiting = await findWaitingVersion(db, journeyId)
  const isWaiting = waiting?.version === version
  const { definition } = isWaiting ? waiting : await getVersion(db, journeyId, version)
  const all = await listWeighings(db, { what: 'journey', id: journeyId })
  const kept = all.find((one) => one.version === version) ?? null
  const title = t('voices.weighing.title', { title: say(definition.title, lang), version })
  return c.html(
    <WeighingPage
      frame={frameOf(c, { title })}
      journeyId={journeyId}
      version={version}
      weighing={kept?.content ?? readWeighing(station, { id: journeyId, version })}
      missing={isWaiting ? await missingOf(db, waiting, 'told') : null}
      versions={all.map((one) => one.version)}
      keptAt={kept?.keptAt ?? null}
      changedAt={kept?.changedAt ?? null}
      today={taipeiDay(now)}
      now={now}
    />,
  )
})

/** On a version's own page, and wherever a service's journey is shown. */
export const promisePart: VersionPart = async (c, { journeyId, version, digest, definition }) => {
  const { db, station, lang, t, now } = c.var
  // A city without this module shows nothing of it.
  if (station.city.modulesOff.includes('voices')) return null
  const runs = await listRunsOf(station, db, { journeyId, version, digest })
  const waiting = await findWaitingVersion(db, journeyId)
  return (
    <PromiseSummary
      t={t}
      lang={lang}
      journeyId={journeyId}
      version={version}
      owner={definition.owner.name}
      runs={runs}
      weighing={readWeighing(station, { id: journeyId, version })}
      waiting={waiting?.version ?? null}
      now={now}
    />
  )
}

/** For the page of a service that has a journey; null before one is published. */
export async function promiseOf(c: Context<Web>, journeyId: string): Promise<Child> {
  const version = await newestOf(c.var.db, journeyId)
  return version && promisePart(c, version)
}

export const trialNotice: TrialPart = (c, at) => <TrialNotice t={c.var.t} {...at} />
