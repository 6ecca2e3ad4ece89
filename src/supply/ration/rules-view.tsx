// What changed in the rules and why, newest first: the same page for a resident, a pharmacist and the
// mayor.

import { say } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import type { Programme } from '../schema/programme.ts'
import { explanationDue } from './rations.ts'
import type { Example, Published } from './schema.ts'
import { fromWords, itemWords, type Speaking, weekdayWords } from './words.ts'

interface RulesProps {
  frame: PageFrame
  programme: Programme
  published: Published[]
  current: number | null
  now: Date
}

export function RulesPage({ frame, programme, published, current, now }: RulesProps) {
  const { t, lang, title } = frame
  return (
    <Layout {...frame}>
      <h1>{title}</h1>
      <p class="lead">{t('ration.rules_lead')}</p>
      <p>
        <a href={`/supply/${programme.id}/when`}>{t('ration.to_when')}</a>
      </p>
      {published.length === 0 && <p>{t('ration.no_versions')}</p>}
      {published.toReversed().map((one) => (
        <RuleVersion
          {...{ t, lang, programme, one, now }}
          isCurrent={one.version.number === current}
        />
      ))}
    </Layout>
  )
}

interface VersionProps extends Speaking {
  one: Published
  isCurrent: boolean
  now: Date
}

function RuleVersion({ one, isCurrent, now, ...speaking }: VersionProps) {
  const { t, lang } = speaking
  const { version } = one
  const tag = isCurrent
    ? 'current'
    : version.notRun
      ? 'not_run'
      : version.from > now
        ? 'coming'
        : null
  return (
    <section id={`version-${version.number}`} class="ration-version">
      <h2>
        {say(version.title, lang)}
        {tag && <span class="ration-tag">{t(`ration.tag_${tag}`)}</span>}
      </h2>
      <p class="hint">
        {t('ration.from', { from: fromWords(version.from, lang) })}
        {version.agreedOn && ` ${t('ration.agreed_on', { day: sayDay(version.agreedOn, lang) })}`}
        {version.unverified && ` ${t('ration.unverified')}`}
      </p>
      <p>{say(version.reason, lang)}</p>
      <Emergency {...{ one, now, t, lang }} />
      {version.offRhythm && <p class="hint">{say(version.offRhythm, lang)}</p>}
      {version.shares.length > 0 && <Shares {...speaking} one={one} />}
      {version.proxy && (
        <p>
          {t('ration.proxy', { count: version.proxy.cards })}
          {version.proxy.childCards > 0 &&
            t('ration.child_cards', { count: version.proxy.childCards })}
        </p>
      )}
      {version.notDeliveredOn.length > 0 && (
        <p>{t('ration.not_delivered', { days: weekdayWords(version.notDeliveredOn, speaking) })}</p>
      )}
      {version.voices.length > 0 && (
        <>
          <h3>{t('ration.voices')}</h3>
          <ul>
            {version.voices.map((voice) => (
              <li>{say(voice, lang)}</li>
            ))}
          </ul>
        </>
      )}
      {version.examples.length > 0 && <Examples {...speaking} examples={version.examples} />}
    </section>
  )
}

function Emergency({ one, now, t, lang }: Pick<VersionProps, 'one' | 'now' | 't' | 'lang'>) {
  const { emergencyWhy, explanation, publishedBy, version } = one
  if (emergencyWhy === null) return null
  const due = explanationDue(one)
  const by = publishedBy ?? (version.emergency ? say(version.emergency.by, lang) : '')
  if (due) {
    const isLate = due <= now
    return (
      <Notice
        kind={isLate ? 'danger' : 'warning'}
        level={3}
        title={t(isLate ? 'ration.not_explained' : 'ration.at_once')}
      >
        <p>{t('ration.at_once_by', { by, why: emergencyWhy })}</p>
        <p>{t('ration.explain_by', { by: sayMoment(due, lang) })}</p>
      </Notice>
    )
  }
  return (
    <Notice kind="info" level={3} title={t('ration.at_once')}>
      <p>{t('ration.at_once_by', { by, why: emergencyWhy })}</p>
      {publishedBy && <p>{explanation}</p>}
    </Notice>
  )
}

function Shares({ one, ...speaking }: Speaking & { one: Published }) {
  const { t, lang } = speaking
  const { shares } = one.version
  return (
    <Table
      caption={t('ration.shares')}
      columns={[
        { key: 'who', label: t('ration.who') },
        { key: 'pieces', label: t('ration.how_many') },
        { key: 'days', label: t('ration.in_days') },
        { key: 'when', label: t('ration.which_days') },
      ]}
      rows={shares.map((share) => ({
        cells: {
          who: say(share.title, lang),
          pieces: itemWords(share, speaking),
          days: t('ration.days', { count: share.days }),
          when: share.byLastDigit
            ? t('ration.by_digit', {
                odd: weekdayWords(share.byLastDigit.odd, speaking),
                even: weekdayWords(share.byLastDigit.even, speaking),
              })
            : t('ration.any_day'),
        },
      }))}
    />
  )
}

function Examples({ examples, ...speaking }: Speaking & { examples: Example[] }) {
  const { t, lang } = speaking
  return (
    <details>
      <summary>{t('ration.examples')}</summary>
      <Table
        caption={t('ration.examples')}
        isCaptionUnseen
        columns={[
          { key: 'who', label: t('ration.example_who') },
          { key: 'at', label: t('ration.example_at') },
          { key: 'taken', label: t('ration.example_taken') },
          { key: 'gets', label: t('ration.example_gets') },
        ]}
        rows={examples.map(({ who, at, taken, gets }) => ({
          cells: {
            who: [
              who.lastDigit === null ? '' : t('ration.digit', { digit: String(who.lastDigit) }),
              who.birthYear === null ? '' : t('ration.born', { year: String(who.birthYear) }),
            ]
              .filter(Boolean)
              .join(t('ration.between')),
            at: sayMoment(at, lang),
            taken:
              taken
                .map(({ on, item, pieces }) =>
                  t('ration.had', {
                    day: sayDay(on, lang),
                    pieces: itemWords({ items: { [item]: pieces } }, speaking),
                  }),
                )
                .join(t('ration.between')) || t('ration.nothing_yet'),
            gets:
              Object.keys(gets).length > 0
                ? itemWords({ items: gets }, speaking)
                : t('ration.none_now'),
          },
        }))}
      />
    </details>
  )
}
