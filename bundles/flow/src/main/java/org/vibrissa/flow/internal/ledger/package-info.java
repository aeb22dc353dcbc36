/**
 * The books: where each event went, so that it adds up to the event.
 *
 * <p>Three counters know of each other's work and of nothing else: the core counts notable packets,
 * the stage what it produced and what found no room, the reader what it took out of the ring.
 * {@link org.vibrissa.flow.internal.ledger.Books} lays them side by side.
 */
package org.vibrissa.flow.internal.ledger;
