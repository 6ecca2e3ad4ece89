// A sheet for the notice board of a village or a district: big type, every place of the district, and
// the number of the moment, so that a reader knows how old it is.

import { raw } from 'hono/html'
import { LANG_TAG } from '../../../core/i18n.ts'
import { sayMoment } from '../../../core/moments.ts'
import { asset } from '../../../ui/assets.ts'
import { Button } from '../../../ui/form.tsx'
import { programmePath } from '../addresses.ts'
import { districtName } from '../asking.ts'
import { DistrictField } from '../finder.tsx'
import type { Line } from '../finding.ts'
import { WRITTEN } from '../line.tsx'
import { LevelMark, sayStock } from '../stock-tag.tsx'
import { momentWords, sayToday } from '../words.ts'
import type { TextProps } from './text-view.tsx'

export function PrintPage(props: Omit<TextProps, 'page' | 'found'> & { lines: Line[] }) {
  const { t, lang, city, board, now, asked, lines } = props
  const { title } = board.programme
  const { sequence, time, hash } = momentWords(board.moment, { lang, now })
  const district = asked.district ? districtName(asked.district, lang, city) : city.name[lang]
  const heading = t('supply.print_title', { title: title[lang], district })
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={LANG_TAG[lang]}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{t('ui.page_title', { title: heading, city: city.name[lang] })}</title>
          <link rel="stylesheet" href={asset('main.css')} />
          <link rel="stylesheet" href={asset('supply.css')} />
        </head>
        <body>
          <main class="main sheet">
            <Choosing {...props} />
            <h1>{heading}</h1>
            <p class="sheet-moment">
              {board.moment.at === null
                ? t('supply.moment_none')
                : t('supply.print_moment', { sequence, time, hash })}
            </p>
            {lines.length === 0 && <p>{t('supply.print_none')}</p>}
            <ol class="sheet-sites">
              {lines.map((line) => (
                <SheetLine {...props} line={line} />
              ))}
            </ol>
            <p>
              {t('supply.print_end', { printed: sayMoment(now, lang), phone: city.phone })}{' '}
              {t('supply.print_words')}
            </p>
          </main>
          <link rel="stylesheet" href={asset('fonts.css')} />
        </body>
      </html>
    </>
  )
}

/** Only on the screen. */
function Choosing(props: Omit<TextProps, 'page' | 'found'>) {
  const { t, lang, board } = props
  const path = programmePath(board.programme.id)
  return (
    <div class="sheet-choose">
      <p>
        <a href={path}>{board.programme.title[lang]}</a>
      </p>
      <form method="get" action={`${path}/print`} class="finder">
        <div class="finder-first">
          <DistrictField {...props} />
          <Button>{t('supply.print_choose')}</Button>
        </div>
      </form>
      <p class="hint">{t('supply.print_how')}</p>
    </div>
  )
}

function SheetLine({
  t,
  lang,
  board,
  now,
  line,
}: Omit<TextProps, 'page' | 'found'> & { line: Line }) {
  const { site } = line.place
  return (
    <li class="sheet-site">
      <h2 lang={WRITTEN}>{site.name}</h2>
      <ul class="sheet-stocks">
        {line.told.map((told) => {
          const item = board.programme.items.find(({ id }) => id === told.item)
          return (
            item && (
              <li>
                <LevelMark level={told.level} /> {sayStock({ t, lang, item, told, now })}
              </li>
            )
          )
        })}
      </ul>
      <p>{sayToday({ t, lang }, site, now) || t('supply.print_closed')}</p>
      <p>
        <span lang={WRITTEN}>{site.address}</span> {site.phone}
      </p>
    </li>
  )
}
