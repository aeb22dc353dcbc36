/**
 * The log: the last events of this host, in memory outside the heap.
 *
 * <p>Problem: one thread writes up to millions of events per second, any number of readers follow
 * at their own pace, and none may slow the writer or another reader. Mechanism: {@link
 * org.vibrissa.flow.internal.log.FlowRows} is a ring of fixed rows, one more than it promises to
 * hold. The writer fills a row and then moves the count of what was written; a reader copies a row
 * and then looks at the count again: when it has moved too far meanwhile, the copy is thrown away
 * and the events up to the oldest one are counted as lost to this reader. Nobody locks, nobody
 * waits, nothing is allocated per event.
 *
 * <p>A reader that goes and comes again, as an exporter whose bundle is swapped, goes on where it
 * was: {@link org.vibrissa.flow.internal.log.ReaderPlaces}.
 *
 * <p>Invariants: a row is the kernel's record as it came, behind its wall clock; names and labels
 * are nobody's business here. Sequences have no holes.
 */
package org.vibrissa.flow.internal.log;
