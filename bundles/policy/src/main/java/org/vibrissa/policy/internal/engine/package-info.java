/**
 * From policies, identities and endpoints to rows in the kernel, by differences.
 *
 * <p>Problem: a host has thousands of identities, hundreds of policies and endpoints; one of them
 * changes and the kernel must follow in milliseconds, without a moment in which a packet meets a
 * half of two policies. Mechanism: what endpoints selected by the same policies share is one {@link
 * org.vibrissa.policy.internal.engine.PolicySet set}, immutable in its rules, under a number of its
 * own. Another policy means another set, written beside the old one and flipped to by one word an
 * endpoint; another identity means rows added to the sets whose {@link
 * org.vibrissa.policy.internal.engine.Selection selections} it enters, denials first.
 *
 * <p>Threads: {@link org.vibrissa.policy.internal.engine.Engine} is confined to one thread, which
 * {@link org.vibrissa.policy.internal.engine.PolicyService} owns.
 */
package org.vibrissa.policy.internal.engine;
