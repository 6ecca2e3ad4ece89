// What everybody may read of the rules, and the question each may ask on the own device.

import { allow, everyone } from '../../core/access.ts'
import { say } from '../../core/i18n.ts'
import { newPages } from '../../core/web.ts'
import { frameOf } from '../frame.ts'
import { getProgramme } from '../programmes.ts'
import { deskRationPages } from './desk-pages.tsx'
import { listPublished } from './rations.ts'
import { RulesPage } from './rules-view.tsx'
import { standingOf } from './standing.ts'
import { WhenPage } from './when-view.tsx'

export const pages = newPages()

pages.route('/', deskRationPages)

pages.get('/supply/:programme/rules', allow(everyone), async (c) => {
  const { station, replica, t, lang, now } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const published = await listPublished(station, replica, programme.id)
  const title = t('ration.rules_title', { programme: say(programme.title, lang) })
  const standing = standingOf(published, now)
  return c.html(
    <RulesPage frame={frameOf(c, { title })} {...{ programme, published, standing, now }} />,
  )
})

pages.get('/supply/:programme/when', allow(everyone), async (c) => {
  const { station, replica, t, lang, now } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const published = await listPublished(station, replica, programme.id)
  const versions = published.map(({ version }) => version)
  const { current } = standingOf(published, now)
  const title = t('ration.when_title', { programme: say(programme.title, lang) })
  return c.html(
    <WhenPage
      frame={frameOf(c, { title, islands: ['supply/ration'] })}
      programme={programme}
      current={versions.find(({ number }) => number === current) ?? null}
      later={versions.filter(({ from, notRun }) => !notRun && from > now)}
      now={now}
    />,
  )
})
