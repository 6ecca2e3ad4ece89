// What the pages of findings share: the ranked table, the bars of the weeks, one decision.

import type { Child } from 'hono/jsx'
import { type Language, say, type Translate } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { StateTag } from '../../../ui/state.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Judged } from '../../actions/judging.ts'
import type { Decision, Finding, FindingWeek } from '../../schema/finding.ts'
import type { Service } from '../../schema/service.ts'
import { SMALLEST_SHOWN } from '../../schema/words.ts'
import { LOOKS, sayPeople, sayPeopleBeside, titleOf } from '../words.ts'

interface In {
  t: Translate
  lang: Language
}

/** In the order in which they are answered; the same order for everybody. */
export function FindingsTable(
  props: In & {
    caption: string
    findings: Finding[]
    serviceOf?: (id: string) => Service | null
    /** Which one a round may not pass over. */
    mustId?: string | undefined
    action?: (finding: Finding) => Child
  },
) {
  const { t, lang, caption, findings, serviceOf, mustId, action } = props
  return (
    <Table
      caption={caption}
      empty={t('voices.missed.empty')}
      columns={[
        { key: 'title', label: t('voices.missed.who') },
        ...(serviceOf ? [{ key: 'service', label: t('voices.report.field.service') }] : []),
        { key: 'severity', label: t('voices.report.field.severity') },
        { key: 'since', label: t('voices.missed.since') },
        { key: 'people', label: t('voices.missed.people'), numeric: true },
        { key: 'state', label: t('voices.missed.state') },
        ...(action ? [{ key: 'action', label: t('voices.round.decision') }] : []),
      ]}
      rows={findings.map((finding) => ({
        cells: {
          title: (
            <>
              <a href={`/findings/${finding.findingId}`}>{titleOf(finding, t, lang)}</a>
              {finding.findingId === mustId && <p class="hint">{t('voices.round.must')}</p>}
            </>
          ),
          service: serviceName(serviceOf, finding, lang),
          severity: t(`voices.severity.${finding.severity}`),
          since: <time datetime={finding.firstOn}>{sayDay(finding.firstOn, lang)}</time>,
          people: sayPeople(finding.people, t),
          state: (
            <StateTag
              state={LOOKS[finding.state]}
              text={t(`voices.finding_state.${finding.state}`)}
            />
          ),
          action: action?.(finding),
        },
      }))}
    />
  )
}

function serviceName(
  serviceOf: ((id: string) => Service | null) | undefined,
  { serviceId }: Finding,
  lang: Language,
): string {
  const service = serviceOf?.(serviceId)
  return service ? say(service.name, lang) : serviceId
}

const BAR_WIDTH = 12
const BAR_GAP = 4
const HEIGHT = 64

/** A bar a week, with the table behind it; small weeks have no number. */
export function WeeksChart(props: In & { weeks: FindingWeek[]; startsOn: string | null }) {
  const { t, lang, weeks, startsOn } = props
  const all = weeks.map(({ people }) => people)
  const most = Math.max(SMALLEST_SHOWN, ...weeks.map(({ people }) => people))
  const width = weeks.length * (BAR_WIDTH + BAR_GAP)
  return (
    <>
      <svg
        class="bars"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width={width}
        height={HEIGHT}
        aria-hidden="true"
      >
        {weeks.map(({ weekOn, people }, index) => {
          // Fewer than five look alike.
          const tall = (Math.max(people, SMALLEST_SHOWN) / most) * HEIGHT
          return (
            <rect
              class={startsOn !== null && weekOn >= startsOn ? 'bar-after' : 'bar-before'}
              x={index * (BAR_WIDTH + BAR_GAP)}
              y={HEIGHT - tall}
              width={BAR_WIDTH}
              height={tall}
            />
          )
        })}
      </svg>
      <details>
        <summary>{t('voices.finding.weeks_table')}</summary>
        <Table
          caption={t('voices.finding.weeks')}
          columns={[
            { key: 'week', label: t('voices.finding.week') },
            { key: 'people', label: t('voices.missed.people'), numeric: true },
          ]}
          rows={weeks.map(({ weekOn, people }) => ({
            cells: { week: sayDay(weekOn, lang), people: sayPeopleBeside(people, all, t) },
          }))}
        />
      </details>
    </>
  )
}

export function DecisionBox(
  props: In & { decision: Decision; judged: Judged | null; children?: Child },
) {
  const { t, lang, decision, judged, children } = props
  const { kind, words, by, dueOn, startsOn, promiseId, language } = decision
  return (
    <section class="decision">
      <h3>{t(`voices.decision.${kind}`)}</h3>
      <p lang={language === lang ? undefined : language === 'en' ? 'en' : 'zh-Hant-TW'}>{words}</p>
      <p class="muted">
        {t('voices.decision.who', { by, day: sayDay(dueOn, lang) })}
        {startsOn && t('voices.decision.starts', { day: sayDay(startsOn, lang) })}
      </p>
      {decision.changedId && (
        <p>
          {t(`voices.decision.changed.${decision.changedWhat}`)}{' '}
          <Changed decision={decision} t={t} />
        </p>
      )}
      {decision.rolledBackOn && (
        <p class="refused-words">
          {t('voices.decision.rolled_back', {
            day: sayDay(decision.rolledBackOn, lang),
            why: decision.rolledBackWhy ?? '',
          })}
        </p>
      )}
      {judged && <Effects t={t} judged={judged} />}
      {promiseId && (
        <p>
          <a href={`/promises/${promiseId}`}>{t('voices.decision.promise')}</a>
        </p>
      )}
      {children}
    </section>
  )
}

function Changed({ decision, t }: { decision: Decision; t: Translate }) {
  const { changedWhat, changedId, changedVersion } = decision
  const words = changedVersion
    ? t('voices.decision.version', { id: changedId ?? '', version: changedVersion })
    : changedId
  return changedWhat === 'journey' && changedVersion ? (
    <a href={`/journeys/${changedId}/versions/${changedVersion}`}>{words}</a>
  ) : (
    <span>{words}</span>
  )
}

const oneDecimal = (rate: number): string => rate.toFixed(1)

/** Before and after, with the interval, and people served since: all in one sentence each. */
function Effects({ t, judged: { effect, judgement } }: { t: Translate; judged: Judged }) {
  const { before, after, served } = effect
  const rate = (of: typeof before) => ({
    rate: oneDecimal(of.perWeek),
    low: oneDecimal(of.low),
    high: oneDecimal(of.high),
    count: of.weeks,
  })
  return (
    <>
      <p>
        <strong>{t(`voices.judgement.${judgement}`)}</strong>
      </p>
      <ul>
        <li>{t('voices.effect.before', rate(before))}</li>
        <li>{t('voices.effect.after', rate(after))}</li>
        <li>
          {served === 0
            ? t('voices.effect.nobody')
            : t('voices.effect.served', { people: sayPeople(served, t) })}
        </li>
      </ul>
    </>
  )
}
