// The pages of places and one page with the trip question, served without database: for tests.

import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { allow, everyone } from '../../core/access.ts'
import { frameOf } from '../../core/frame.ts'
import { type Language, readWords } from '../../core/i18n.ts'
import type { Station } from '../../core/station.ts'
import type { Web } from '../../core/web.ts'
import { Button } from '../../ui/form.tsx'
import { Layout } from '../../ui/layout.tsx'
import { api } from '../api.ts'
import { applyTripAction, draftOf, isTripAction, readTripForm } from '../rules/draft.ts'
import { readTrip } from '../rules/trips.ts'
import { keepPlaces } from '../store.ts'
import { TODAY, taichungPlaces } from '../taichung.examples.ts'
import { pages } from './routes.tsx'
import { TripField } from './trip-field.tsx'

const words = readWords()

const station = {
  words,
  city: { name: { 'zh-TW': '臺中市', en: 'Taichung' }, modulesOff: [] },
  config: { sandbox: false },
} as unknown as Station

export function servedPlaces(lang: Language) {
  keepPlaces(station, taichungPlaces())
  return new Hono<Web>()
    .use('/assets/*', serveStatic({ root: 'dist' }))
    .use(async (c, next) => {
      c.set('station', station)
      c.set('now', new Date(`${TODAY}T09:30:00+08:00`))
      c.set('lang', lang)
      c.set('t', words[lang])
      c.set('actor', null)
      await next()
    })
    .route('/', pages)
    .route('/', api)
    .route('/', tripPages)
    .onError((error, c) => c.text(error.message, 404))
}

/** As a journey's question page does it: show, change, check. */
const tripPages = new Hono<Web>()

tripPages.on(['GET', 'POST'], '/trip', allow(everyone), async (c) => {
  const places = taichungPlaces()
  const fields = c.req.method === 'POST' ? await c.req.parseBody() : {}
  const typed = readTripForm(fields as Record<string, string>, 'trip')
  const action = String(fields.do ?? '')
  const value = isTripAction(action) ? applyTripAction(places, typed, action) : typed
  const reading = readTrip(places, value, TODAY)
  if (action === 'next' && reading.ok) return c.json(reading.facts)

  const errors = action === 'next' && !reading.ok ? reading.problems : []
  const { t, lang } = c.var
  return c.html(
    <Layout {...frameOf(c, { title: t('places.title'), islands: ['date'] })}>
      <h1>{t('places.title')}</h1>
      <form method="post" action="/trip">
        <TripField
          {...{ t, lang, errors, places }}
          id="trip"
          name="trip"
          value={draftOf(places, value)}
          today={TODAY}
          action="/trip"
        />
        <Button name="do" value="next">
          {t('places.choose')}
        </Button>
      </form>
    </Layout>,
    errors.length > 0 ? 422 : 200,
  )
})
