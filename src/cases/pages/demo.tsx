// A demo city's own page: the tour, and the clock that can be moved.

import { allow, demoCity } from '../../core/access.ts'
import { addDays, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import { moveDemoClock } from '../../core/demo.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import { newPages } from '../../core/web.ts'
import { readDay } from '../../journeys/index.ts'
import { Button, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'

export const demoPages = newPages()

demoPages.get('/demo', allow(demoCity), (c) => {
  const { t, now, station } = c.var
  const sandboxUrl = `http://localhost:${station.config.sandboxPort}`
  return c.html(
    <DemoPage
      frame={frameOf(c, { title: t('cases.demo_title') })}
      now={now}
      sandboxUrl={sandboxUrl}
    />,
  )
})

demoPages.post('/demo/time', allow(demoCity), async (c) => {
  const { day } = await c.req.parseBody()
  const at = wantedMoment(readDay(String(day ?? '')), c.var.now)
  await moveDemoClock(c.var.station, at, { tellSandbox: true })
  return c.redirect('/demo', 303)
})

/** Time only goes forward: agencies' systems do not un-draw a draw. */
function wantedMoment(day: string | null, now: Date): Date {
  if (day === null) throw new Failure('invalid', 'cases.demo_wrong_day')
  // Past the hour of every draw of that day.
  const at = taipeiMoment(day, '16:30')
  if (at <= now) throw new Failure('invalid', 'cases.demo_past')
  return at
}

/** Days after today, each with the reason to go there. On the first morning the second is a draw. */
const JUMPS = [
  { days: 1, why: 'next_day' },
  { days: 4, why: 'draw' },
  { days: 7, why: 'week' },
] as const

function DemoPage({ frame, now, sandboxUrl }: { frame: PageFrame; now: Date; sandboxUrl: string }) {
  const { t, lang } = frame
  const jumps = JUMPS.map(({ days, why }) => ({ day: addDays(taipeiDay(now), days), why }))
  return (
    <Layout {...frame} noIndex>
      <h1>{t('cases.demo_title')}</h1>
      <Tour t={t} sandboxUrl={sandboxUrl} />
      <h2>{t('cases.demo_clock')}</h2>
      <p>{t('cases.demo_now', { at: sayMoment(now, lang) })}</p>
      {jumps.map(({ day, why }) => (
        <form method="post" action="/demo/time" class="inline-form">
          <input type="hidden" name="day" value={day} />
          <Button kind="secondary">{t('cases.demo_move_to', { on: sayDay(day, lang) })}</Button>{' '}
          <span class="hint">{t(`cases.demo_why.${why}`)}</span>
        </form>
      ))}
      <form method="post" action="/demo/time">
        <TextField
          t={t}
          id="day"
          name="day"
          label={t('cases.demo_other_day')}
          hint={t('cases.demo_day_hint')}
          width="short"
        />
        <Button kind="secondary">{t('cases.demo_move')}</Button>
      </form>
    </Layout>
  )
}

/** Also shown on the home page of a demo city. */
export function Tour({ t, sandboxUrl }: { t: PageFrame['t']; sandboxUrl: string }) {
  const steps = [
    { key: 'plan', href: '/journeys/hike' },
    { key: 'file', href: '/cases/search' },
    { key: 'officer', href: sandboxUrl },
    { key: 'clock', href: '/demo' },
    { key: 'withdraw', href: '/cases/search' },
  ]
  return (
    <ol class="tour">
      {steps.map(({ key, href }) => (
        <li>
          <a href={href}>{t(`cases.tour.${key}`)}</a>
          <p class="hint">{t(`cases.tour.${key}_hint`)}</p>
        </li>
      ))}
    </ol>
  )
}
