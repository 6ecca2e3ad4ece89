// Publishing a version, in the usual way or at once, and explaining afterwards what was published at
// once. What was typed comes back with what is missing.

import type { Context } from 'hono'
import { allow } from '../../core/access.ts'
import { Failure, type LocalText } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { type Actor, newPages, type Web } from '../../core/web.ts'
import { keeper } from '../access.ts'
import { frameOf } from '../frame.ts'
import { getProgramme } from '../programmes.ts'
import { DeskRulesPage, type Sent } from './desk-view.tsx'
import {
  explainRation,
  listPublished,
  listWaiting,
  type PublishAnswer,
  publishRation,
} from './rations.ts'
import { standingOf } from './standing.ts'

export const deskRationPages = newPages()

const MOST_SIGNS = 2000
const FEWEST_SIGNS = 10

deskRationPages.get('/desk/supply/:programme/rules', allow(keeper), async (c) => {
  const done = ['published', 'explained'].find((one) => one === c.req.query('done'))
  return c.html(await deskPage(c, done ? { done } : {}))
})

deskRationPages.post('/desk/supply/:programme/rules/publications', allow(keeper), async (c) => {
  const { number, digest, isEmergency, why } = await formOf(c)
  if (isEmergency && !fits(why)) {
    return c.html(await deskPage(c, { sent: { number, text: why, isWrong: true } }), 422)
  }
  const answer = await publishRation(c.var.station, {
    programmeId: c.req.param('programme'),
    number,
    digest,
    actor: actorOf(c),
    emergencyWhy: isEmergency ? why : null,
    language: c.var.lang,
  })
  return settled(c, answer, { done: 'published', sent: { number, text: why } })
})

deskRationPages.post(
  '/desk/supply/:programme/rules/:number{[0-9]{1,6}}/explanation',
  allow(keeper),
  async (c) => {
    const number = Number(c.req.param('number'))
    const { why } = await formOf(c)
    if (!fits(why)) {
      return c.html(await deskPage(c, { sent: { number, text: why, isWrong: true } }), 422)
    }
    const answer = await explainRation(c.var.station, {
      programmeId: c.req.param('programme'),
      number,
      explanation: why,
      actor: actorOf(c),
      language: c.var.lang,
    })
    return settled(c, answer, { done: 'explained', sent: { number, text: why } })
  },
)

type Of = Context<Web, '/desk/supply/:programme/rules'>

async function settled(
  c: Of,
  answer: PublishAnswer,
  { done, sent }: { done: string; sent: Sent },
): Promise<Response> {
  const rules = `/desk/supply/${c.req.param('programme')}/rules`
  if (answer.ok) return c.redirect(`${rules}?done=${done}`, 303)
  const findings: LocalText[] = answer.results
    .filter(({ state }) => state === 'failed')
    .flatMap((result) => result.findings)
  return c.html(await deskPage(c, { sent: { ...sent, findings } }), 422)
}

async function deskPage(c: Of, how: { done?: string; sent?: Sent }) {
  const { station, db, t, lang, now } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const published = await listPublished(station, db, programme.id)
  const title = t('ration.desk_title', { programme: say(programme.title, lang) })
  return (
    <DeskRulesPage
      frame={frameOf(c, { title, noIndex: true, hasError: how.sent !== undefined })}
      programme={programme}
      published={published}
      waiting={await listWaiting(station, programme.id)}
      standing={standingOf(published, now)}
      now={now}
      {...how}
    />
  )
}

async function formOf(c: Of) {
  const form = await c.req.parseBody()
  const text = (name: string) => {
    const value = form[name]
    return typeof value === 'string' ? value : ''
  }
  const number = text('number')
  return {
    number: /^\d{1,6}$/.test(number) ? Number(number) : 0,
    digest: text('digest'),
    isEmergency: text('how') === 'emergency',
    why: text('why').trim(),
  }
}

const fits = (text: string): boolean => text.length >= FEWEST_SIGNS && text.length <= MOST_SIGNS

function actorOf(c: Of): Actor {
  const { actor } = c.var
  if (!actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return actor
}
