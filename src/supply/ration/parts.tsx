// What several pages show of a version: its shares, its conditions, its examples, its standing.

import { taipeiDay } from '../../core/clock.ts'
import { say } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import type { PageFrame } from '../../ui/layout.tsx'
import { StateTag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import type { Programme } from '../schema/programme.ts'
import type { Example, Version } from './schema.ts'
import type { Standing } from './standing.ts'
import { halvesOf, list, sayBorn, sayDigits, sayPieces, sayWeekdays } from './words.ts'

export interface OfVersion {
  frame: PageFrame
  programme: Programme
  version: Version
}

export const yearOf = (at: Date): number => Number(taipeiDay(at).slice(0, 4))

/** Who may have how many in how many days, and on which days. */
export function SharesTable({ frame, programme, version }: OfVersion) {
  const { t } = frame
  const isByDigit = version.shares.some(({ byLastDigit }) => byLastDigit)
  return (
    <>
      <Table
        caption={t('ration.shares')}
        isCaptionUnseen
        columns={[
          { key: 'who', label: t('ration.who') },
          { key: 'pieces', label: t('ration.how_many') },
          { key: 'days', label: t('ration.in_days') },
          ...(isByDigit ? [{ key: 'when', label: t('ration.on_which_days') }] : []),
        ]}
        rows={version.shares.map((share) => ({
          cells: {
            who: <Who frame={frame} share={share} year={yearOf(version.from)} />,
            pieces: list(sayPieces(share.items, programme, frame), frame),
            days: t('ration.days', { count: share.days }),
            when: halvesOf(share).map(({ half, days }) => (
              <span class="line">
                {half
                  ? t('ration.digits_on', {
                      digits: sayDigits(half, frame),
                      days: sayWeekdays(days, frame),
                    })
                  : t('ration.every_day')}
              </span>
            )),
          },
        }))}
      />
      {version.shares.some(({ items }) => Object.keys(items).length > 1) && (
        <p class="hint">{t('ration.together')}</p>
      )}
    </>
  )
}

export function Who(props: { frame: PageFrame; share: Version['shares'][number]; year: number }) {
  const { frame, share, year } = props
  const born = sayBorn(share, year, frame)
  return (
    <>
      {say(share.title, frame.lang)}
      {born && <span class="line hint">{born}</span>}
    </>
  )
}

/** Cards, price, whom one may buy for, days without delivery: as a list of sentences. */
export function Conditions({ frame, version }: OfVersion) {
  const { t } = frame
  const { cards, proxy, price_twd, notDeliveredOn } = version
  const lines = [
    ...(cards.length > 0
      ? [
          t('ration.cards', {
            cards: list(
              cards.map((card) => t(`ration.card.${card}`)),
              frame,
            ),
          }),
        ]
      : []),
    ...(price_twd === undefined ? [] : [t('ration.price', { price: price_twd })]),
    ...(proxy ? [t('ration.proxy', { count: proxy.cards })] : []),
    ...(proxy?.childCards ? [t('ration.proxy_children', { count: proxy.childCards })] : []),
    ...(notDeliveredOn.length > 0
      ? [t('ration.not_delivered', { days: sayWeekdays(notDeliveredOn, frame) })]
      : []),
  ]
  return lines.length === 0 ? null : (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  )
}

/** Each is checked against the rule whenever the city's files are read. */
export function ExamplesTable({ frame, programme, version }: OfVersion) {
  const { t, lang } = frame
  return (
    <Table
      caption={t('ration.examples')}
      columns={[
        { key: 'who', label: t('ration.who') },
        { key: 'at', label: t('ration.comes') },
        { key: 'taken', label: t('ration.had') },
        { key: 'gets', label: t('ration.gets') },
      ]}
      rows={version.examples.map((example) => ({
        cells: {
          who: whoOf(example, frame),
          at: sayMoment(example.at, lang),
          taken:
            example.taken.length === 0
              ? t('ration.nothing')
              : example.taken.map(({ on, item, pieces }) => (
                  <span class="line">
                    {t('ration.had_on', {
                      on: sayDay(on, lang),
                      pieces: list(sayPieces({ [item]: pieces }, programme, frame), frame),
                    })}
                  </span>
                )),
          gets: <Gets {...{ frame, programme, example }} />,
        },
      }))}
    />
  )
}

function whoOf({ who }: Example, frame: PageFrame): string {
  const { t } = frame
  return list(
    [
      ...(who.lastDigit === null ? [] : [t('ration.digit', { digit: String(who.lastDigit) })]),
      ...(who.birthYear === null ? [] : [t('ration.born', { year: String(who.birthYear) })]),
    ],
    frame,
  )
}

function Gets(props: { frame: PageFrame; programme: Programme; example: Example }) {
  const { frame, programme, example } = props
  const { t, lang } = frame
  const pieces = sayPieces(example.gets, programme, frame)
  const next = Object.entries(example.next ?? {})
  const titleOf = (id: string) => {
    const item = programme.items.find((one) => one.id === id)
    return item ? say(item.title, lang) : id
  }
  return (
    <>
      {pieces.length > 0 ? list(pieces, frame) : t('ration.none_then')}
      {next.map(([id, on]) => (
        <span class="line hint">
          {t('ration.again_on', { item: titleOf(id), on: sayDay(on, lang) })}
        </span>
      ))}
    </>
  )
}

export function VersionTag(props: { frame: PageFrame; version: Version; standing: Standing }) {
  const { frame, version, standing } = props
  const { t } = frame
  if (version.notRun) return <StateTag state="withdrawn" text={t('ration.not_run')} />
  if (version.number === standing.current)
    return <StateTag state="done" text={t('ration.in_force')} />
  if (version.number === standing.next) return <StateTag state="waiting" text={t('ration.next')} />
  return null
}
