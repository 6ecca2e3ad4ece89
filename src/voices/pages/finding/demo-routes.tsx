// A demo city's own page of voices: one press plays the story of the masks through four weeks.

import { allow, demoCity } from '../../../core/access.ts'
import { moveDemoClock } from '../../../core/demo.ts'
import { frameOf } from '../../../core/frame.ts'
import { newPages } from '../../../core/web.ts'
import { Button } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { playMaskStory } from '../../actions/demo-story.ts'

export const demoPages = newPages()

demoPages.get('/demo/voices', allow(demoCity), (c) =>
  c.html(<StoryPage frame={frameOf(c, { title: c.var.t('voices.story.title') })} />),
)

demoPages.post('/demo/voices', allow(demoCity), async (c) => {
  const { station } = c.var
  const findingId = await playMaskStory(station, (at) =>
    moveDemoClock(station, at, { tellSandbox: true }),
  )
  return c.redirect(`/findings/${findingId}`, 303)
})

function StoryPage({ frame }: { frame: PageFrame }) {
  const { t } = frame
  return (
    <Layout {...frame} noIndex>
      <h1>{t('voices.story.title')}</h1>
      <p>{t('voices.story.lead')}</p>
      <ol>
        {(['tell', 'decide', 'start', 'still', 'again', 'served'] as const).map((step) => (
          <li>{t(`voices.story.step.${step}`)}</li>
        ))}
      </ol>
      <form method="post" action="/demo/voices">
        <Button>{t('voices.story.play')}</Button>
      </form>
      <p class="hint">{t('voices.story.clock')}</p>
    </Layout>
  )
}
