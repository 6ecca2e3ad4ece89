// Wishes that two systems be connected: anybody's, in public. Each gets the day of its answer at
// once, as a promise that the city keeps or is seen not to keep.

import { randomUUID } from 'node:crypto'
import { taipeiDay } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { type Language, say } from '../../core/i18n.ts'
import { problemsOf } from '../../core/problems.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { getDesk } from '../../people/index.ts'
import { makePromise, settlePromise } from '../../promises/index.ts'
import { findWish, hideWish, insertWish, saveWishAnswer } from '../store/wishes.ts'
import { findLots } from './lots.ts'
import { answerDay, wishProblems } from './rules.ts'
import { NewWish, VERDICTS, type Wish } from './schema.ts'

/** @throws Failure invalid, naming every wrong field; not_found where the city takes none */
export async function makeWish(
  station: Station,
  given: unknown,
  language: Language,
): Promise<{ number: number; dueOn: string }> {
  const rule = findLots(station)?.wishes
  if (!rule) throw new Failure('not_found', 'adapters.wish_none_taken')
  const wish = readWish(given)
  const wishedAt = station.clock.now()
  const dueOn = answerDay(taipeiDay(wishedAt), rule.answerDays)
  const wishId = randomUUID()
  const desk = getDesk(station, rule.deskId)
  const t = station.words[language]
  return station.db.transaction().execute(async (tx) => {
    const { promiseId } = await makePromise(station, tx, {
      agencyId: desk.agency,
      by: say(desk.name, language),
      to: t('adapters.wish_promised_to'),
      what: t('adapters.wish_promised', { from: wish.fromSystem, to: wish.toSystem }),
      language,
      source: { module: 'adapters', ref: `wish:${wishId}`, url: '/services/wishes' },
      dueOn,
    })
    const row = { ...wish, wishId, language, wishedAt, dueOn, promiseId }
    return { number: await insertWish(tx, row), dueOn }
  })
}

function readWish(given: unknown): NewWish {
  const read = NewWish.safeParse(given)
  const problems = read.success ? wishProblems(read.data) : problemsOf(read.error)
  if (!read.success || problems.length > 0)
    throw new Failure('invalid', 'core.invalid', { problems })
  return read.data
}

/**
 * Answers in public, which keeps the promise.
 * @throws Failure forbidden for another agency's staff, conflict when it was answered before
 */
export async function answerWish(
  station: Station,
  number: number,
  { actor, answer, verdict }: { actor: Actor; answer: string; verdict: string },
): Promise<void> {
  const wish = await getWish(station, number)
  const known = VERDICTS.find((one) => one === verdict)
  const problems = [
    ...(known ? [] : [{ pointer: '/verdict', message: 'adapters.wish_verdict_missing' }]),
    ...(answer.trim() === '' || answer.length > 2000
      ? [{ pointer: '/answer', message: 'adapters.wish_answer_missing' }]
      : []),
  ]
  if (!known || problems.length > 0) throw new Failure('invalid', 'core.invalid', { problems })
  await station.db.transaction().execute(async (tx) => {
    const at = station.clock.now()
    if (!(await saveWishAnswer(tx, number, { answer: answer.trim(), verdict: known, at }))) {
      throw new Failure('conflict', 'adapters.wish_answered')
    }
    await settlePromise(station, tx, {
      promiseId: wish.promiseId,
      actor,
      state: 'kept',
      why: null,
      evidenceUrl: `/services/wishes/${number}`,
    })
  })
}

/** Takes the words of a wish off the pages; its promise stays, and says that it was taken off. */
export async function takeOffWish(station: Station, number: number, actor: Actor): Promise<void> {
  const wish = await getWish(station, number)
  const t = station.words[wish.language]
  await station.db.transaction().execute(async (tx) => {
    if (!(await hideWish(tx, number, station.clock.now()))) {
      throw new Failure('conflict', 'adapters.wish_answered')
    }
    if (wish.answer !== null) return
    await settlePromise(station, tx, {
      promiseId: wish.promiseId,
      actor,
      state: 'not',
      why: t('adapters.wish_taken_off'),
      evidenceUrl: null,
    })
  })
}

/** @throws Failure not_found, also for one that was taken off */
export async function getWish(station: Station, number: number): Promise<Wish> {
  const wish =
    Number.isSafeInteger(number) && number < 2 ** 31 ? await findWish(station.db, number) : null
  if (!wish) throw new Failure('not_found', 'adapters.wish_not_found')
  return wish
}
