// The public pages of promises, and the one form on them.

import type { Context } from 'hono'
import { z } from 'zod'
import { allow, everyone, staff } from '../../core/access.ts'
import { taipeiDay } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { sayMessage } from '../../core/i18n.ts'
import { listEntriesAbout } from '../../core/openlog.ts'
import { newPages, type Web } from '../../core/web.ts'
import { findAgency, listAgencies } from '../../people/index.ts'
import { handOn, settlePromise, subjectOf } from '../actions.ts'
import { maySettle, pageKey, readPageKey } from '../rules.ts'
import { FILTERS, type PublicPromise } from '../schema.ts'
import { countPromises, findPromise, listPromises } from '../store.ts'
import { handOnOf, NOTHING_TYPED, outcomeOf, readTyped, settlementOf, type Typed } from './form.ts'
import { ListPage } from './list.tsx'
import { PromisePage } from './promise.tsx'
import type { SettleProps } from './settle.tsx'

const SHOWN = 50

export const pages = newPages()

pages.get('/promises', allow(everyone), async (c) => {
  const { t, replica, now } = c.var
  const today = taipeiDay(now)
  const filter = FILTERS.find((known) => known === c.req.query('state')) ?? null
  const after = readPageKey(c.req.query('after'))
  const [counts, promises] = await Promise.all([
    countPromises(replica, today),
    listPromises(replica, { filter, today, after, limit: SHOWN }),
  ])
  const last = promises.at(-1)
  const more = last && promises.length === SHOWN
  const next = new URLSearchParams({
    ...(filter ? { state: filter } : {}),
    ...(last ? { after: pageKey(last) } : {}),
  })
  return c.html(
    <ListPage
      frame={frameOf(c, { title: t('promises.title'), wide: true })}
      today={today}
      filter={filter}
      counts={counts}
      promises={promises}
      agencyName={nameOf(c)}
      nextHref={more ? `/promises?${next}` : undefined}
    />,
  )
})

pages.get('/promises/:id', allow(everyone), async (c) => {
  const promise = await getPromise(c)
  return c.html(await promisePage(c, promise, { typed: NOTHING_TYPED, errors: {} }))
})

pages.post('/promises/:id/outcome', allow(staff), async (c) => {
  const promise = await getPromise(c)
  const typed = readTyped(await c.req.parseBody())
  try {
    await writeOutcome(c, promise.promiseId, typed)
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.kind !== 'invalid') throw failure
    const errors = wordsOf(c, failure)
    return c.html(await promisePage(c, promise, { typed, errors }), 422)
  }
  return c.redirect(`/promises/${promise.promiseId}`, 303)
})

async function writeOutcome(c: Context<Web>, promiseId: string, typed: Typed): Promise<void> {
  const { station, actor } = c.var
  if (!actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  const state = outcomeOf(typed)
  if (!state) {
    const problems = [{ pointer: '/state', message: 'promises.outcome_missing' }]
    throw new Failure('invalid', 'core.invalid', { problems })
  }
  await station.db.transaction().execute(async (tx) => {
    if (state === 'handed_on') {
      await handOn(station, tx, { promiseId, actor, to: handOnOf(typed) })
    } else {
      await settlePromise(station, tx, { promiseId, actor, ...settlementOf(typed, state) })
    }
  })
}

type Filled = Pick<SettleProps, 'typed' | 'errors'>

async function promisePage(c: Context<Web>, promise: PublicPromise, filled: Filled) {
  const { db, now, actor, station } = c.var
  const isTheirs = actor !== null && maySettle(promise, actor).ok
  const hasError = Object.keys(filled.errors).length > 0
  const others = listAgencies(station).filter(({ id }) => id !== promise.agencyId)
  return (
    <PromisePage
      frame={frameOf(c, { title: promise.what.slice(0, 60), hasError, islands: ['date'] })}
      today={taipeiDay(now)}
      promise={promise}
      entries={await listEntriesAbout(db, subjectOf(promise.promiseId))}
      agencyName={nameOf(c)}
      settle={isTheirs ? { ...filled, agencies: others } : null}
    />
  )
}

async function getPromise(c: Context<Web>): Promise<PublicPromise> {
  const id = c.req.param('id') ?? ''
  const promise = z.uuid().safeParse(id).success ? await findPromise(c.var.db, id) : null
  if (!promise) throw new Failure('not_found', 'promises.not_found')
  return promise
}

/** An agency that left the city's files keeps its id for a name. */
const nameOf = (c: Context<Web>) => (agencyId: string) =>
  findAgency(c.var.station, agencyId)?.name ?? { 'zh-TW': agencyId, en: agencyId }

function wordsOf(c: Context<Web>, failure: Failure): SettleProps['errors'] {
  const { lang, t } = c.var
  return Object.fromEntries(
    failure.problems.map(({ pointer, message, values }) => [
      pointer.slice(1),
      sayMessage(message, lang, t, values),
    ]),
  )
}
