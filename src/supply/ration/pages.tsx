// Ration rules: what changed and why, when one may get how many, and the desk that publishes.

import type { Context } from 'hono'
import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import type { GateResult } from '../../core/gates.ts'
import { say } from '../../core/i18n.ts'
import { type Actor, newPages, type Web } from '../../core/web.ts'
import { keeper } from '../access.ts'
import { getProgramme } from '../programmes.ts'
import { versionAt } from './allowance.ts'
import { RationDesk } from './desk-view.tsx'
import {
  currentRation,
  explainRation,
  explanationDue,
  listPublished,
  listWaiting,
  type PublishAnswer,
  publishRation,
} from './rations.ts'
import { RulesPage } from './rules-view.tsx'
import { WhenPage } from './when-view.tsx'

export const pages = newPages()

pages.get('/supply/:programme/rules', allow(everyone), async (c) => {
  const { station, db, t, lang, now } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const published = await listPublished(station, db, programme.id)
  const title = t('ration.rules_title', { programme: say(programme.title, lang) })
  const current = versionAt(
    published.map(({ version }) => version),
    now,
  )
  return c.html(
    <RulesPage
      frame={frameOf(c, { title })}
      {...{ programme, published, now }}
      current={current?.number ?? null}
    />,
  )
})

pages.get('/supply/:programme/when', allow(everyone), async (c) => {
  const { station, db, t, lang, now } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const published = await listPublished(station, db, programme.id)
  const title = t('ration.when_title', { programme: say(programme.title, lang) })
  return c.html(
    <WhenPage
      frame={frameOf(c, { title, islands: ['supply/ration'] })}
      programme={programme}
      current={await currentRation(station, programme.id, now)}
      coming={published.filter(({ version }) => version.from > now && !version.notRun)}
      now={now}
    />,
  )
})

/** What was sent and did not fit. */
interface Refused {
  number: number
  text: string
  error: string | null
  results: GateResult[]
}

type DeskContext = Context<Web, '/desk/supply/:programme/rules'>

async function desk(c: DeskContext, refused: Refused | null = null) {
  const { station, db, t, lang } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const published = await listPublished(station, db, programme.id)
  const title = t('ration.desk_title', { programme: say(programme.title, lang) })
  const done = ['published', 'explained'].find((one) => one === c.req.query('done'))
  return (
    <RationDesk
      frame={frameOf(c, { title, noIndex: true, hasError: refused !== null })}
      programme={programme}
      waiting={await listWaiting(station, programme.id)}
      due={published.filter((one) => explanationDue(one) !== null)}
      {...{ refused, done }}
    />
  )
}

pages.get('/desk/supply/:programme/rules', allow(keeper), async (c) => c.html(await desk(c)))

pages.post('/desk/supply/:programme/rules', allow(keeper), async (c) => {
  const { station, t } = c.var
  const { number, way, text } = await sent(c)
  const programmeId = c.req.param('programme')
  const isAtOnce = way !== 'usual'
  if (isAtOnce && text === '') {
    const error = t('ration.why_needed')
    return c.html(await desk(c, { number, text, error, results: [] }), 422)
  }
  const actor = actorOf(c)
  const answer =
    way === 'explain'
      ? await explainRation(station, { programmeId, number, explanation: text, actor })
      : await publishRation(station, {
          programmeId,
          number,
          actor,
          emergencyWhy: isAtOnce ? text : null,
        })
  return settled(c, { answer, number, text, done: way === 'explain' ? 'explained' : 'published' })
})

async function settled(
  c: DeskContext,
  {
    answer,
    done,
    number,
    text,
  }: { answer: PublishAnswer; done: string; number: number; text: string },
) {
  if (answer.ok)
    return c.redirect(`/desk/supply/${c.req.param('programme')}/rules?done=${done}`, 303)
  return c.html(await desk(c, { number, text, error: null, results: answer.results }), 422)
}

const LONGEST = 2000

async function sent(c: DeskContext) {
  const { number, way, text } = await c.req.parseBody()
  return {
    number: Number(number) || 0,
    way: way === 'usual' || way === 'explain' ? way : ('at_once' as const),
    text: String(text ?? '')
      .trim()
      .slice(0, LONGEST),
  }
}

function actorOf(c: DeskContext): Actor {
  if (!c.var.actor) throw new Failure('unauthenticated', 'core.sign_in_first')
  return c.var.actor
}
