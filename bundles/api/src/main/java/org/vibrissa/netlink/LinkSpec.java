package org.vibrissa.netlink;

/** What to create. */
public sealed interface LinkSpec permits VethSpec, VxlanSpec, GeneveSpec, TapSpec {
    /** Name of the new interface, in the namespace of the handle. */
    String name();
}
