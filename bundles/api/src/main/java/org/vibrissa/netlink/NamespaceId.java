package org.vibrissa.netlink;

/**
 * The identity of a namespace while it lives: two names or paths mean the same one exactly if this
 * is equal. The kernel may reuse the numbers after the namespace has gone.
 *
 * @param device device number of nsfs
 * @param inode inode number in nsfs, as in {@code net:[4026531840]}
 */
public record NamespaceId(long device, long inode) {
    /** As {@code readlink /proc/PID/ns/net} shows it. */
    @Override
    public String toString() {
        return "net:[" + inode + "]";
    }
}
