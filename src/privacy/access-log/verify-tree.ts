import { Frontier, type Place } from "./merkle";

/** A stored node that is not the hash of what stands below it. */
export interface NodeSuspect extends Place { readonly missing: boolean }

const SUSPECTS = 100;

/**
 * A tree that is grown again beside the stored one. A stored node that differs although both its children fit is where something was
 * changed: the node itself if the root holds, one of the leaves below it if not. Nodes further up differ as a consequence and are not named.
 */
export class Regrown {
  #frontier: Frontier;
  /** Places that differ and whose parent is not complete yet: at most a path's worth. */
  readonly #differing = new Set<string>();
  suspects: NodeSuspect[] = [];

  constructor(frontier = new Frontier()) { this.#frontier = frontier; }

  append(hash: Uint8Array, stored: ReadonlyMap<string, Buffer>): void {
    for (const node of this.#frontier.append(hash).slice(1)) {
      const there = stored.get(`${node.level}/${node.index}`);
      const below = [node.index * 2, node.index * 2 + 1].map((index) => this.#differing.delete(`${node.level - 1}/${index}`));
      if (there?.equals(node.hash)) continue;
      this.#differing.add(`${node.level}/${node.index}`);
      if (!below.includes(true) && this.suspects.length < SUSPECTS) this.suspects.push({ level: node.level, index: node.index, missing: there === undefined });
    }
  }

  root(): Buffer { return this.#frontier.root(); }

  clone(): Regrown {
    const copy = new Regrown(new Frontier(this.#frontier.roots(), this.#frontier.size));
    for (const place of this.#differing) copy.#differing.add(place);
    copy.suspects = [...this.suspects];
    return copy;
  }
}
