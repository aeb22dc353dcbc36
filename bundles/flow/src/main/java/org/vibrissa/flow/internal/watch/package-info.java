/**
 * Real packets on their way through the stages, for {@code vibrissa trace}.
 *
 * <p>A watch is some rows of the datapath's map {@code vib_watch}, which end by themselves unless
 * they are kept: a daemon that dies leaves nothing that matches. The ways of matching packets come
 * by a ring of their own, limited in the kernel, and go to who watches.
 */
package org.vibrissa.flow.internal.watch;
