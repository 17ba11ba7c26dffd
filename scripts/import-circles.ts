import path from 'node:path';

/** What a module loads before it runs itself: not its types, and not what it imports in the middle of something. */
const loading = /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s*)?['"]([^'"]+)['"]/g;

/**
 * Modules of ours that load each other: which of them runs first depends on which was asked for first, so that a constant is there in
 * one process and not in another. One line for each knot, with one way round it.
 */
export function importCircles(files: ReadonlyMap<string, string>): string[] {
  const loads = new Map([...files].map(([file, text]) => [file, loadedBy(file, text).filter((one) => files.has(one))]));
  const done = new Set<string>();
  const found = new Map<string, string>();
  const trail: string[] = [];
  const walk = (file: string) => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      const circle = trail.slice(at);
      found.set(circle.toSorted().join(), [...circle, file].join(' → '));
    }
    if (at >= 0 || done.has(file)) return;
    trail.push(file);
    for (const next of loads.get(file)!) walk(next);
    trail.pop();
    done.add(file);
  };
  for (const file of loads.keys()) walk(file);
  return [...found.values()].map((circle) => `modules load each other in a circle: ${circle}`);
}

function loadedBy(file: string, text: string): string[] {
  return [...text.matchAll(loading)].flatMap(([, named = '']) => {
    if (named.startsWith('.')) return [path.posix.join(path.posix.dirname(file), named)];
    const alias = /^#(platform|features|app|client)\/(.*)$/.exec(named);
    return alias ? [`src/${alias[1]}/${alias[2]}`] : [];
  });
}
