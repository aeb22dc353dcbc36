/**
 * Names for the numbers of events, as of the event's time.
 *
 * <p>What changes is heard from tables and watches, each on its own thread, and kept in {@link
 * org.vibrissa.flow.internal.names.History} objects, where a look-up takes no lock. What went stays
 * for as long as the log holds an event of its time.
 */
package org.vibrissa.flow.internal.names;
