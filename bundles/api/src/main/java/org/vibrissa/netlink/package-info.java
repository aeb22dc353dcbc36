/**
 * Links, addresses, routes, rules, neighbours, qdiscs, sysctls and nftables of any network
 * namespace, typed.
 *
 * <p><b>Problem.</b> The daemon must shape its own namespace and those of its endpoints without
 * leaving its own (and without {@code ip netns exec}, which hides bpffs), and must know why the
 * kernel refused something.
 *
 * <p><b>Mechanism.</b> An {@link org.vibrissa.netlink.Rtnetlink} is one rtnetlink socket that was
 * opened by a short-lived thread inside the namespace; a socket stays in the namespace of its
 * birth, so afterwards any thread may use it. What has no socket (sysctl, tap devices, processes)
 * runs on a dedicated thread that entered the namespace and ends there.
 *
 * <p><b>Invariants.</b> The namespace of a thread that existed before is never changed. A dump that
 * was interrupted by a concurrent change is repeated, so a list is always consistent. Data from the
 * kernel is bounds-checked; malformed data is an error, never a loop. Interfaces are named by
 * index: a name can be reused at any time.
 *
 * <p><b>Threads.</b> Every service and handle here may be used from any thread at the same time.
 * Events come on one thread per subscription.
 *
 * <p><b>Errors.</b> {@link org.vibrissa.netlink.NetlinkException} says what was asked, the errno by
 * name and the kernel's own words. Invalid arguments are {@link java.lang.IllegalArgumentException}
 * and reach no kernel.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.netlink;
