/**
 * Policy documents as users write them, and their translation into {@link
 * org.vibrissa.policy.internal.rule}.
 *
 * <p>{@link org.vibrissa.policy.internal.document.Part} is the table of every field; the decoder
 * takes known names from it and docs/policy-support.md is made from it. {@link
 * org.vibrissa.policy.internal.document.Translator} is pure. {@link
 * org.vibrissa.policy.internal.document.PolicySource} follows the store; the engine answers through
 * {@link org.vibrissa.policy.internal.document.PolicyStatuses}.
 *
 * <p>Invariants: what is not understood is refused with its path, never left out in silence. A rule
 * that waits for another bundle matches nothing; a deny rule never waits.
 */
package org.vibrissa.policy.internal.document;
