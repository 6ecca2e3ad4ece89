// The route graph holds together, and every route's usual days can be walked on it.

import type { PlaceFiles } from '../files.ts'
import { at, idsOf, type Mistake } from './mistakes.ts'

export function pathMistakes(files: PlaceFiles): Mistake[] {
  const seen = new Set<string>()
  const walked = new Set(files.paths.flatMap((path) => path.between))
  return [
    ...files.paths.flatMap((path, n) => {
      const [a, b] = path.between
      if (a === b) return [at('paths', [n, 'between'], `leads from "${a}" to itself`)]
      const key = [a, b].sort().join(' ')
      if (seen.has(key)) return [at('paths', [n, 'between'], `"${a}" and "${b}" are joined twice`)]
      seen.add(key)
      return []
    }),
    ...files.nodes.flatMap((node, n) =>
      walked.has(node.id)
        ? []
        : [at('nodes', [n, 'id'], `no path leads to "${node.id}"; add one to paths.yaml`)],
    ),
  ]
}

export function routeMistakes(files: PlaceFiles): Mistake[] {
  const entrances = idsOf(files.nodes.filter((node) => node.kind === 'entrance'))
  const lodgings = new Map(files.lodgings.map((lodging) => [lodging.id, lodging.node]))
  const ways = new Set(
    files.paths.flatMap(({ between: [a, b], oneWay }) =>
      oneWay ? [`${a} ${b}`] : [`${a} ${b}`, `${b} ${a}`],
    ),
  )
  return files.routes.flatMap((route, n) => [
    ...islands(route.nodes, ways).map((id) =>
      at(
        'routes',
        [n, 'nodes', route.nodes.indexOf(id)],
        `no path joins "${id}" to the rest of the route`,
      ),
    ),
    ...planMistakes(route, n, { entrances, lodgings, ways }),
  ])
}

function planMistakes(
  route: PlaceFiles['routes'][number],
  n: number,
  {
    entrances,
    lodgings,
    ways,
  }: { entrances: Set<string>; lodgings: Map<string, string>; ways: Set<string> },
): Mistake[] {
  const first = route.plan[0]?.nodes[0] ?? ''
  const last = route.plan.at(-1)?.nodes.at(-1) ?? ''
  return [
    ...[first, last].flatMap((id) =>
      entrances.has(id)
        ? []
        : [at('routes', [n, 'plan'], `begins or ends at "${id}"; expected an entrance`)],
    ),
    ...route.plan.flatMap((day, d) => {
      const path = [n, 'plan', d]
      const from = route.plan[d - 1]?.nodes.at(-1)
      const stops = from === undefined || from === day.nodes[0] ? day.nodes : [from, ...day.nodes]
      const isLast = d === route.plan.length - 1
      return [
        ...stops
          .slice(1)
          .flatMap((id, i) =>
            ways.has(`${stops[i]} ${id}`)
              ? []
              : [at('routes', path, `no path leads from "${stops[i]}" to "${id}"`)],
          ),
        ...(isLast === (day.lodging === undefined)
          ? []
          : [
              at(
                'routes',
                path,
                isLast ? 'the last day has no night' : 'a night is missing: expected a lodging',
              ),
            ]),
        ...(day.lodging === undefined || lodgings.get(day.lodging) === day.nodes.at(-1)
          ? []
          : [
              at(
                'routes',
                [...path, 'lodging'],
                `"${day.lodging}" is not at "${day.nodes.at(-1)}", where the day ends`,
              ),
            ]),
      ]
    }),
  ]
}

/** Nodes that cannot be reached from the first one by the route's own nodes. */
function islands(nodes: string[], ways: Set<string>): string[] {
  const reached = new Set(nodes.slice(0, 1))
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const id of nodes) {
      if ([...reached].some((from) => ways.has(`${from} ${id}`) || ways.has(`${id} ${from}`)))
        reached.add(id)
    }
  }
  return nodes.filter((id) => !reached.has(id))
}
