import { isAgent, type Viewer } from "../../privacy";
import { paperPolicy, type Whose } from "../papers/policy";

export interface WhoseAcknowledgement extends Whose { readonly inHouse: boolean }

/**
 * Who may do what with acknowledgements. Nobody confirms for somebody else and nobody decides about themselves; the way by
 * instruction is closed for people of a processor, because Art. 28(3)(b) GDPR demands their own commitment.
 */
export const acknowledgementPolicy = {
  confirm: (viewer: Viewer, whose: Whose): boolean => isAgent(viewer) && viewer.id === whose.agentId,
  read: paperPolicy.read,
  board: (viewer: Viewer): boolean => paperPolicy.scope(viewer) !== null,
  noteInstruction: (viewer: Viewer, whose: WhoseAcknowledgement): boolean => whose.inHouse && paperPolicy.decide(viewer, whose),
  /** A second person of the controller's data protection: neither the person nor whoever wrote the note. */
  decideInstruction: (viewer: Viewer, whose: WhoseAcknowledgement, notedBy: string): boolean =>
    isAgent(viewer) && paperPolicy.setRules(viewer) && whose.inHouse && viewer.id !== whose.agentId && viewer.id !== notedBy,
  /** Asking somebody to confirm anew: after an incident, a long absence, another contract, a text in the wrong language. */
  demand: paperPolicy.decide,
  setRules: paperPolicy.setRules,
  /** Who may learn from a certificate's number whose it is. */
  checkCertificate: (viewer: Viewer, whose: Whose): boolean => paperPolicy.read(viewer, whose),
};
