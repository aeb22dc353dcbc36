package org.vibrissa.netlink;

/** A network namespace is not there (any more): no such name, path or process. */
public class NamespaceVanishedException extends NetlinkException {
    private static final long serialVersionUID = 1L;

    /**
     * @param request what was asked
     * @param errno positive errno
     * @param errnoName its name
     * @param text what is missing
     */
    public NamespaceVanishedException(String request, int errno, String errnoName, String text) {
        super(request, errno, errnoName, text, "", -1, -1);
    }
}
