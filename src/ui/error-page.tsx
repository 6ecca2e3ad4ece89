// The page for what went wrong: what happened, and at least one way on.

import { Layout, type PageFrame } from './layout.tsx'

/** As much of the id as a person can read out on the phone; it still finds the line in the log. */
const READ_OUT = 8

export function ErrorPage(props: {
  frame: PageFrame
  status: number
  words: string
  /** The request's id, for whoever is asked about it. */
  id: string
}) {
  const { t } = props.frame
  return (
    <Layout {...props.frame} noIndex>
      <h1>{props.words}</h1>
      <p>{t(props.status >= 500 ? 'ui.error_ours' : 'ui.error_yours')}</p>
      <p>
        <a href="/">{t('ui.error_home')}</a>
      </p>
      <p class="hint">{t('ui.error_id', { id: props.id.slice(0, READ_OUT) })}</p>
    </Layout>
  )
}
