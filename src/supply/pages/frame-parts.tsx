// What stands on several pages of a programme: its moment, the ways to the same numbers, and what is
// wrong with them at the moment.

import { sayTime } from '../../core/moments.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Board } from '../board/board.ts'
import { silenceOf } from '../rules/levels.ts'
import { apiPath, listWays, programmePath } from './addresses.ts'
import { queryOf } from './asking.ts'
import type { Voice } from './stock-tag.tsx'
import { momentWords } from './words.ts'

interface Props extends Voice {
  board: Board
  now: Date
}

/** Null before anything was ever said. */
export function MomentLine({ board, now, t, lang }: Props) {
  if (board.moment.at === null) return <p class="moment">{t('supply.moment_none')}</p>
  const { sequence, time, hash } = momentWords(board.moment, { lang, now })
  return (
    <p class="moment">
      {t('supply.moment')} <b data-moment="sequence">#{sequence}</b>
      {t('supply.moment_dot')}
      <time data-moment="time" datetime={board.moment.at.toISOString()}>
        {time}
      </time>
      {t('supply.moment_dot')}
      <code data-moment="hash" title={board.moment.hash}>
        {hash}
      </code>{' '}
      <a href={`${programmePath(board.programme.id)}/data#proof`}>{t('supply.moment_why')}</a>
    </p>
  )
}

export function Ways({ board, t, district = '' }: Omit<Props, 'now'> & { district?: string }) {
  const { id } = board.programme
  return (
    <nav class="filters" aria-label={t('supply.ways')}>
      <ul>
        {listWays(board.programme).map(({ path, key, byDistrict }) => (
          <li>
            <a href={`${programmePath(id)}${path}${byDistrict ? queryOf({ district }) : ''}`}>
              {t(key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** All the numbers are old: then the list must not look sure of itself. */
export function FeedNotice({ board, now, t, lang }: Props) {
  const { seen } = board.moment
  const [feed] = board.programme.feeds
  if (!feed || !seen) return null
  const minutes = Math.floor((now.getTime() - seen.getTime()) / 60_000)
  if (minutes <= board.staleAfterMinutes) return null
  const { unit, count } = silenceOf(minutes)
  return (
    <Notice kind="warning" title={t('supply.feed_late')}>
      <p>
        {t('supply.feed_late_more', {
          feed: feed.title[lang],
          time: sayTime(seen),
          silence: t(`supply.silence_${unit}`, { count }),
        })}
      </p>
    </Notice>
  )
}

/** What the island needs to go on from this page by itself. */
export function liveAttributes({ board, now }: Pick<Props, 'board' | 'now'>) {
  const { sequence, seen } = board.moment
  return {
    'data-island': 'supply-live',
    'data-api': apiPath(board.programme.id),
    'data-sequence': String(sequence),
    'data-seen': seen?.toISOString() ?? '',
    'data-now': now.toISOString(),
    'data-stale': String(board.staleAfterMinutes),
    'data-items': JSON.stringify(
      board.programme.items.map(({ id, plenty, few }) => ({ id, plenty, few })),
    ),
  }
}

/** Shown by the island alone: that the numbers stand still, and that the order may have changed. */
export function LiveNotices({ t, again }: Pick<Voice, 't'> & { again?: string }) {
  return (
    <>
      <p class="unseen" role="status" data-said={t('supply.live_changed', { names: '{names}' })} />
      <div
        data-offline={t('supply.live_offline', { time: '{time}' })}
        role="status"
        class="live-offline"
        hidden
      />
      {again && (
        <p data-again hidden>
          <a href={again}>{t('supply.live_again')}</a>
        </p>
      )}
    </>
  )
}
