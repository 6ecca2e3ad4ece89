// The pages about places: all routes, one route, one place.

import { allow, everyone } from '../../core/access.ts'
import { taipeiDay } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { newPages } from '../../core/web.ts'
import { findNode } from '../rules/names.ts'
import { getPlaces } from '../store.ts'
import { PlacesPage } from './list.tsx'
import { NodePage } from './node.tsx'
import { RoutePage } from './route.tsx'

const MOST_SEARCHED = 50

export const pages = newPages()

pages.get('/places', allow(everyone), (c) => {
  const q = (c.req.query('q') ?? '').trim().slice(0, MOST_SEARCHED)
  const frame = frameOf(c, { title: c.var.t('places.title') })
  const places = getPlaces(c.var.station)
  return c.html(<PlacesPage frame={frame} places={places} today={taipeiDay(c.var.now)} q={q} />)
})

pages.get('/places/routes/:id', allow(everyone), (c) => {
  const places = getPlaces(c.var.station)
  const route = places.routes.get(c.req.param('id'))
  if (!route) throw new Failure('not_found', 'places.no_such_route')
  const frame = frameOf(c, { title: route.name[c.var.lang] })
  const today = taipeiDay(c.var.now)
  return c.html(<RoutePage frame={frame} places={places} route={route} today={today} />)
})

/** A name or alias leads to the place's own address. */
pages.get('/places/:id', allow(everyone), (c) => {
  const places = getPlaces(c.var.station)
  const asked = c.req.param('id')
  const node = findNode(places, asked)
  if (!node) throw new Failure('not_found', 'places.no_such_place')
  if (node.id !== asked) return c.redirect(`/places/${node.id}`, 303)
  const frame = frameOf(c, { title: node.name[c.var.lang] })
  const today = taipeiDay(c.var.now)
  return c.html(<NodePage frame={frame} places={places} node={node} today={today} />)
})
