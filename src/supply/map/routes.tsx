// The map of a programme.

import { allow, everyone } from '../../core/access.ts'
import { newPages } from '../../core/web.ts'
import { frameOf } from '../frame.ts'
import { ask } from '../pages/ask.ts'
import { findLines } from '../pages/finding.ts'
import { MapPage } from './view.tsx'

export const mapPages = newPages()

mapPages.get('/supply/:programme/map', allow(everyone), async (c) => {
  const { t, lang } = c.var
  const props = await ask(c)
  const { board } = props
  const asked = { ...props.asked, all: c.req.query('having') !== 'yes' }
  const frame = frameOf(c, {
    title: t('supply.map_title', { title: board.programme.title[lang] }),
    islands: ['supply/pages', 'supply/map'],
    wide: true,
  })
  const found = findLines(board, asked, props)
  return c.html(<MapPage {...{ ...props, frame, asked, found }} />)
})
