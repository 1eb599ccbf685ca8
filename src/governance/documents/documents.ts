import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import type { DocumentKind, Jurisdiction, Language, Secrecy } from "./document";

/** One text of one version, as it is read and confirmed. Not personal data. */
export interface DocumentText {
  readonly documentId: string; readonly versionId: string; readonly textId: string; readonly kind: DocumentKind; readonly jurisdiction: Jurisdiction; readonly key: string;
  readonly version: number; readonly changeKind: "editorial" | "material"; readonly secrecies: readonly Secrecy[]; readonly language: Language;
  readonly title: string; readonly body: string; readonly leaflet: string; readonly quiz: string; readonly sha256: string;
  readonly publishedAt: Date | null; readonly effectiveFrom: Date | null; readonly enforcedFrom: Date | null;
}

const COLUMNS = `d.id AS "documentId", v.id AS "versionId", t.id AS "textId", d.kind, d.jurisdiction, d.key, v.version, v.change_kind AS "changeKind", v.secrecies, t.language,
  t.title, t.body, t.leaflet, t.quiz, t.sha256, v.published_at AS "publishedAt", v.effective_from AS "effectiveFrom", v.enforced_from AS "enforcedFrom"`;
const FROM = "FROM document_versions v JOIN documents d ON d.id = v.document_id JOIN document_texts t ON t.version_id = v.id";

/**
 * Which law's text somebody of employer `e` gets: that of the employer's country, else that of the controller's, else
 * whichever there is. Sorts best first.
 */
export const JURISDICTION_ORDER = `(d.jurisdiction = e.country) DESC, (d.jurisdiction = (SELECT h.country FROM employers h WHERE h.kind = 'inHouse')) DESC, d.jurisdiction`;

export interface InForce { readonly kind: DocumentKind; readonly employerId: string; readonly language: Language }

/**
 * The texts of a kind in force at ctx.now for people of an employer, in their language: one per document key, of the
 * jurisdiction that suits best. A version that is not in this language yet leaves a gap, not an older text.
 */
export const textsInForce = (ctx: Pick<Ctx, "db" | "now">, { kind, employerId, language }: InForce): Promise<DocumentText[]> => rows<DocumentText>(ctx.db, `
  SELECT ${COLUMNS} FROM (
    SELECT DISTINCT ON (d.key) d.key, v.id FROM documents d CROSS JOIN employers e JOIN document_versions v ON v.document_id = d.id
    WHERE e.id = $2 AND d.kind = $1 AND v.published_at <= $4 AND v.effective_from <= $4 ORDER BY d.key, ${JURISDICTION_ORDER}, v.version DESC) best
  JOIN document_versions v ON v.id = best.id JOIN documents d ON d.id = v.document_id JOIN document_texts t ON t.version_id = v.id AND t.language = $3
  ORDER BY d.key`, [kind, employerId, language, ctx.now]);

/** The one text of a kind that has a single document a jurisdiction (confidentiality, home office); null where none is in force in this language. */
export const textInForce = async (ctx: Pick<Ctx, "db" | "now">, wish: InForce): Promise<DocumentText | null> => (await textsInForce(ctx, wish))[0] ?? null;

/** A text by its id, published or not. */
export const textById = async (ctx: Pick<Ctx, "db">, id: string): Promise<DocumentText> => {
  const found = await row<DocumentText>(ctx.db, `SELECT ${COLUMNS} ${FROM} WHERE t.id = $1`, [id]);
  if (!found) throw new NotFound();
  return found;
};

/** The texts of one version, by language. */
export const textsOfVersion = (ctx: Pick<Ctx, "db">, versionId: string): Promise<DocumentText[]> => rows<DocumentText>(ctx.db, `SELECT ${COLUMNS} ${FROM} WHERE v.id = $1 ORDER BY t.language`, [versionId]);

/** The text in the same language of the last version before this one; null for a first one. */
export const textBefore = (ctx: Pick<Ctx, "db">, { documentId, version, language }: Pick<DocumentText, "documentId" | "version" | "language">): Promise<DocumentText | null> =>
  row<DocumentText>(ctx.db, `SELECT ${COLUMNS} ${FROM} WHERE d.id = $1 AND v.version < $2 AND v.published_at IS NOT NULL AND t.language = $3 ORDER BY v.version DESC LIMIT 1`, [documentId, version, language]);
