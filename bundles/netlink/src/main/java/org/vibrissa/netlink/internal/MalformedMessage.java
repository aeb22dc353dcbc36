package org.vibrissa.netlink.internal;

/** What the kernel sent does not follow its own format. */
final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessage(String what) {
        super(what);
    }
}
