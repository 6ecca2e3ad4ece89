// A failure as a page: one line of fact, what to do, and a number to give when calling.

import { Layout, type PageFrame } from './layout.tsx'

export function ErrorPage({
  frame,
  status,
  words,
  id,
}: {
  frame: PageFrame
  status: number
  words: string
  id: string
}) {
  const { t } = frame
  return (
    <Layout {...frame} hasError noIndex>
      <h1>{words}</h1>
      <p>{t(status >= 500 ? 'ui.error_ours' : 'ui.error_what_to_do')}</p>
      <p>
        <a href="/">{t('ui.error_home')}</a>
      </p>
      <p class="muted">{t('ui.error_id', { id })}</p>
    </Layout>
  )
}
