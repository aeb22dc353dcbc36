/**
 * The bundles of this daemon, and their replacement while packets flow.
 *
 * <p>Problem: who lists, stops, starts or replaces a bundle needs the framework, and no other
 * bundle may hold it. Mechanism: the {@code swap} bundle alone touches the framework and offers
 * this API. Invariant: no operation refreshes or resolves a bundle that it does not name.
 *
 * <p>A bundle that a host should not lose by mistake says so by a {@link
 * org.vibrissa.swap.StopConsequence}.
 *
 * <p>Threads: safe for use by any thread; starts and stops run one at a time and block.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.vibrissa.swap;
