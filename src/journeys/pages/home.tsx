// The home page: what may have happened in somebody's life, and a box to search it.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { say } from '../../core/i18n.ts'
import type { Web } from '../../core/web.ts'
import { Button, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Card, Cards } from '../../ui/link-card.tsx'
import type { LifeEventGroup } from '../rules/search.ts'
import type { Journey } from '../schema.ts'

/** What a later module shows on the home page, e.g. a demo's tour; null shows nothing. */
export type HomePart = (c: Context<Web>) => Child | Promise<Child>

let part: HomePart | null = null

/** Called once by a later module's index. */
export function setHomePart(shown: HomePart): void {
  part = shown
}

export const homePart = async (c: Context<Web>): Promise<Child> => (part ? await part(c) : null)

export interface HomeProps {
  frame: PageFrame
  q: string
  groups: LifeEventGroup[]
  extra: Child
}

export function HomePage({ frame, q, groups, extra }: HomeProps) {
  const { t, lang, cityName } = frame
  return (
    <Layout {...frame}>
      <h1>{q ? t('journeys.search_title') : t('journeys.home_heading', { city: cityName })}</h1>
      {!q && <p>{t('journeys.home_intro')}</p>}
      <search>
        <form method="get" action="/">
          <TextField
            t={t}
            id="q"
            type="search"
            label={t('journeys.search_label')}
            hint={t('journeys.search_hint')}
            value={q}
            maxlength={50}
          />
          <p>
            <Button kind="secondary">{t('journeys.search')}</Button>
          </p>
        </form>
      </search>
      {q && groups.length === 0 && <NothingFound frame={frame} q={q} />}
      {groups.map(({ event, journeys }) => (
        <section>
          <h2>{say(event.title, lang)}</h2>
          <Cards>
            {journeys.map((journey) => (
              <JourneyCard frame={frame} journey={journey} />
            ))}
          </Cards>
        </section>
      ))}
      {extra}
      {q && (
        <p>
          <a href="/">{t('journeys.show_all')}</a>
        </p>
      )}
    </Layout>
  )
}

function JourneyCard({ frame, journey }: { frame: PageFrame; journey: Journey }) {
  const { t, lang } = frame
  return (
    <Card
      level={3}
      href={`/journeys/${journey.id}`}
      title={say(journey.title, lang)}
      text={say(journey.summary, lang)}
      tag={journey.status === 'prototype' ? t('journeys.prototype') : undefined}
    />
  )
}

function NothingFound({ frame, q }: { frame: PageFrame; q: string }) {
  return <p role="status">{frame.t('journeys.search_nothing', { q })}</p>
}
