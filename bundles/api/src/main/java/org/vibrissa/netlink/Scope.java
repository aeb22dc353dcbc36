package org.vibrissa.netlink;

/** How far an address or route reaches. Other values than these are seen as {@link #UNIVERSE}. */
public enum Scope {
    /** Everywhere ({@code global}). */
    UNIVERSE(0),
    /** Within the site. */
    SITE(200),
    /** On the link. */
    LINK(253),
    /** On this host. */
    HOST(254),
    /** Nowhere. */
    NOWHERE(255);

    private final int number;

    Scope(int number) {
        this.number = number;
    }

    /** The kernel's number. */
    public int number() {
        return number;
    }

    /** The scope of that number, or UNIVERSE. */
    public static Scope of(int number) {
        for (Scope scope : values()) {
            if (scope.number == number) {
                return scope;
            }
        }
        return UNIVERSE;
    }
}
