import type { DataSource, EntityManager } from "typeorm";

/**
 * What lives as long as the process and belongs to one database: the kernel, the file store. It hangs on the data
 * source, so that a context reaches it through its own transaction and two programs in one process (tests) stay apart.
 */
export interface Service<T> { readonly name: string; readonly type?: T }
const services = new WeakMap<DataSource, Map<string, unknown>>();

export const provide = <T>(source: DataSource, service: Service<T>, value: T): void => {
  const known = services.get(source) ?? new Map<string, unknown>();
  services.set(source, known.set(service.name, value));
};

export const use = <T>(db: EntityManager, service: Service<T>): T => {
  const value = services.get(db.connection)?.get(service.name);
  if (value === undefined) throw new Error(`The service ${service.name} was not provided: app.ts composes it.`);
  return value as T;
};
