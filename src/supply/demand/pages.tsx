// Routes of supply against demand, and of what residents suggest.

import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { limit } from '../../core/rate-limit.ts'
import { newPages, type Web } from '../../core/web.ts'
import { keeper } from '../access.ts'
import { frameOf } from '../frame.ts'
import { getProgramme } from '../programmes.ts'
import { listPublished } from '../ration/rations.ts'
import { listAnswered } from '../store/suggestions.ts'
import { demandOf } from './demand.ts'
import {
  answerSuggestion,
  dropUnanswered,
  LONGEST_ANSWER,
  LONGEST_SUGGESTION,
  listToAnswer,
  suggest,
} from './suggestions.ts'
import { SuggestionsDeskPage } from './suggestions-view.tsx'
import { DemandPage } from './view.tsx'

export const demandPages = newPages()

/** The rules of the last weeks; all of them have a page of their own. */
const RULES_SHOWN = 3
const DESK = '/desk/supply/:programme/suggestions'
type Page = Context<Web>

demandPages.get('/supply/:programme/demand', allow(everyone), (c) =>
  page(c, { words: '', error: undefined }, 200),
)

async function page(
  c: Page,
  typed: { words: string; error: string | undefined },
  status: 200 | 422,
) {
  const { station, db, now, t, lang } = c.var
  const programme = getProgramme(station, c.req.param('programme') ?? '')
  const title = t('demand.title', { programme: say(programme.title, lang) })
  const rules = (await listPublished(station, db, programme.id))
    .filter(({ version }) => new Date(version.from) <= now)
    .slice(-RULES_SHOWN)
    .reverse()
  const asked = c.req.query('item')
  const item = programme.items.find(({ id }) => id === asked) ?? programme.items[0]
  const hasError = typed.error !== undefined
  return c.html(
    <DemandPage
      frame={frameOf(c, { title, wide: true, hasError })}
      programme={programme}
      itemId={item?.id ?? ''}
      demand={await demandOf(station, programme.id)}
      rules={rules}
      isDemo={station.config.sandbox}
      suggestions={await listAnswered(db, programme.id)}
      suggestionId={randomUUID()}
      typed={typed}
      isSent={c.req.query('sent') !== undefined}
    />,
    status,
  )
}

const perHome = limit('supply-suggestion', { points: 6, perSeconds: 3600 })

demandPages.post('/supply/:programme/suggestions', allow(everyone), perHome, async (c) => {
  const { programme: programmeId } = c.req.param()
  const { suggestion, words: said } = await c.req.parseBody()
  const id = z.uuid().safeParse(suggestion)
  if (!id.success) throw new Failure('invalid', 'owners.not_understood')
  const words = typeof said === 'string' ? said.trim() : ''
  const error = words === '' ? 'missing' : words.length > LONGEST_SUGGESTION ? 'long' : null
  if (error) return page(c, { words, error: c.var.t(`demand.suggestion_${error}`) }, 422)
  await suggest(c.var.station, { programmeId, suggestionId: id.data, words })
  return c.redirect(`/supply/${programmeId}/demand?sent=1#words`, 303)
})

demandPages.get(DESK, allow(keeper), (c) => deskPage(c, null, 200))

demandPages.post(`${DESK}/:suggestion/answer`, allow(keeper), async (c) => {
  const { suggestion: suggestionId } = c.req.param()
  const { answer: said } = await c.req.parseBody()
  const answer = typeof said === 'string' ? said.trim() : ''
  if (answer === '' || answer.length > LONGEST_ANSWER) {
    return deskPage(c, { suggestionId, error: c.var.t('demand.answer_missing') }, 422)
  }
  await answerSuggestion(c.var.station, lookedAt(c), answer)
  return c.redirect(`${deskOf(c)}?done=1`, 303)
})

demandPages.post(`${DESK}/:suggestion/removal`, allow(keeper), async (c) => {
  await dropUnanswered(c.var.station, lookedAt(c))
  return c.redirect(`${deskOf(c)}?done=1`, 303)
})

const deskOf = (c: Page) => `/desk/supply/${c.req.param('programme')}/suggestions`

function lookedAt(c: Page) {
  const id = z.uuid().safeParse(c.req.param('suggestion'))
  const { actor } = c.var
  if (!id.success || !actor) throw new Failure('not_found', 'demand.no_suggestion')
  return { programmeId: c.req.param('programme') ?? '', suggestionId: id.data, actor }
}

async function deskPage(
  c: Page,
  wrong: { suggestionId: string; error: string } | null,
  status: 200 | 422,
) {
  const { station, db, t, lang } = c.var
  const { id, title } = getProgramme(station, c.req.param('programme') ?? '')
  const words = t('demand.desk_title', { programme: say(title, lang) })
  return c.html(
    <SuggestionsDeskPage
      frame={frameOf(c, { title: words, noIndex: true, hasError: wrong !== null })}
      programmeId={id}
      waiting={await listToAnswer(station, id)}
      answered={await listAnswered(db, id)}
      wrong={wrong}
      isDone={c.req.query('done') !== undefined}
    />,
    status,
  )
}
