// The same list without pictures: as text, as speech, on paper.

import { allow, everyone } from '../../../core/access.ts'
import { newPages } from '../../../core/web.ts'
import { ask } from '../ask.ts'
import { findLines, oneLine } from '../finding.ts'
import { PrintPage } from './print-view.tsx'
import { SAID_LINES, sayNearest } from './say.ts'
import { TEXT_LINES, TextPage } from './text-view.tsx'

export const plainPages = newPages()

const MOST_PAGES = 50
/** A sheet is for one district; more than this is no sheet. */
const MOST_PRINTED = 120

plainPages.get('/supply/:programme/text', allow(everyone), async (c) => {
  const { t, lang } = c.var
  const props = await ask(c)
  const wanted = Number(c.req.query('page'))
  const page = Number.isInteger(wanted) ? Math.min(MOST_PAGES, Math.max(1, wanted)) : 1
  const asked = { ...props.asked, shown: page * TEXT_LINES }
  const found = findLines(props.board, asked, props)
  return c.html(<TextPage {...{ ...props, t, lang, found, page }} />)
})

plainPages.get('/supply/:programme/say', allow(everyone), async (c) => {
  const { t, lang } = c.var
  const props = await ask(c)
  const asked = { ...props.asked, shown: SAID_LINES }
  return c.text(sayNearest({ ...props, t, lang, found: findLines(props.board, asked, props) }))
})

plainPages.get('/supply/:programme/print', allow(everyone), async (c) => {
  const { t, lang } = c.var
  const props = await ask(c)
  const { board, asked, now } = props
  const lines = [...board.present()]
    .filter(({ site }) => asked.district === '' || site.district === asked.district)
    .slice(0, MOST_PRINTED)
    .map((place) => oneLine(board, place, now))
  return c.html(<PrintPage {...{ ...props, t, lang, lines }} />)
})
