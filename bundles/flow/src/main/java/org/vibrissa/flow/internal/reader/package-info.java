/**
 * From the ring to the log: one thread, no allocation and no system call per event.
 *
 * <p>Problem: a daemon may die between any two instructions, and the ledger must still balance to
 * the event. Mechanism: the ring itself remembers how far a reader gave space back. Right before it
 * does, {@link org.vibrissa.flow.internal.reader.ReaderNotes} writes into a pinned array what was
 * delivered by that position, into the older of two notes; the next reader finds the note that goes
 * with the ring's position, whichever of the two steps its predecessor died before. What had been
 * read and not yet given back is read again, under the sequences it had: its copies died with the
 * log of that daemon.
 *
 * <p>The kernel does not wake the reader unless the ring is half full: it looks by itself, every
 * few milliseconds while there are events and seldom while there are none.
 */
package org.vibrissa.flow.internal.reader;
