/**
 * Desired state and the tables derived from it.
 *
 * <p>Problem: many bundles act on what a user declared, each may be replaced while it does so, and
 * a crash at any moment must neither lose a declaration nor let someone remove what is merely not
 * yet read. Mechanism: declarations are {@link org.vibrissa.state.Resource resources} in one {@link
 * org.vibrissa.state.ResourceStore}, changed by atomic and durable applies; what bundles derive
 * from them is in typed {@link org.vibrissa.state.Table tables}. Both are read as immutable
 * snapshots and followed by a watch. A bundle teaches the store a kind by registering a {@link
 * org.vibrissa.state.ResourceKind} service.
 *
 * <p>Invariants: an apply of several documents is stored completely or not at all, and it is on
 * disk when the call returns. A watch delivers what exists, then says <em>initialised</em>, then
 * delivers changes; nothing may be pruned before that signal. A store that cannot be trusted (a
 * corrupt file) never says initialised.
 *
 * <p>Threads: every service here is safe for use by any thread. Each watch has one named thread of
 * its own; a slow listener delays nobody else, and changes it has not yet seen are coalesced to the
 * latest one per key.
 *
 * <p>Errors: {@link org.vibrissa.state.StateException} and its subclasses.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.state;
