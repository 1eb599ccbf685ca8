import type { Express } from "express";

export interface FoundRoute { readonly method: "GET" | "POST"; readonly path: string; readonly parameters: readonly string[] }

interface Layer { name?: string; slash?: boolean; route?: { path: unknown; methods: Record<string, boolean> }; handle?: { stack?: Layer[] } }

/** What answers without being a route; each stands here with its reason. */
const MOUNTED: Readonly<Record<string, string>> = { serveStatic: "built files, the same for everybody" };

/**
 * Every route of the program, read from the router itself, so that a new one cannot be forgotten. Throws where something
 * is mounted in a way that hides its path.
 */
export const findRoutes = (app: Express): FoundRoute[] => {
  const found: FoundRoute[] = [];
  const visit = (layers: readonly Layer[]): void => {
    for (const layer of layers) {
      if (layer.route) found.push(...routesOf(layer.route));
      else if (layer.handle?.stack) {
        if (!layer.slash) throw new Error("A router is mounted below a path: the suite cannot know its routes. Give the routes their whole path.");
        visit(layer.handle.stack);
      } else if (!layer.slash && !MOUNTED[layer.name ?? ""]) throw new Error(`The handler "${layer.name ?? "without a name"}" is mounted on a path. Make it a route, or say in test/support/leak/routes.ts why it needs no walk.`);
    }
  };
  visit((app as unknown as { router: { stack: Layer[] } }).router.stack);
  return found;
};

const routesOf = (route: NonNullable<Layer["route"]>): FoundRoute[] => {
  const paths = Array.isArray(route.path) ? route.path as unknown[] : [route.path];
  return paths.flatMap((path) => {
    if (typeof path !== "string") throw new Error("A route's path is a pattern: the suite cannot fill it. Write it as text.");
    return Object.keys(route.methods).map((method) => {
      const upper = method.toUpperCase();
      if (upper !== "GET" && upper !== "POST") throw new Error(`${upper} ${path}: the suite walks GET and POST. Teach it ${upper} in test/support/leak/.`);
      return { method: upper, path, parameters: [...path.matchAll(/[:*](\w+)/g)].map(([, name]) => name!) } as FoundRoute;
    });
  });
};

/** The route that a concrete path belongs to, if any. */
export const routeOf = (routes: readonly FoundRoute[], method: string, path: string): FoundRoute | null => {
  const bare = path.split(/[?#]/)[0]!;
  const matching = routes.filter((route) => route.method === method && new RegExp(`^${route.path.replace(/[.]/g, "\\.").replace(/:\w+/g, "[^/]+").replace(/\*\w+/g, ".+")}$`).test(bare));
  return matching.sort((a, b) => a.parameters.length - b.parameters.length)[0] ?? null;
};
