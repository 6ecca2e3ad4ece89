// Routes of wishes. Anybody may wish, a few times an hour; staff of the desk that promised answer.

import type { Context } from 'hono'
import { allow, everyone, staff } from '../../../core/access.ts'
import { taipeiDay } from '../../../core/clock.ts'
import { Failure } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say, sayMessage } from '../../../core/i18n.ts'
import { limit } from '../../../core/rate-limit.ts'
import { newPages, type Web } from '../../../core/web.ts'
import { getDesk } from '../../../people/index.ts'
import { findPromise, maySettle } from '../../../promises/index.ts'
import { listWishes } from '../../store/wishes.ts'
import { findLots } from '../lots.ts'
import { answerWish, getWish, makeWish, takeOffWish } from '../wishes.ts'
import { wishesFeed } from './feed.ts'
import { type Errors, WishesPage, WishForm, WishPage } from './wishes.tsx'

const SHOWN = 50
/** More than a person has to wish for; a program in a loop stops here. */
export const WISH_LIMIT = { points: 5, perSeconds: 3600 }

export const wishPages = newPages()

wishPages.get('/services/wishes', allow(everyone), async (c) => {
  const { t, replica, now } = c.var
  const before = /^\d{1,9}$/.test(c.req.query('before') ?? '')
    ? Number(c.req.query('before'))
    : null
  const wishes = await listWishes(replica, SHOWN, before)
  const last = wishes.at(-1)?.number ?? 1
  return c.html(
    <WishesPage
      frame={frameOf(c, { title: t('adapters.wishes_title'), wide: true })}
      wishes={wishes}
      today={taipeiDay(now)}
      nextHref={wishes.length === SHOWN && last > 1 ? `/services/wishes?before=${last}` : undefined}
    />,
  )
})

wishPages.get('/services/wishes.atom', allow(everyone), async (c) => {
  const { t, replica, now, lang, station } = c.var
  const text = wishesFeed({
    wishes: await listWishes(replica, SHOWN, null),
    baseUrl: station.config.baseUrl,
    cityName: say(station.city.name, lang),
    lang,
    t,
    now,
  })
  return c.body(text, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' })
})

wishPages.get('/services/wishes/new', allow(everyone), (c) => c.html(wishForm(c, {}, {})))

wishPages.post('/services/wishes', allow(everyone), limit('wishes', WISH_LIMIT), async (c) => {
  const typed = await typedIn(c, ['fromSystem', 'toSystem', 'why'])
  try {
    const { number } = await makeWish(c.var.station, typed, c.var.lang)
    return c.redirect(`/services/wishes/${number}`, 303)
  } catch (failure) {
    return c.html(wishForm(c, typed, errorsOf(c, failure)), 422)
  }
})

wishPages.get('/services/wishes/:number', allow(everyone), async (c) =>
  c.html(await wishPage(c, {}, {})),
)

wishPages.post('/services/wishes/:number/answer', allow(staff), async (c) => {
  const typed = await typedIn(c, ['answer', 'verdict'])
  const { actor, station } = c.var
  if (!actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  const { answer = '', verdict = '' } = typed
  try {
    await answerWish(station, numberOf(c), { actor, answer, verdict })
  } catch (failure) {
    return c.html(await wishPage(c, typed, errorsOf(c, failure)), 422)
  }
  return c.redirect(`/services/wishes/${numberOf(c)}`, 303)
})

wishPages.post('/services/wishes/:number/take-off', allow(staff), async (c) => {
  const { actor, station } = c.var
  if (!actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  await takeOffWish(station, numberOf(c), actor)
  return c.redirect('/services/wishes', 303)
})

function wishForm(c: Context<Web>, typed: Record<string, string>, errors: Errors) {
  const rule = findLots(c.var.station)?.wishes
  if (!rule) throw new Failure('not_found', 'adapters.wish_none_taken')
  const hasError = Object.keys(errors).length > 0
  return (
    <WishForm
      frame={frameOf(c, { title: c.var.t('adapters.wish_new'), hasError })}
      typed={typed}
      errors={errors}
      answerDays={rule.answerDays}
      desk={getDesk(c.var.station, rule.deskId).name}
    />
  )
}

async function wishPage(c: Context<Web>, typed: Record<string, string>, errors: Errors) {
  const { station, db, now, actor, t } = c.var
  const wish = await getWish(station, numberOf(c))
  const promise = await findPromise(db, wish.promiseId)
  const mayAnswer =
    actor !== null && promise !== null && maySettle({ ...promise, state: 'open' }, actor).ok
  const title = t('adapters.wish_between', { from: wish.fromSystem, to: wish.toSystem })
  const hasError = Object.keys(errors).length > 0
  return (
    <WishPage
      frame={frameOf(c, { title, hasError })}
      wish={wish}
      today={taipeiDay(now)}
      answering={mayAnswer ? { typed, errors } : null}
    />
  )
}

const numberOf = (c: Context<Web>): number => {
  const number = c.req.param('number') ?? ''
  return /^\d{1,9}$/.test(number) ? Number(number) : Number.NaN
}

export async function typedIn(c: Context<Web>, names: string[]): Promise<Record<string, string>> {
  const form = await c.req.parseBody()
  return Object.fromEntries(
    names.map((name) => [name, typeof form[name] === 'string' ? (form[name] as string) : '']),
  )
}

/** By field; anything that is not about a field goes on its way. */
export function errorsOf(c: Context<Web>, failure: unknown): Errors {
  if (!(failure instanceof Failure) || failure.kind !== 'invalid') throw failure
  const { lang, t } = c.var
  return Object.fromEntries(
    failure.problems.map(({ pointer, message, values }) => [
      pointer.split('/')[1] ?? '',
      sayMessage(message, lang, t, values),
    ]),
  )
}
