// Every part in use, on one page.

import { Layout, type PageFrame } from './layout.tsx'

export function galleryPage(frame: PageFrame) {
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
    </Layout>
  )
}
