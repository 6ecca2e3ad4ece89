// What must agree between the files: every id that is named exists, nobody is left without a police
// area, every plan can be walked. Each mistake says where it stands and what was expected.

import type { FileName, PlaceFiles } from '../files.ts'
import { at, idsOf, type Mistake, type Path } from './mistakes.ts'
import { nameKey, namesOf } from './names.ts'
import { pathMistakes, routeMistakes } from './route-checks.ts'
import { seriesMistakes } from './series-checks.ts'

/** All mistakes of a city's places. `agencies` are the ids of agencies.yaml. */
export function checkFiles(files: PlaceFiles, agencies: Set<string>): Mistake[] {
  return [
    ...idMistakes(files),
    ...nameMistakes(files),
    ...agencyMistakes(files, agencies),
    ...referenceMistakes(files),
    ...policeMistakes(files),
    ...seriesMistakes(files),
    ...pathMistakes(files),
    ...routeMistakes(files),
  ]
}

function idMistakes(files: PlaceFiles): Mistake[] {
  const twice = (file: FileName, list: { id: string }[], under: Path = []) => {
    const seen = new Set<string>()
    return list.flatMap((entry, index) => {
      if (!seen.has(entry.id)) {
        seen.add(entry.id)
        return []
      }
      return [at(file, [...under, index, 'id'], `"${entry.id}" is used twice; ids are unique`)]
    })
  }
  return [
    ...twice('nodes', files.nodes),
    ...twice('lodgings', files.lodgings),
    ...twice('routes', files.routes),
    ...twice('police', files.police.bureaus, ['bureaus']),
    ...twice('police', [...files.police.areas, ...files.police.exempt], ['areas']),
    ...twice('districts', files.districts.districts, ['districts']),
  ]
}

/** A name leads to one node only; a lodging may share the name of the node it stands at. */
function nameMistakes(files: PlaceFiles): Mistake[] {
  const owners = new Map<string, string>()
  const mistakes: Mistake[] = []
  const claim = (file: FileName, index: number, name: string, node: string) => {
    const owner = owners.get(nameKey(name))
    if (owner !== undefined && owner !== node) {
      mistakes.push(at(file, [index], `the name "${name}" already leads to ${owner}`))
    }
    owners.set(nameKey(name), owner ?? node)
  }
  for (const [index, node] of files.nodes.entries()) {
    for (const name of namesOf(node)) claim('nodes', index, name, node.id)
  }
  for (const [index, lodging] of files.lodgings.entries()) {
    for (const name of namesOf(lodging)) claim('lodgings', index, name, lodging.node)
  }
  return mistakes
}

function agencyMistakes(files: PlaceFiles, agencies: Set<string>): Mistake[] {
  const filing = new Set(files.permits.map((permit) => permit.agency))
  const check = (file: FileName, path: Path, id: string | undefined, decides: boolean) => {
    if (id === undefined) return []
    if (!agencies.has(id)) {
      return [at(file, path, `"${id}" is no agency; expected one of ${list(agencies)}`)]
    }
    return decides && !filing.has(id)
      ? [at(file, path, `"${id}" decides here but has no entry in permits.yaml`)]
      : []
  }
  return [
    ...files.nodes.flatMap((node, n) =>
      node.controls.flatMap((control, c) =>
        check('nodes', [n, 'controls', c, 'agency'], control.agency, true),
      ),
    ),
    ...files.lodgings.flatMap((lodging, n) => [
      ...check('lodgings', [n, 'filing'], lodging.filing, true),
      ...((lodging.filing === undefined) === (lodging.allottedBy === undefined)
        ? []
        : [at('lodgings', [n], 'allottedBy and filing stand together, or neither does')]),
      ...(['owner', 'allottedBy', 'feePaidTo', 'through'] as const).flatMap((field) =>
        check('lodgings', [n, field], lodging[field], false),
      ),
    ]),
    ...files.routes.flatMap((route, n) =>
      (['quotas', 'allotments', 'windows'] as const).flatMap((field) =>
        route[field].flatMap((rule, r) =>
          check('routes', [n, field, r, 'agency'], rule.agency, true),
        ),
      ),
    ),
    ...files.permits.flatMap((permit, n) => check('permits', [n, 'agency'], permit.agency, false)),
    ...check('police', ['agency'], files.police.agency, true),
  ]
}

function referenceMistakes(files: PlaceFiles): Mistake[] {
  const nodes = idsOf(files.nodes)
  const lodgings = idsOf(files.lodgings)
  const routes = idsOf(files.routes)
  const known = (file: FileName, path: Path, id: string, of: Set<string>, what: string) =>
    of.has(id) ? [] : [at(file, path, `"${id}" is no ${what}; expected an id of ${what}s.yaml`)]

  return [
    ...files.lodgings.flatMap((one, n) => known('lodgings', [n, 'node'], one.node, nodes, 'node')),
    ...files.paths.flatMap((path, n) =>
      path.between.flatMap((id, end) => known('paths', [n, 'between', end], id, nodes, 'node')),
    ),
    ...files.routes.flatMap((route, n) => [
      ...route.nodes.flatMap((id, i) => known('routes', [n, 'nodes', i], id, nodes, 'node')),
      ...route.plan.flatMap((day, d) =>
        day.nodes.flatMap((id, i) =>
          known('routes', [n, 'plan', d, 'nodes', i], id, new Set(route.nodes), 'node'),
        ),
      ),
    ]),
    ...files.closures.flatMap((one, n) => [
      ...one.nodes.flatMap((id, i) => known('closures', [n, 'nodes', i], id, nodes, 'node')),
      ...one.lodgings.flatMap((id, i) =>
        known('closures', [n, 'lodgings', i], id, lodgings, 'lodging'),
      ),
      ...one.routes.flatMap((id, i) => known('closures', [n, 'routes', i], id, routes, 'route')),
    ]),
  ]
}

function policeMistakes({ police, nodes }: PlaceFiles): Mistake[] {
  const known = idsOf(nodes)
  const grounds = new Set([...police.areas, ...police.exempt].map((one) => one.id))
  const bureaus = idsOf(police.bureaus)
  return [
    ...nodes.flatMap((node, n) =>
      police.nodes[node.id] === undefined
        ? [
            at(
              'nodes',
              [n, 'id'],
              `"${node.id}" is missing in police.yaml; expected its control area, or exempt ground`,
            ),
          ]
        : [],
    ),
    ...Object.entries(police.nodes).flatMap(([node, ground]) => [
      ...(known.has(node) ? [] : [at('police', ['nodes', node], `"${node}" is no node`)]),
      ...(grounds.has(ground)
        ? []
        : [
            at(
              'police',
              ['nodes', node],
              `"${ground}" is no area; expected one of ${list(grounds)}`,
            ),
          ]),
    ]),
    ...police.areas.flatMap((area, n) =>
      bureaus.has(area.bureau)
        ? []
        : [
            at(
              'police',
              ['areas', n, 'bureau'],
              `"${area.bureau}" is no bureau; expected one of ${list(bureaus)}`,
            ),
          ],
    ),
  ]
}

const list = (ids: Set<string>): string => [...ids].join(', ')
