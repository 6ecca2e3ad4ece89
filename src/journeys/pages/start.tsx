// A journey's start page: what you need, how long it takes, who decides, and every other way to do
// it. Starting makes a draft; nothing is asked before.

import type { Child } from 'hono/jsx'
import { say } from '../../core/i18n.ts'
import type { Agency } from '../../people/index.ts'
import { Button } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Journey, LegDefinition, PublishedVersion } from '../schema.ts'

export interface StartProps {
  frame: PageFrame
  version: PublishedVersion
  agencyOf(id: string): Agency | null
  /** What the agency asks of any case, where it is known; null elsewhere. */
  outlineOf(agencyId: string): Child
  /** Of the city's own service line. */
  phone: string
}

export function StartPage(props: StartProps) {
  const { frame, version } = props
  const { t, lang } = frame
  const journey = version.definition
  const { needs, minutes, fasterAtCounter } = journey.start
  return (
    <Layout {...frame}>
      <h1>{say(journey.title, lang)}</h1>
      <p>{say(journey.summary, lang)}</p>
      <h2>{t('journeys.you_need')}</h2>
      <Texts lang={lang} texts={needs} />
      <p>{t('journeys.how_long', { count: minutes })}</p>
      <Begin {...props} />
      <Agencies {...props} />
      {fasterAtCounter.length > 0 && (
        <>
          <h2>{t('journeys.faster_at_counter')}</h2>
          <Texts lang={lang} texts={fasterAtCounter} />
        </>
      )}
      <OtherWays {...props} />
      <About {...props} />
    </Layout>
  )
}

/** A prototype is shown to be talked about; it files nothing. */
function Begin({ frame, version }: StartProps) {
  const { t } = frame
  if (version.status !== 'live') {
    return (
      <Notice kind="warning" title={t('journeys.prototype')}>
        <p>{t(`journeys.${version.status}_explain`)}</p>
      </Notice>
    )
  }
  return (
    <form method="post" action={`/journeys/${version.journeyId}/drafts`}>
      <p>
        <Button>{t('journeys.start')}</Button>
      </p>
      <p class="hint">{t('journeys.start_hint')}</p>
    </form>
  )
}

function Agencies({ frame, version, agencyOf, outlineOf }: StartProps) {
  const { t, lang } = frame
  const legs = version.definition.legs
  const ids = [...new Set(legs.map((leg) => leg.agency))]
  return (
    <>
      <h2>{t('journeys.agencies', { count: ids.length })}</h2>
      <ul>
        {ids.map((id) => {
          const own = legs.filter((leg) => leg.agency === id)
          const agency = agencyOf(id)
          const outline = outlineOf(id)
          return (
            <li>
              <strong>{agency ? say(agency.name, lang) : id}</strong>
              {own.map((leg) => (
                <p class="hint">{outline ? say(leg.title, lang) : legLine(frame, leg)}</p>
              ))}
              {outline}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function legLine({ t, lang }: PageFrame, leg: LegDefinition): string {
  const title = say(leg.title, lang)
  if (leg.answerDays === undefined) return title
  return t('journeys.leg_with_days', { title, count: leg.answerDays })
}

function OtherWays({ frame, version, agencyOf }: StartProps) {
  const { t, lang } = frame
  const journey = version.definition
  const linked = new Set(journey.start.otherWays.map((way) => hostOf(way.url)))
  const ids = [...new Set(journey.legs.map((leg) => leg.agency))]
  const oldSites = ids
    .map((id) => agencyOf(id))
    .filter((agency): agency is Agency => agency?.oldSite !== undefined)
    .filter((agency) => !linked.has(hostOf(agency.oldSite)))
  return (
    <>
      <h2>{t('journeys.other_ways')}</h2>
      <ul>
        {journey.start.otherWays.map((way) => (
          <li>{way.url ? <a href={way.url}>{say(way.text, lang)}</a> : say(way.text, lang)}</li>
        ))}
        {oldSites.map((agency) => (
          <li>
            <a href={agency.oldSite}>
              {t('journeys.old_site', { agency: say(agency.name, lang) })}
            </a>
          </li>
        ))}
      </ul>
      <p class="hint">{t('journeys.join_later')}</p>
    </>
  )
}

const hostOf = (url: string | undefined): string => (url ? new URL(url).host : '')

/** Who keeps it, what it responds to, and where the whole version can be read. */
function About({ frame, version, phone }: StartProps) {
  const { t, lang } = frame
  const journey: Journey = version.definition
  const href = `/journeys/${journey.id}/versions/${journey.version}`
  const [first] = journey.answers
  return (
    <>
      <h2>{t('journeys.about')}</h2>
      <p>{t('journeys.kept_by', { owner: say(journey.owner.name, lang), phone })}</p>
      {first && <p>{t('journeys.responds_to', { what: say(first.text, lang) })}</p>}
      {journey.credit.madeBy.length > 0 && (
        <p>{t('journeys.made_by', { who: listed(frame, journey.credit.madeBy) })}</p>
      )}
      <p>
        <a href={href}>{t('journeys.version_line', { version: journey.version })}</a>
      </p>
    </>
  )
}

const listed = ({ lang }: PageFrame, names: string[]): string =>
  new Intl.ListFormat(lang, { type: 'conjunction' }).format(names)

function Texts(props: { lang: PageFrame['lang']; texts: { 'zh-TW': string; en: string }[] }) {
  return (
    <ul>
      {props.texts.map((text) => (
        <li>{say(text, props.lang)}</li>
      ))}
    </ul>
  )
}
